import { isArray, isDoc, type Doc, type Value } from './value.ts';

/** A dotted path taken apart. */
export type Path = {
  readonly text: string;
  readonly parts: readonly string[];
  /** Per part the array index that it spells, or -1: `01` spells none. */
  readonly indexes: readonly number[];
};

export function parsePath(text: string): Path {
  const parts = text.split('.');
  return { text, parts, indexes: parts.map(toIndex) };
}

/** The array index that a field name spells, or -1. */
export function toIndex(part: string): number {
  return /^(?:0|[1-9]\d{0,8})$/.test(part) ? Number(part) : -1;
}

/** The value a path leads to when no array is crossed by name: `a.0` is an array's element. */
export function getPath(doc: Doc, path: string): Value | undefined {
  let current: Value | undefined = doc;
  for (const part of path.split('.')) {
    if (isDoc(current)) current = current.get(part);
    else current = isArray(current) ? current[toIndex(part)] : undefined;
  }
  return current;
}

/** What `visit` answers: nothing passed the test. */
export const NO_MATCH = -2;
/** Something passed, and no array was crossed on the way; an answer from 0 on is the index of
 * the element that led to it in the outermost array crossed by name. */
export const MATCH = -1;

/** `elements` offers the elements of an array at the end of the path and then the array
 * itself, `whole` the array alone, as `$size`, `$all` and `$elemMatch` see it. */
export type LeafArrays = 'elements' | 'whole';

export type Visit = {
  readonly path: Path;
  readonly leafArrays: LeafArrays;
  /** Asked about each value the path leads to, `undefined` for a missing one, until it says true. */
  readonly test: (value: Value | undefined) => boolean;
};

/**
 * Offers every value that MongoDB's matcher finds at a path to a test.
 *
 * Arrays are crossed by name into those elements that are documents, and by index. A scalar on
 * the way counts as missing; an element of an array that is no document counts as nothing, so
 * `{'a.b': null}` matches `{a: 1}` and does not match `{a: [1]}`. An array within an array is
 * crossed by index only. Source: MongoDB manual, "Query an Array of Embedded Documents", "Query
 * for Null or Missing Fields".
 */
export function visit(doc: Doc, query: Visit): number {
  return visitDoc(doc, 0, query);
}

function visitDoc(doc: Doc, from: number, query: Visit): number {
  const { parts } = query.path;
  const last = parts.length - 1;
  let current = doc;
  for (let part = from; part < last; part++) {
    const value = current.get(parts[part] ?? '');
    if (isDoc(value)) current = value;
    else if (isArray(value)) return visitArray(value, part + 1, query);
    else return query.test(undefined) ? MATCH : NO_MATCH;
  }
  const value = current.get(parts[last] ?? '');
  if (isArray(value) && query.leafArrays === 'elements') return visitLeafArray(value, query);
  return query.test(value) ? MATCH : NO_MATCH;
}

function visitLeafArray(items: readonly Value[], { test }: Visit): number {
  for (let index = 0; index < items.length; index++) {
    if (test(items[index])) return index;
  }
  return test(items) ? MATCH : NO_MATCH;
}

function visitArray(items: readonly Value[], next: number, query: Visit): number {
  const byIndex = query.path.indexes[next] ?? -1;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (isDoc(item) && visitDoc(item, next, query) !== NO_MATCH) return index;
    if (index !== byIndex) continue;
    const found = visitElement(item, next, query);
    if (found !== NO_MATCH) return found;
  }
  return NO_MATCH;
}

/** The element that the part of the path before `next` names by its index. An array there, at
 * the end of the path, is offered as it is: its elements are not. */
function visitElement(item: Value | undefined, part: number, query: Visit): number {
  if (part === query.path.parts.length - 1) return query.test(item) ? MATCH : NO_MATCH;
  if (isDoc(item)) return visitDoc(item, part + 1, query);
  return isArray(item) ? visitArray(item, part + 1, query) : NO_MATCH;
}
