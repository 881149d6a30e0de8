import { textOf } from '../storage/byte-keys.ts';
import type { Collection } from '../storage/catalog.ts';
import {
  differenceOf,
  documentKey,
  duplicateId,
  prepareStored,
  readStored,
  type Change,
  type Prepared,
} from '../storage/documents.ts';
import { duplicateKey } from '../storage/duplicate-key.ts';
import type { Environment, Snapshot } from '../storage/environment.ts';
import type { IndexEntry } from '../storage/index-entries.ts';
import { documentLock, entryLock, type Holder, type Locks } from './locks.ts';
import { transactionTooLarge, writeConflict } from './transaction-errors.ts';

/** A document that a transaction has written, last state only. */
export type Touched = Change & {
  /** Of the document in the snapshot; undefined when it was not there. */
  readonly version: number | undefined;
};

/**
 * What one transaction has written, over its snapshot. Everything written is locked, so that a
 * second writer is told at once; the locks are held until `release`.
 */
export type Overlay = {
  /** By the text of the key of `_id`. */
  of(collection: Collection): ReadonlyMap<string, Touched> | undefined;
  all(): readonly Touched[];
  /** @throws {StoreError} Code 11000 for an `_id` or a key that this transaction can see. */
  insert(collection: Collection, idKey: Uint8Array, document: Prepared): void;
  /** Without `after` the document is deleted. @throws {StoreError} Code 112 when somebody was faster. */
  change(collection: Collection, idKey: Uint8Array, after: Prepared | undefined): void;
  release(): void;
};

export type OverlayOptions = {
  readonly environment: Environment;
  readonly locks: Locks;
  readonly snapshot: Snapshot;
  /** The transaction, as those who wait for its end know it. */
  readonly holder: Holder;
};

/** All are applied in one write turn, which nothing may interrupt: some 60 ms for so many. */
const MOST_DOCUMENTS = 1000;

export function createOverlay(options: OverlayOptions): Overlay {
  const { environment, locks, snapshot, holder } = options;
  const touched = new Map<number, Map<string, Touched>>();
  const held = new Set<string>();
  const lock = (text: string) => {
    if (!locks.take(text, holder)) throw writeConflict();
    held.add(text);
  };
  const owners = createOwners(environment.entries, snapshot, lock);
  let count = 0;

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

  const write = (current: Touched, after: Prepared | undefined) => {
    const { collection, idKey } = current;
    if (current.after === undefined && after === undefined) return;
    const { added, removed } = differenceOf({ before: current.after, after });
    for (const entry of removed) if (entry.index.unique) owners.free(entry);
    for (const entry of added) {
      if (entry.index.unique && after !== undefined) owners.claim(entry, current, after);
    }
    const ofCollection = touched.get(collection.id) ?? new Map<string, Touched>();
    touched.set(collection.id, ofCollection.set(textOf(idKey), { ...current, after }));
  };

  return {
    of: (collection) => touched.get(collection.id),
    all: () => [...touched.values()].flatMap((documents) => [...documents.values()]),
    insert(collection, idKey, document) {
      const current = touch(collection, idKey);
      if (current.after !== undefined) throw duplicateId(collection, document.doc);
      write(current, document);
    },
    change: (collection, idKey, after) => write(touch(collection, idKey), after),
    release() {
      locks.release(held);
      touched.clear();
    },
  };
}

/** Who owns the keys of unique indexes that the transaction has to do with. */
function createOwners(
  entries: Environment['entries'],
  snapshot: Snapshot,
  lock: (text: string) => void,
) {
  /** The owner's id as text; undefined when the transaction has freed the key. */
  const owners = new Map<string, string | undefined>();
  return {
    claim(entry: IndexEntry, { collection, idKey }: Touched, after: Prepared): void {
      const { key, text } = entry;
      lock(entryLock(text));
      const id = textOf(idKey);
      const isKnown = owners.has(text);
      const owner = isKnown ? owners.get(text) : textOrNothing(entries.get(key, snapshot));
      if (owner !== undefined && owner !== id) {
        throw duplicateKey(collection.namespace, entry, idKey, after.doc);
      }
      // Somebody has committed this key since the snapshot: the next try will see it.
      if (!isKnown && textOrNothing(entries.get(key)) !== owner) throw writeConflict();
      owners.set(text, id);
    },
    free({ text }: IndexEntry): void {
      lock(entryLock(text));
      owners.set(text, undefined);
    },
  };
}

function textOrNothing(bytes: Buffer | undefined): string | undefined {
  return bytes === undefined ? undefined : textOf(bytes);
}
