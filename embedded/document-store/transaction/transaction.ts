import type { View } from '../read/view.ts';
import type { Catalog } from '../storage/catalog.ts';
import { applyChanges, documentKey, readStored, type Change } from '../storage/documents.ts';
import { DuplicateKeyError } from '../storage/duplicate-key.ts';
import type { Environment } from '../storage/environment.ts';
import type { Holder, Locks } from './locks.ts';
import { createOverlay, type Overlay, type Touched } from './overlay.ts';
import { writeConflict } from './transaction-errors.ts';

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
  readonly state: () => TransactionState;
  readonly writes: Pick<Overlay, 'insert' | 'change'>;
  readonly isReadOnly: () => boolean;
  beginCommit(): void;
  /** Inside a write turn. @throws {StoreError} Code 112, before anything is written. */
  apply(): void;
  end(state: 'committed' | 'aborted'): void;
};

export type TransactionState = 'open' | 'committing' | 'committed' | 'aborted';

export type TransactionOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly locks: Locks;
  readonly number: bigint;
};

export function createTransaction(options: TransactionOptions): Transaction {
  const { environment, catalog, locks, number } = options;
  const snapshot = environment.snapshot();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const overlay = createOverlay({ environment, locks, snapshot, holder: { ended } });
  let state: TransactionState = 'open';
  return {
    number,
    ended,
    view: { snapshot, pending: (collection) => overlay.of(collection) },
    writes: overlay,
    state: () => state,
    isReadOnly: () => overlay.all().length === 0,
    beginCommit() {
      state = 'committing';
    },
    apply: () => applyAll(environment, catalog, overlay.all()),
    end(last) {
      state = last;
      overlay.release();
      snapshot.done();
      resolve();
    },
  };
}

/** Compares every version again: whoever wrote one of the documents first has won. */
function applyAll(environment: Environment, catalog: Catalog, changes: readonly Touched[]): void {
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
}

function isChange({ before, after }: Change): boolean {
  return before !== undefined || after !== undefined;
}
