import { StoreError } from '../store-error.ts';
import { EMPTY_ARRAY, type KeyPart } from './key.ts';
import { type Path, parsePath } from './paths.ts';
import { type Doc, EMPTY_DOC, isArray, isDoc, type Value } from './value.ts';

export type IndexKeys = {
  /** One tuple per index entry, each as long as the index has fields; at least one, some of
   * them equal perhaps. `undefined` is a missing field: a sparse index leaves out a tuple of
   * nothing else. */
  readonly tuples: readonly (readonly KeyPart[])[];
  /** Per field of the index: whether an array was met on its path (then it is multikey). */
  readonly multikey: readonly boolean[];
  /** No field of the index is in the document at all: a sparse index leaves it out. */
  readonly allMissing: boolean;
};

/**
 * The entries of one document in an index, as MongoDB's B-tree key generator makes them:
 * missing is null, an empty array `EMPTY_ARRAY`, an array one entry per element. Fields below
 * the same array are taken element by element together, not each with each.
 *
 * @param paths Names that are numbers find an array's element only where no field is so named.
 * @throws {StoreError} Code 171 CannotIndexParallelArrays for two arrays side by side.
 */
export function indexKeys(doc: Doc, paths: readonly string[]): IndexKeys {
  const fields = paths.map((path) => ({ path: parsePath(path), part: 0, from: doc }));
  const { tuples, multikey } = takeApart(fields, refuseParallelIndex);
  const allMissing = tuples.every((tuple) => tuple.every((part) => part === undefined));
  return { tuples, multikey, allMissing };
}

function refuseParallelIndex(a: string, b: string): StoreError {
  const message = `cannot index parallel arrays [${a}] [${b}]`;
  return new StoreError(171, 'CannotIndexParallelArrays', message);
}

/** A field whose value is still to be found: from which document, from which part of the path. */
export type OpenField = { readonly path: Path; readonly part: number; readonly from: Doc };

/** A field already found. */
type FoundField = { readonly found: KeyPart };

type Field = OpenField | FoundField;

/** An array met on the way: `part` parts of the path lie behind it. */
type ArrayField = { readonly path: Path; readonly part: number; readonly items: readonly Value[] };

/** Every combination of the fields' values that one walk through the arrays gives. */
export function takeApart(
  fields: readonly OpenField[],
  refuseParallel: (a: string, b: string) => Error,
): { readonly tuples: KeyPart[][]; readonly multikey: boolean[] } {
  const tuples: KeyPart[][] = [];
  const multikey = fields.map(() => false);
  expand(fields, (tuple) => tuples.push(tuple), multikey, refuseParallel);
  return { tuples, multikey };
}

function expand(
  fields: readonly Field[],
  add: (tuple: KeyPart[]) => void,
  multikey: boolean[],
  refuseParallel: (a: string, b: string) => Error,
): void {
  const walked = fields.map((field) => ('found' in field ? field : walk(field)));
  let array: ArrayField | undefined;
  for (const [index, field] of walked.entries()) {
    if ('found' in field) continue;
    multikey[index] = true;
    if (array !== undefined && array.items !== field.items) {
      throw refuseParallel(nameOf(field), nameOf(array));
    }
    array = field;
  }
  if (array === undefined) {
    add(walked.map((field) => ('found' in field ? field.found : undefined)));
    return;
  }
  // An empty array stands for one element that holds nothing.
  const elements: readonly (Value | typeof EMPTY_ARRAY)[] =
    array.items.length === 0 ? [EMPTY_ARRAY] : array.items;
  for (const element of elements) {
    const inner = walked.map((field) => ('found' in field ? field : enter(field, element)));
    expand(inner, add, multikey, refuseParallel);
  }
}

function nameOf({ path, part }: ArrayField): string {
  return path.parts[part - 1] ?? '';
}

function walk({ path, part, from }: OpenField): FoundField | ArrayField {
  let current: Value | undefined = from;
  for (let at = part; at < path.parts.length; at++) {
    if (isArray(current)) {
      const element = byIndex(current, path, at);
      if (element === undefined) return { path, part: at, items: current };
      current = element;
    } else {
      current = isDoc(current) ? current.get(path.parts[at] ?? '') : undefined;
    }
    if (current === undefined) return { found: undefined };
  }
  return isArray(current) ? { path, part: path.parts.length, items: current } : { found: current };
}

/** `a.0` means the first element unless some element is a document with a field named `0`. */
function byIndex(items: readonly Value[], path: Path, part: number): Value | undefined {
  const index = path.indexes[part] ?? -1;
  if (index < 0 || index >= items.length) return undefined;
  const name = path.parts[part] ?? '';
  return items.some((item) => isDoc(item) && item.has(name)) ? undefined : items[index];
}

function enter({ path, part }: ArrayField, element: Value | typeof EMPTY_ARRAY): Field {
  if (part === path.parts.length) return { found: element };
  // What is no document has no fields: null in the index.
  const from = element !== EMPTY_ARRAY && isDoc(element) ? element : EMPTY_DOC;
  return { path, part, from };
}
