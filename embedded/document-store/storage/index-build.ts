import { decodeDoc } from '../query/value.ts';
import { idPrefix, prefixEnd } from './byte-keys.ts';
import type { Catalog, Collection, Index } from './catalog.ts';
import { toStored } from './documents.ts';
import { duplicateKey, type DuplicateKeyError } from './duplicate-key.ts';
import type { Environment } from './environment.ts';
import { docEntries } from './index-entries.ts';
import { AGAIN, type WriteQueue } from './write-queue.ts';

/**
 * Fills an index of which the catalog knows already, so that every write since then keeps it
 * too. The documents are taken in the order of `_id`, a slice in each write turn; a document
 * that a writer has put in meanwhile is put in once more, which changes nothing.
 *
 * @throws {DuplicateKeyError} For a unique index that cannot be: it is dropped again.
 */
export async function buildIndex(
  { environment, catalog, queue }: BuildOptions,
  collection: Collection,
  index: Index,
): Promise<void> {
  const end = prefixEnd(idPrefix(collection.id));
  let position: Uint8Array = idPrefix(collection.id);
  let lessons = false;

  const addDocument = (key: Buffer, value: Buffer): DuplicateKeyError | undefined => {
    const idKey = key.subarray(4);
    const doc = decodeDoc(toStored(value).bytes);
    const own = docEntries({ ...collection, indexes: [index] }, idKey, doc);
    for (const entry of own.entries) {
      const owner = index.unique ? environment.entries.get(entry.key) : undefined;
      if (owner !== undefined && !owner.equals(idKey)) {
        return duplicateKey(collection.namespace, entry, idKey, doc);
      }
      environment.entries.put(entry.key, idKey);
    }
    for (const lesson of own.lessons) {
      index.multikey = index.multikey.map((was, place) => was || lesson.multikey[place] === true);
      index.hasLongKeys ||= lesson.hasLongKeys;
      lessons = true;
    }
    return undefined;
  };

  const failure = await queue.run((deadline) => {
    if (collection.isDropped) return undefined;
    const slice = readSlice(environment, position, end, deadline);
    for (const { key, value } of slice) {
      const duplicate = addDocument(key, value);
      if (duplicate !== undefined) {
        catalog.dropIndex(collection, index);
        return duplicate;
      }
      position = key;
      if (performance.now() > deadline) return AGAIN;
    }
    if (slice.length > 0) return AGAIN;
    index.isReady = true;
    if (lessons || !collection.isDropped) catalog.save(collection);
    return undefined;
  });
  if (failure !== undefined) throw failure;
}

export type BuildOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly queue: WriteQueue;
};

const SLICE_DOCUMENTS = 200;

/** Read before anything is put: an open iterator must not see the map change under it. */
function readSlice(
  { docs }: Environment,
  position: Uint8Array,
  end: Uint8Array,
  deadline: number,
): readonly { readonly key: Buffer; readonly value: Buffer }[] {
  const slice: { readonly key: Buffer; readonly value: Buffer }[] = [];
  const range = docs.range({ start: position, exclusiveStart: position.length > 4, end });
  for (const entry of range) {
    slice.push(entry);
    if (slice.length >= SLICE_DOCUMENTS || performance.now() > deadline) break;
  }
  return slice;
}
