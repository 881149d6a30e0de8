import type { Catalog } from '../storage/catalog.ts';
import type { Environment } from '../storage/environment.ts';
import type { WriteQueue } from '../storage/write-queue.ts';
import { textOf } from '../storage/byte-keys.ts';
import type { Locks } from './locks.ts';
import type { SessionRecords } from './session-records.ts';
import { createTransaction, type Transaction } from './transaction.ts';
import { noSuchTransaction, transactionTooOld } from './transaction-errors.ts';

/**
 * The transactions of the sessions: at most one open in each. One that is not ended within
 * its time is aborted, because its snapshot keeps LMDB from using old pages again.
 */
export type Sessions = AsyncDisposable & {
  /** @throws {StoreError} Code 225 for a number that the session has used before. */
  begin(sessionKey: Uint8Array, number: bigint): Transaction;
  /** @throws {StoreError} Code 251 when it is not open: aborted, timed out or from before a restart. */
  current(sessionKey: Uint8Array, number: bigint): Transaction;
  isOpen(sessionKey: Uint8Array, number: bigint): boolean;
  /** Resolves when the transaction is on disk; also for one that was committed before. */
  commit(sessionKey: Uint8Array, number: bigint): Promise<void>;
  abort(sessionKey: Uint8Array, number: bigint): void;
  /** Forgets a session, aborting what is open in it. */
  forget(sessionKey: Uint8Array): void;
};

export type SessionOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly queue: WriteQueue;
  readonly locks: Locks;
  readonly records: SessionRecords;
  /** How long a transaction may be open: 60 seconds, as MongoDB's transactionLifetimeLimitSeconds. */
  readonly lifetimeMs: number;
  /** Told of every transaction that has ended: its cursors end too. */
  readonly onEnd: (transaction: Transaction) => void;
};

type Open = { readonly transaction: Transaction; readonly timer: NodeJS.Timeout };

export function createSessions(options: SessionOptions): Sessions {
  const { queue, records, lifetimeMs, onEnd } = options;
  const sessions = new Map<string, Open>();

  const end = ({ transaction, timer }: Open, state: 'committed' | 'aborted') => {
    clearTimeout(timer);
    if (transaction.state() === 'committed' || transaction.state() === 'aborted') return;
    transaction.end(state);
    onEnd(transaction);
  };

  const open = (sessionKey: Uint8Array, number: bigint): Open => {
    const known = sessions.get(textOf(sessionKey));
    if (known?.transaction.number !== number) throw noSuchTransaction(number, 'it is unknown');
    const state = known.transaction.state();
    if (state !== 'open') throw noSuchTransaction(number, `it is ${state}`);
    return known;
  };

  return {
    begin(sessionKey, number) {
      const key = textOf(sessionKey);
      const known = sessions.get(key);
      const last = records.read(sessionKey)?.number ?? -1n;
      const newest =
        known === undefined || last > known.transaction.number ? last : known.transaction.number;
      if (number <= newest) throw transactionTooOld(number, newest);
      if (known !== undefined) end(known, 'aborted');
      const transaction = createTransaction({ ...options, number });
      const timer = setTimeout(() => {
        if (transaction.state() === 'open') end({ transaction, timer }, 'aborted');
      }, lifetimeMs).unref();
      sessions.set(key, { transaction, timer });
      return transaction;
    },
    current: (sessionKey, number) => open(sessionKey, number).transaction,
    isOpen(sessionKey, number) {
      const transaction = sessions.get(textOf(sessionKey))?.transaction;
      return transaction?.number === number && transaction.state() === 'open';
    },
    async commit(sessionKey, number) {
      const known = sessions.get(textOf(sessionKey));
      const isKnown = known?.transaction.number === number;
      const last = records.read(sessionKey);
      if (isKnown && known.transaction.state() === 'committing') await known.transaction.ended;
      const isCommitted = isKnown && known.transaction.state() === 'committed';
      if (isCommitted || (last?.kind === 'transaction' && last.number === number)) return;
      await commitOpen(open(sessionKey, number), { sessionKey, queue, records }, end);
    },
    abort: (sessionKey, number) => end(open(sessionKey, number), 'aborted'),
    forget(sessionKey) {
      const known = sessions.get(textOf(sessionKey));
      if (known === undefined || known.transaction.state() === 'committing') return;
      end(known, 'aborted');
      sessions.delete(textOf(sessionKey));
    },
    async [Symbol.asyncDispose]() {
      await queue.drained();
      for (const known of sessions.values()) end(known, 'aborted');
    },
  };
}

async function commitOpen(
  known: Open,
  to: Pick<SessionOptions, 'queue' | 'records'> & { readonly sessionKey: Uint8Array },
  end: (known: Open, state: 'committed' | 'aborted') => void,
): Promise<void> {
  const { transaction } = known;
  const { queue, records, sessionKey } = to;
  transaction.beginCommit();
  try {
    if (!transaction.isReadOnly()) {
      await queue.run(() => {
        transaction.apply();
        const { number } = transaction;
        const record = {
          number,
          kind: 'transaction',
          isDone: true,
          payload: Buffer.alloc(0),
        } as const;
        records.write(sessionKey, record);
      });
    }
    end(known, 'committed');
  } catch (error) {
    end(known, 'aborted');
    throw error;
  }
}
