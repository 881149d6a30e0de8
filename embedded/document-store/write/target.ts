import type { Pacer } from '../pacer.ts';
import type { Match } from '../read/matches.ts';
import { COMMITTED, type View } from '../read/view.ts';
import { StoreError } from '../store-error.ts';
import type { Catalog, Collection } from '../storage/catalog.ts';
import {
  applyChanges,
  differenceOf,
  documentKey,
  type Change,
  type Prepared,
} from '../storage/documents.ts';
import { docEntries } from '../storage/index-entries.ts';
import type { Environment } from '../storage/environment.ts';
import { AGAIN, type WriteQueue, type WriteStep } from '../storage/write-queue.ts';
import { documentLock, entryLock, type Locks } from '../transaction/locks.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** Where a command writes: into the data itself, in write turns, or into its transaction. */
export type WriteTarget = {
  readonly view: View;
  readonly transaction: Transaction | undefined;
  /** Tells whether something was written between two looks. */
  readonly writesSoFar: () => number;
  run<Result>(step: WriteStep<Result>): Promise<Result>;
  /** The three are called inside a step, and throw before they have written anything. */
  insert(collection: Collection, idKey: Uint8Array, document: Prepared): void;
  update(collection: Collection, match: Match, document: Prepared): void;
  remove(collection: Collection, match: Match): void;
};

export type TargetOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly queue: WriteQueue;
  readonly locks: Locks;
  readonly pacer: Pacer;
};

export function createDirectTarget(options: TargetOptions): WriteTarget {
  const { environment, catalog, queue, locks } = options;
  const apply = (change: Change) => {
    if (change.collection.isDropped) throw collectionDropped(change.collection);
    locks.assertFree(() => locksOf(change));
    applyChanges(environment, catalog, [change]);
  };
  const before = (collection: Collection, { idKey, doc }: Match) => ({
    doc,
    entries: docEntries(collection, idKey, doc),
  });
  return {
    view: COMMITTED,
    transaction: undefined,
    writesSoFar: environment.writesSoFar,
    run: (step) => queue.run(step),
    insert: (collection, idKey, after) => apply({ collection, idKey, before: undefined, after }),
    update: (collection, match, after) =>
      apply({ collection, idKey: match.idKey, before: before(collection, match), after }),
    remove: (collection, match) =>
      apply({
        collection,
        idKey: match.idKey,
        before: before(collection, match),
        after: undefined,
      }),
  };
}

function collectionDropped({ namespace }: Collection): StoreError {
  return new StoreError(
    175,
    'QueryPlanKilled',
    `The collection ${namespace} was dropped meanwhile.`,
  );
}

function* locksOf(change: Change): Iterable<string> {
  yield documentLock(documentKey(change.collection, change.idKey));
  for (const { index, text } of differenceOf(change).added) if (index.unique) yield entryLock(text);
}

export function createTransactionTarget(
  transaction: Transaction,
  { pacer }: Pick<TargetOptions, 'pacer'>,
): WriteTarget {
  return {
    view: transaction.view,
    transaction,
    writesSoFar: () => 0,
    async run(step) {
      for (;;) {
        const result = step(pacer.deadline());
        if (result !== AGAIN) return result;
        await pacer.turn();
      }
    },
    insert: (collection, idKey, document) => transaction.writes.insert(collection, idKey, document),
    update: (collection, { idKey }, document) =>
      transaction.writes.change(collection, idKey, document),
    remove: (collection, { idKey }) => transaction.writes.change(collection, idKey, undefined),
  };
}
