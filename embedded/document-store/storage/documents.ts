import { Int32 } from 'bson';
import { decodeDoc, encodeDoc, type Doc } from '../query/value.ts';
import { encodeKey } from '../query/key.ts';
import { StoreError } from '../store-error.ts';
import { idPrefix } from './byte-keys.ts';
import type { Catalog, Collection } from './catalog.ts';
import { DuplicateKeyError, duplicateKey } from './duplicate-key.ts';
import type { Bucket, Environment, Snapshot } from './environment.ts';
import {
  applyLessons,
  docEntries,
  MAX_ID_KEY_BYTES,
  type DocEntries,
  type IndexEntry,
} from './index-entries.ts';

/** A document as it lies in its bucket. */
export type Stored = {
  /** Differs after every write, so that a transaction can tell whether somebody was faster. */
  readonly version: number;
  readonly bytes: Buffer;
};

/** A document ready to be written. `bytes` is what the client sent, where nothing was changed. */
export type Prepared = {
  readonly doc: Doc;
  readonly bytes: Uint8Array;
  readonly entries: DocEntries;
};

/** One document inserted (no `before`), changed (both) or deleted (no `after`). */
export type Change = {
  readonly collection: Collection;
  readonly idKey: Uint8Array;
  readonly before: { readonly doc: Doc; readonly entries: DocEntries } | undefined;
  readonly after: Prepared | undefined;
};

const VERSION_BYTES = 8;
/** MongoDB's limit. Source: hello's `maxBsonObjectSize`. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** What the index of `_id`, which every collection has, is described by. */
export const idKeyPattern: Doc = new Map([['_id', new Int32(1)]]);

let lastVersion = Date.now() * 1024;

export function documentKey({ id }: Collection, idKey: Uint8Array): Buffer {
  return Buffer.concat([idPrefix(id), idKey]);
}

/** @throws {StoreError} Code 53 for an array as `_id`; 17280 for one too long to be a key. */
export function idKeyOf(doc: Doc): Uint8Array {
  const id = doc.get('_id');
  if (Array.isArray(id)) {
    throw new StoreError(53, 'InvalidIdField', "The '_id' value cannot be of type array.");
  }
  const key = encodeKey(id);
  if (key.length > MAX_ID_KEY_BYTES) {
    throw new StoreError(17280, 'KeyTooLong', `An '_id' may take ${MAX_ID_KEY_BYTES} bytes.`);
  }
  return key;
}

export function readStored(docs: Bucket, key: Uint8Array, snapshot?: Snapshot): Stored | undefined {
  const value = docs.get(key, snapshot);
  return value === undefined ? undefined : toStored(value);
}

export function toStored(value: Buffer): Stored {
  return { version: value.readDoubleBE(0), bytes: value.subarray(VERSION_BYTES) };
}

/** @throws {StoreError} Code 10334 above 16 MiB, 171 for arrays side by side in one index. */
export function prepare(
  collection: Collection,
  idKey: Uint8Array,
  doc: Doc,
  bytes: Uint8Array = encodeWhole(doc),
): Prepared {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge();
  return { doc, bytes, entries: docEntries(collection, idKey, doc) };
}

/** For writing: a document that is there, with what it holds in the indexes. */
export function prepareStored(collection: Collection, idKey: Uint8Array, { bytes }: Stored) {
  const doc = decodeDoc(bytes);
  return { doc, entries: docEntries(collection, idKey, doc) };
}

/** @throws {StoreError} Code 10334 for more than one document may hold. */
export function encodeWhole(doc: Doc): Uint8Array {
  try {
    return encodeDoc(doc);
  } catch (error) {
    // The bson package has a buffer of 17 MiB to write into.
    if (error instanceof RangeError) throw tooLarge();
    throw error;
  }
}

function tooLarge(): StoreError {
  const message = `A document may take ${MAX_DOCUMENT_BYTES} bytes; this one takes more.`;
  return new StoreError(10334, 'BSONObjectTooLarge', message);
}

