import type { Pacer } from '../pacer.ts';
import { sortInSlices } from '../query/slice-sort.ts';
import { decodeDoc } from '../query/value.ts';
import { idPrefix, prefixEnd } from './byte-keys.ts';
import type { Catalog, Collection, Index } from './catalog.ts';
import { documentKey, readStored, toStored } from './documents.ts';
import { duplicateKey, type DuplicateKeyError } from './duplicate-key.ts';
import type { Environment } from './environment.ts';
import { applyLessons, docEntries, type IndexEntry, type Lesson } from './index-entries.ts';
import { AGAIN, type WriteQueue } from './write-queue.ts';

export type BuildOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly queue: WriteQueue;
  readonly pacer: Pacer;
};

/** An entry to be put in, and the document as it was when it was read. */
type Planned = {
  readonly entry: IndexEntry;
  readonly idKey: Buffer;
  readonly version: number;
};

type Chunk = {
  readonly planned: Planned[];
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
  const planned: Planned[] = [];
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
      for (const entry of own.entries) planned.push({ entry, idKey, version });
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
  const compare = (a: Planned, b: Planned) => Buffer.compare(a.entry.key, b.entry.key);
  await sortInSlices(planned, compare, pacer.pauser());
  let next = 0;

  const put = (entry: IndexEntry, idKey: Buffer): IndexEntry | undefined => {
    const owner = index.unique ? environment.entries.get(entry.key) : undefined;
    if (owner !== undefined && !owner.equals(idKey)) return entry;
    environment.entries.put(entry.key, idKey);
    return undefined;
  };
  const putPlanned = ({ entry, idKey, version }: Planned): DuplicateKeyError | undefined => {
    const stored = readStored(environment.docs, documentKey(collection, idKey));
    if (stored === undefined) return undefined;
    let entries: readonly IndexEntry[] = [entry];
    if (stored.version !== version) {
      const own = docEntries({ ...collection, indexes: [index] }, idKey, decodeDoc(stored.bytes));
      applyLessons(own.lessons);
      entries = own.entries;
    }
    const refused = entries.map((each) => put(each, idKey)).find((each) => each !== undefined);
    if (refused === undefined) return undefined;
    return duplicateKey(collection.namespace, refused, idKey, decodeDoc(stored.bytes));
  };

  return queue.run((deadline) => {
    for (; next < planned.length && !collection.isDropped; next++) {
      if (performance.now() > deadline) return AGAIN;
      const current = planned[next];
      const duplicate = current && putPlanned(current);
      if (duplicate !== undefined) return duplicate;
    }
    return undefined;
  });
}
