import { createHash } from 'node:crypto';
import { indexKeys } from '../query/index-keys.ts';
import { encodeKey, encodeKeyDescending, type KeyPart } from '../query/key.ts';
import type { SortField } from '../query/sort.ts';
import type { Doc } from '../query/value.ts';
import { idPrefix, textOf } from './byte-keys.ts';
import type { Collection, Index } from './catalog.ts';

/** LMDB takes keys of 1,978 bytes; an entry holds four of id, the fields and the key of `_id`. */
export const MAX_FIELDS_BYTES = 1000;
export const MAX_ID_KEY_BYTES = 900;
/** What is kept of a longer key before its hash. */
export const CLIPPED_BYTES = MAX_FIELDS_BYTES - 32;

/** One key in the bucket of entries, and the index it belongs to. */
export type IndexEntry = { readonly index: Index; readonly key: Buffer; readonly text: string };

/** What a document puts into the indexes of its collection. */
export type DocEntries = {
  /** The indexes that these were made for: made anew when the collection has others since. */
  readonly madeFor: readonly Index[];
  readonly entries: readonly IndexEntry[];
  /** Indexes that have to learn that they are multikey or hold long keys. */
  readonly lessons: readonly Lesson[];
};

export type Lesson = {
  readonly index: Index;
  readonly multikey: readonly boolean[];
  readonly hasLongKeys: boolean;
};

/** @throws {StoreError} Code 171 for two arrays side by side in one index. */
export function docEntries({ indexes }: Collection, idKey: Uint8Array, doc: Doc): DocEntries {
  const entries: IndexEntry[] = [];
  const lessons: Lesson[] = [];
  for (const index of indexes) addEntries(index, idKey, doc, entries, lessons);
  return { madeFor: indexes, entries, lessons };
}

/** An index never unlearns: documents may be met that were written before. */
export function applyLessons(lessons: readonly Lesson[]): void {
  for (const { index, multikey, hasLongKeys } of lessons) {
    index.multikey = index.multikey.map((was, place) => was || multikey[place] === true);
    index.hasLongKeys ||= hasLongKeys;
  }
}

function addEntries(
  index: Index,
  idKey: Uint8Array,
  doc: Doc,
  entries: IndexEntry[],
  lessons: Lesson[],
): void {
  if (index.partialFilter?.matches(doc) === false) return;
  const { tuples, multikey } = indexKeys(doc, index.paths);
  const texts = new Set<string>();
  let hasLongKeys = false;
  for (const tuple of tuples) {
    if (index.sparse && tuple.every((part) => part === undefined)) continue;
    const fields = encodeTuple(tuple, index.fields);
    if (fields.length > MAX_FIELDS_BYTES) hasLongKeys = true;
    const key = entryKey(index, fields, idKey);
    const text = textOf(key);
    // Equal elements of an array make one entry.
    if (texts.has(text)) continue;
    texts.add(text);
    entries.push({ index, key, text });
  }
  const isNews = multikey.some((isMultikey, place) => isMultikey && index.multikey[place] !== true);
  if (isNews || (hasLongKeys && !index.hasLongKeys)) lessons.push({ index, multikey, hasLongKeys });
}

function encodeTuple(tuple: readonly KeyPart[], fields: readonly SortField[]): Buffer {
  const parts = fields.map(({ descending }, place) =>
    descending ? encodeKeyDescending(tuple[place]) : encodeKey(tuple[place]),
  );
  return Buffer.concat(parts);
}

function entryKey(index: Index, fields: Buffer, idKey: Uint8Array): Buffer {
  const held = fields.length > MAX_FIELDS_BYTES ? clip(fields) : fields;
  const prefix = idPrefix(index.id);
  return index.unique ? Buffer.concat([prefix, held]) : Buffer.concat([prefix, held, idKey]);
}

function clip(fields: Buffer): Buffer {
  const hash = createHash('sha256').update(fields).digest();
  return Buffer.concat([fields.subarray(0, CLIPPED_BYTES), hash]);
}

/** The values of a document in one index, by path: for the sentence that tells of a duplicate. */
export function indexedValues(entry: IndexEntry, idKey: Uint8Array, doc: Doc): readonly KeyPart[] {
  const { tuples } = indexKeys(doc, entry.index.paths);
  const same = tuples.find((tuple) => {
    const key = entryKey(entry.index, encodeTuple(tuple, entry.index.fields), idKey);
    return key.equals(entry.key);
  });
  return same ?? tuples[0] ?? [];
}
