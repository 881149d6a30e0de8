import type { Pacer } from '../pacer.ts';
import { decodeDoc } from '../query/value.ts';
import { idPrefix, prefixEnd } from './byte-keys.ts';
import type { Catalog, Collection, Index } from './catalog.ts';
import { documentKey, readStored, toStored } from './documents.ts';
import { duplicateKey, type DuplicateKeyError } from './duplicate-key.ts';
import type { Environment } from './environment.ts';
import { applyLessons, docEntries, type Lesson } from './index-entries.ts';
import { createPackedEntries, type PackedEntries, type PackedEntry } from './packed-entries.ts';
import { AGAIN, type WriteQueue } from './write-queue.ts';

export type BuildOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly queue: WriteQueue;
  readonly pacer: Pacer;
};

type Chunk = {
  readonly planned: PackedEntries;
  readonly lessons: Lesson[];
  /** The last document's key; undefined when there are no more. */
  readonly position: Buffer | undefined;
};

/** Sorted together, so that neighbours in the index are put in together: a page is written
 * once and not once for each of its entries. Some 5 MB of keys. */
const CHUNK_DOCUMENTS = 20_000;

/**
 * Fills an index of which the catalog knows already, so that every write since then keeps it
 * too. Documents are read outside of write turns; one that was written between its reading
 * and its turn is read again there, which its version tells.
 *
 * @throws {StoreError} Code 11000 or 171 for an index that cannot be: it is dropped again.
 */
export async function buildIndex(
  options: BuildOptions,
  collection: Collection,
  index: Index,
): Promise<void> {
  const { catalog, queue } = options;
  try {
    let position: Buffer | undefined = idPrefix(collection.id);
    while (position !== undefined && !collection.isDropped) {
      const chunk: Chunk = await readChunk(options, collection, index, position);
      const duplicate = await putChunk(options, collection, index, chunk);
      if (duplicate !== undefined) throw duplicate;
      position = chunk.position;
    }
  } catch (error) {
    await queue.run(() => {
      if (!collection.isDropped) catalog.dropIndex(collection, index);
    });
    throw error;
  }
  await queue.run(() => {
    if (collection.isDropped) return;
    index.isReady = true;
    catalog.save(collection);
  });
}

async function readChunk(
  { environment, pacer }: BuildOptions,
  collection: Collection,
  index: Index,
  after: Buffer,
): Promise<Chunk> {
  const end = prefixEnd(idPrefix(collection.id));
  const planned = createPackedEntries();
  const lessons: Lesson[] = [];
  let position = after;
  for (let documents = 0; documents < CHUNK_DOCUMENTS;) {
    const deadline = pacer.deadline();
    const before = documents;
    const range = { start: position, exclusiveStart: position.length > 4, end };
    for (const { key, value } of environment.docs.range(range)) {
      const idKey = key.subarray(4);
      const { version, bytes } = toStored(value);
      const own = docEntries({ ...collection, indexes: [index] }, idKey, decodeDoc(bytes));
      for (const entry of own.entries) planned.add(entry.key, idKey, version);
      lessons.push(...own.lessons);
      position = key;
      documents++;
      if (documents === CHUNK_DOCUMENTS || performance.now() > deadline) break;
    }
    if (documents === before) return { planned, lessons, position: undefined };
    await pacer.turn();
  }
  return { planned, lessons, position };
}

/** @returns The first key that two documents have, of a unique index. */
async function putChunk(
  { environment, queue, pacer }: BuildOptions,
  collection: Collection,
  index: Index,
  { planned, lessons }: Chunk,
): Promise<DuplicateKeyError | undefined> {
  applyLessons(lessons);
  await planned.sort(pacer.pauser());
  let next = 0;

  const isFree = (key: Buffer, idKey: Buffer) =>
    !index.unique || environment.entries.get(key)?.equals(idKey) !== false;
  const putPlanned = ({ key, idKey, version }: PackedEntry): DuplicateKeyError | undefined => {
    const stored = readStored(environment.docs, documentKey(collection, idKey));
    if (stored === undefined) return undefined;
    if (stored.version === version && isFree(key, idKey)) {
      environment.entries.put(key, idKey);
      return undefined;
    }
    const doc = decodeDoc(stored.bytes);
    const own = docEntries({ ...collection, indexes: [index] }, idKey, doc);
    const refused = own.entries.find((entry) => !isFree(entry.key, idKey));
    if (refused !== undefined) return duplicateKey(collection.namespace, refused, idKey, doc);
    applyLessons(own.lessons);
    for (const entry of own.entries) environment.entries.put(entry.key, idKey);
    return undefined;
  };

  return queue.run((deadline) => {
    for (; next < planned.size() && !collection.isDropped; next++) {
      if (performance.now() > deadline) return AGAIN;
      const duplicate = putPlanned(planned.at(next));
      if (duplicate !== undefined) return duplicate;
    }
    return undefined;
  });
}
