import { textOf } from '../storage/byte-keys.ts';
import type { Catalog, Collection } from '../storage/catalog.ts';
import {
  applyChanges,
  differenceOf,
  documentKey,
  duplicateId,
  prepareStored,
  readStored,
  type Change,
  type Prepared,
} from '../storage/documents.ts';
import { DuplicateKeyError, duplicateKey } from '../storage/duplicate-key.ts';
import type { Environment } from '../storage/environment.ts';
import type { IndexEntry } from '../storage/index-entries.ts';
import type { View } from '../read/view.ts';
import { documentLock, entryLock, type Holder, type Locks } from './locks.ts';
import { transactionTooLarge, writeConflict } from './transaction-errors.ts';

/**
 * A multi-document transaction with snapshot isolation. It reads one moment of the data and
 * its own writes, which stay in memory until the commit applies them in one write turn.
 *
 * States: `open` → `committing` → `committed`, or `open`/`committing` → `aborted`. The
 * command that runs moves it; the time limit moves it from `open` to `aborted`.
 */
export type Transaction = Holder & {
  readonly number: bigint;
  readonly view: View;
  readonly state: () => 'open' | 'committing' | 'committed' | 'aborted';
  /**
   * Writes into the transaction: a document that must not be there yet, or (`change`) one that
   * may be; without `after` it is deleted.
   *
   * @throws {StoreError} Code 112 when somebody else wrote first, 11000 for a key that this
   *   transaction can see, 257 above 1,000 documents. The caller aborts then.
   */
  insert(collection: Collection, idKey: Uint8Array, document: Prepared): void;
  change(collection: Collection, idKey: Uint8Array, after: Prepared | undefined): void;
  readonly isReadOnly: () => boolean;
  beginCommit(): void;
  /** Inside a write turn. @throws {StoreError} Code 112, before anything is written. */
  apply(): void;
  end(state: 'committed' | 'aborted'): void;
};

export type TransactionOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly locks: Locks;
  readonly number: bigint;
};

/** All are applied in one write turn, which nothing may interrupt: some 60 ms for so many. */
const MOST_DOCUMENTS = 1000;

type Touched = Change & {
  /** Of the document in the snapshot; undefined when it was not there. */
  readonly version: number | undefined;
};

export function createTransaction(options: TransactionOptions): Transaction {
  const { environment, catalog, locks, number } = options;
  const snapshot = environment.snapshot();
  const touched = new Map<number, Map<string, Touched>>();
  /** What this transaction made of keys of unique indexes: the owner's id as text, or nobody. */
  const owners = new Map<string, string | undefined>();
  const held = new Set<string>();
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
  let state: 'open' | 'committing' | 'committed' | 'aborted' = 'open';
  let count = 0;

  const lock = (text: string) => {
    if (!locks.take(text, transaction)) throw writeConflict();
    held.add(text);
  };

  const touch = (collection: Collection, idKey: Uint8Array): Touched => {
    const known = touched.get(collection.id)?.get(textOf(idKey));
    if (known !== undefined) return known;
    if (++count > MOST_DOCUMENTS) throw transactionTooLarge(MOST_DOCUMENTS);
    const key = documentKey(collection, idKey);
    lock(documentLock(key));
    const stored = readStored(environment.docs, key, snapshot);
    if (readStored(environment.docs, key)?.version !== stored?.version) throw writeConflict();
    const before = stored && prepareStored(collection, idKey, stored);
    const after = before && stored && { ...before, bytes: stored.bytes };
    return { collection, idKey, before, after, version: stored?.version };
  };

  const claim = (entry: IndexEntry, { collection, idKey }: Touched, after: Prepared) => {
    const { key, text } = entry;
    lock(entryLock(text));
    const id = textOf(idKey);
    const isOwn = owners.has(text);
    const seen = isOwn ? owners.get(text) : textOrNothing(environment.entries.get(key, snapshot));
    if (seen !== undefined && seen !== id) {
      throw duplicateKey(collection.namespace, entry, idKey, after.doc);
    }
    const latest = textOrNothing(environment.entries.get(key));
    if (!isOwn && latest !== seen) throw writeConflict();
    owners.set(text, id);
  };

  const free = ({ text }: IndexEntry) => {
    lock(entryLock(text));
    owners.set(text, undefined);
  };

  const change = (collection: Collection, idKey: Uint8Array, after: Prepared | undefined) => {
    const current = touch(collection, idKey);
    if (current.after === undefined && after === undefined) return;
    const { added, removed } = differenceOf({ before: current.after, after });
    for (const entry of removed) if (entry.index.unique) free(entry);
    for (const entry of added) {
      if (entry.index.unique && after !== undefined) claim(entry, current, after);
    }
    const ofCollection = touched.get(collection.id) ?? new Map<string, Touched>();
    touched.set(collection.id, ofCollection.set(textOf(idKey), { ...current, after }));
  };

  const transaction: Transaction = {
    number,
    ended,
    state: () => state,
    view: { snapshot, pending: (collection) => touched.get(collection.id) },
    change,
    insert(collection, idKey, document) {
      if (touch(collection, idKey).after !== undefined) throw duplicateId(collection, document.doc);
      change(collection, idKey, document);
    },
    isReadOnly: () => count === 0,
    beginCommit() {
      state = 'committing';
    },
    apply() {
      const changes = [...touched.values()].flatMap((documents) => [...documents.values()]);
      for (const { collection, idKey, version } of changes) {
        const stored = readStored(environment.docs, documentKey(collection, idKey));
        if (collection.isDropped || stored?.version !== version) throw writeConflict();
      }
      try {
        applyChanges(environment, catalog, changes.filter(isChange));
      } catch (error) {
        if (error instanceof DuplicateKeyError) throw writeConflict();
        throw error;
      }
    },
    end(last) {
      state = last;
      locks.release(held);
      snapshot.done();
      touched.clear();
      resolveEnded();
    },
  };
  return transaction;
}

function isChange({ before, after }: Change): boolean {
  return before !== undefined || after !== undefined;
}

function textOrNothing(bytes: Buffer | undefined): string | undefined {
  return bytes === undefined ? undefined : textOf(bytes);
}
