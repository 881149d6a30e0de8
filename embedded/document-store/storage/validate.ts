import type { Pacer } from '../pacer.ts';
import { decodeDoc } from '../query/value.ts';
import { idPrefix, prefixEnd } from './byte-keys.ts';
import type { Collection, Index } from './catalog.ts';
import { toStored } from './documents.ts';
import type { Bucket, Environment } from './environment.ts';
import { docEntries } from './index-entries.ts';

export type Validation = {
  readonly documents: number;
  /** Entries of each index, by its name. */
  readonly keys: Readonly<Record<string, number>>;
  /** One sentence for each difference between the indexes and what a new build would make. */
  readonly errors: readonly string[];
};

/**
 * Compares the indexes of a collection with what they would be if they were built anew: every
 * entry that a document must have is there and leads to it, and there is no other. Exact
 * only while nobody writes.
 */
export async function validateCollection(
  { environment, pacer }: { readonly environment: Environment; readonly pacer: Pacer },
  collection: Collection,
): Promise<Validation> {
  const { docs, entries } = environment;
  const expected = new Map<Index, number>(collection.indexes.map((index) => [index, 0]));
  const errors: string[] = [];
  let documents = 0;

  await eachEntry(docs, collection.id, pacer, (key, value) => {
    const idKey = key.subarray(4);
    documents++;
    const own = docEntries(collection, idKey, decodeDoc(toStored(value).bytes));
    for (const { index, key: entry } of own.entries) {
      expected.set(index, (expected.get(index) ?? 0) + 1);
      if (entries.get(entry)?.equals(idKey) === true) continue;
      errors.push(
        `${index.name} lacks an entry of the document with the key ${idKey.toString('hex')}.`,
      );
    }
  });
  const keys: Record<string, number> = { _id_: documents };
  for (const [index, wanted] of expected) {
    let found = 0;
    await eachEntry(entries, index.id, pacer, () => found++);
    keys[index.name] = found;
    if (found !== wanted) errors.push(`${index.name} has ${found} entries instead of ${wanted}.`);
  }
  return { documents, keys, errors };
}

async function eachEntry(
  bucket: Bucket,
  id: number,
  pacer: Pacer,
  visit: (key: Buffer, value: Buffer) => void,
): Promise<void> {
  const prefix = idPrefix(id);
  const end = prefixEnd(prefix);
  let position: Buffer | undefined;
  for (let isMore = true; isMore;) {
    isMore = false;
    const deadline = pacer.deadline();
    const range = { start: position ?? prefix, exclusiveStart: position !== undefined, end };
    for (const { key, value } of bucket.range(range)) {
      visit(key, value);
      position = key;
      isMore = performance.now() > deadline;
      if (isMore) break;
    }
    if (isMore) await pacer.turn();
  }
}