type Difference = {
  readonly added: readonly IndexEntry[];
  readonly removed: readonly IndexEntry[];
};

/**
 * Applies the changes, all or none. Only inside a write turn. What one change takes out of a
 * unique index another one may put in. Whether `before` is still so is for the caller to know.
 *
 * @throws {DuplicateKeyError} Before anything is written.
 */
export function applyChanges(
  { docs, entries }: Pick<Environment, 'docs' | 'entries'>,
  catalog: Catalog,
  changes: readonly Change[],
): void {
  const current = changes.map(withCurrentEntries);
  const differences = current.map(differenceOf);
  checkUnique(entries, docs, current, differences);
  for (const [place, { collection, idKey, after }] of current.entries()) {
    const key = documentKey(collection, idKey);
    if (after === undefined) docs.remove(key);
    else docs.put(key, withVersion(after.bytes));
    for (const { index, key: removed } of differences[place]?.removed ?? []) {
      // While it is built, a unique index may hold this key for another document.
      const isOwn = index.isReady || !index.unique || entries.get(removed)?.equals(idKey) === true;
      if (isOwn) entries.remove(removed);
    }
  }
  for (const [place, { collection, idKey, after }] of current.entries()) {
    for (const { key } of differences[place]?.added ?? []) entries.put(key, idKey);
    learn(catalog, collection, after);
  }
}

/** An index may have come or gone since the change was prepared. */
function withCurrentEntries(change: Change): Change {
  const { collection, idKey, before, after } = change;
  const isCurrent = [before, after].every(
    (side) => side === undefined || side.entries.madeFor === collection.indexes,
  );
  if (isCurrent) return change;
  const renew = <Side extends { readonly doc: Doc }>(side: Side | undefined) =>
    side && { ...side, entries: docEntries(collection, idKey, side.doc) };
  return { collection, idKey, before: renew(before), after: renew(after) };
}

export function differenceOf({ before, after }: Pick<Change, 'before' | 'after'>): Difference {
  const old = before?.entries.entries ?? [];
  const next = after?.entries.entries ?? [];
  if (old.length === 0 || next.length === 0) return { added: next, removed: old };
  const oldTexts = new Set(old.map(({ text }) => text));
  const nextTexts = new Set(next.map(({ text }) => text));
  return {
    added: next.filter(({ text }) => !oldTexts.has(text)),
    removed: old.filter(({ text }) => !nextTexts.has(text)),
  };
}

function checkUnique(
  entries: Bucket,
  docs: Bucket,
  changes: readonly Change[],
  differences: readonly Difference[],
): void {
  const freed = new Set<string>();
  if (changes.length > 1) {
    for (const { removed } of differences) for (const { text } of removed) freed.add(text);
  }
  for (const [place, change] of changes.entries()) {
    const { collection, idKey, before, after } = change;
    if (after === undefined) continue;
    if (before === undefined && docs.get(documentKey(collection, idKey)) !== undefined) {
      throw duplicateId(collection, after.doc);
    }
    for (const entry of differences[place]?.added ?? []) {
      if (!entry.index.unique || freed.has(entry.text)) continue;
      const owner = entries.get(entry.key);
      if (owner !== undefined && !owner.equals(idKey)) {
        throw duplicateKey(collection.namespace, entry, idKey, after.doc);
      }
    }
  }
}

export function duplicateId({ namespace }: Collection, doc: Doc): DuplicateKeyError {
  const keyValue = new Map([['_id', doc.get('_id') ?? null]]);
  return new DuplicateKeyError(namespace, '_id_', idKeyPattern, keyValue);
}

function learn(catalog: Catalog, collection: Collection, after: Prepared | undefined): void {
  if (after === undefined || after.entries.lessons.length === 0) return;
  applyLessons(after.entries.lessons);
  catalog.save(collection);
}

function withVersion(bytes: Uint8Array): Buffer {
  const value = Buffer.allocUnsafe(VERSION_BYTES + bytes.length);
  value.writeDoubleBE(++lastVersion, 0);
  value.set(bytes, VERSION_BYTES);
  return value;
}
