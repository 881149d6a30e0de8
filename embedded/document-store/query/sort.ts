import { StoreError } from '../store-error.ts';
import { takeApart } from './index-keys.ts';
import { encodeKeys, type KeyPart } from './key.ts';
import { type Path, parsePath } from './paths.ts';
import { badValue, type Doc, isArray, isDoc, isNumber, type Value } from './value.ts';

export type SortField = { readonly path: string; readonly descending: boolean };

export type CompiledSort = {
  readonly fields: readonly SortField[];
  readonly compare: (a: Doc, b: Doc) => number;
  /** Bytes in the order of the sort, for sorting many documents: make it once per document. */
  readonly sortKey: (doc: Doc) => Buffer;
};

/** MongoDB's limit on the fields of a compound sort or index. */
const MOST_FIELDS = 32;

/**
 * An array sorts by its least element, or in a descending field by its greatest; the empty
 * array before null; missing as null. Source: MongoDB manual, "Comparison/Sort Order".
 *
 * @throws {StoreError} Code 15974 or 15975 for a direction that is not 1 or -1; while sorting,
 *   2 BadValue for a document with two arrays side by side among the fields.
 */
export function compileSort(spec: Doc): CompiledSort {
  const fields = [...spec].map(([path, direction]) => parseField(path, direction));
  if (fields.length > MOST_FIELDS) {
    throw new StoreError(13103, 'Location13103', `too many compound keys: ${fields.length}`);
  }
  const paths = fields.map(({ path }) => parsePath(path));
  const descending = fields.map((field) => field.descending);
  const sortKey = (doc: Doc): Buffer =>
    simpleKey(doc, paths, descending) ?? leastKey(doc, paths, descending);
  return {
    fields,
    sortKey,
    compare: (a, b) => Buffer.compare(sortKey(a), sortKey(b)),
  };
}

function parseField(path: string, direction: Value): SortField {
  if (path === '' || path.split('.').includes('')) {
    throw new StoreError(15998, 'Location15998', 'FieldPath field names may not be empty strings.');
  }
  if (path.startsWith('$')) {
    const message = `FieldPath field names may not start with '$': '${path}'`;
    throw new StoreError(16410, 'Location16410', message);
  }
  if (isDoc(direction)) throw badValue(`sort: ${path}: $meta is not supported by this store.`);
  if (!isNumber(direction)) {
    const message = `Illegal key in $sort specification: ${path}`;
    throw new StoreError(15974, 'Location15974', message);
  }
  if (direction.value !== 1 && direction.value !== -1) {
    const message = '$sort key ordering must be 1 (for ascending) or -1 (for descending)';
    throw new StoreError(15975, 'Location15975', message);
  }
  return { path, descending: direction.value === -1 };
}

/** The key of a document without arrays on the way, by far the most frequent case. */
function simpleKey(
  doc: Doc,
  paths: readonly Path[],
  descending: readonly boolean[],
): Buffer | undefined {
  const parts: KeyPart[] = [];
  for (const { parts: names } of paths) {
    let value: Value | undefined = doc;
    for (const name of names) {
      value = isDoc(value) ? value.get(name) : undefined;
      if (isArray(value)) return undefined;
    }
    parts.push(value);
  }
  return encodeKeys(parts, descending);
}

function leastKey(doc: Doc, paths: readonly Path[], descending: readonly boolean[]): Buffer {
  const open = paths.map((path) => ({ path, part: 0, from: doc }));
  const [first = [], ...others] = takeApart(open, refuseParallelSort).tuples;
  let least = encodeKeys(first, descending);
  for (const tuple of others) {
    const key = encodeKeys(tuple, descending);
    if (Buffer.compare(key, least) < 0) least = key;
  }
  return least;
}

function refuseParallelSort(a: string, b: string): StoreError {
  return badValue(`cannot sort with keys that are parallel arrays: [${a}] [${b}]`);
}
