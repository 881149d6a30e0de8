import { textOf } from '../storage/byte-keys.ts';
import type { Catalog } from '../storage/catalog.ts';
import type { Environment } from '../storage/environment.ts';
import type { WriteQueue } from '../storage/write-queue.ts';
import type { Locks } from './locks.ts';
import type { SessionRecords } from './session-records.ts';
import { createTransaction, type Transaction } from './transaction.ts';
import { noSuchTransaction, transactionTooOld } from './transaction-errors.ts';

/**
 * The transactions of the sessions: at most one open in each. One that is not ended within
 * its time is aborted, because its snapshot keeps LMDB from using old pages again. Disposing
 * aborts all that are open, so that nobody waits for them any more.
 */
export type Sessions = Disposable & {
  /** @throws {StoreError} Code 225 for a number that the session has used before. */
  begin(sessionKey: Uint8Array, number: bigint): Transaction;
  /** @throws {StoreError} Code 251 when it is not open: aborted, timed out or from before a restart. */
  current(sessionKey: Uint8Array, number: bigint): Transaction;
  /** Resolves when the transaction is on disk; also for one that was committed before. */
  commit(sessionKey: Uint8Array, number: bigint): Promise<void>;
  /** @throws {StoreError} Code 251 when it is not open. */
  abort(sessionKey: Uint8Array, number: bigint): void;
  /** Aborts that transaction if it is open. */
  giveUp(sessionKey: Uint8Array, number: bigint): void;
  /** For transactions that begin from now on. */
  setLifetimeMs(lifetimeMs: number): void;
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

/** Sessions of clients that were killed are never ended by them. */
const MOST_REMEMBERED = 1000;

type Started = { readonly transaction: Transaction; readonly timer: NodeJS.Timeout };

export function createSessions(options: SessionOptions): Sessions {
  const sessions = new Map<string, Started>();
  let { lifetimeMs } = options;
  const end = (started: Started, state: 'committed' | 'aborted') =>
    endStarted(started, state, options.onEnd);
  const open = (sessionKey: Uint8Array, number: bigint) =>
    openTransaction(sessions.get(textOf(sessionKey)), number);

  return {
    begin(sessionKey, number) {
      const key = textOf(sessionKey);
      const known = sessions.get(key);
      const newest = newestOf(known?.transaction.number, options.records.read(sessionKey)?.number);
      if (number <= newest) throw transactionTooOld(number, newest);
      if (known !== undefined) end(known, 'aborted');
      if (sessions.size >= MOST_REMEMBERED) forgetEnded(sessions);
      const started = start({ ...options, lifetimeMs }, number, end);
      sessions.set(key, started);
      return started.transaction;
    },
    current: (sessionKey, number) => open(sessionKey, number).transaction,
    async commit(sessionKey, number) {
      const known = sessions.get(textOf(sessionKey));
      if (await isCommitted(known, options.records, sessionKey, number)) return;
      await commitOpen(open(sessionKey, number), { ...options, sessionKey }, end);
    },
    abort: (sessionKey, number) => end(open(sessionKey, number), 'aborted'),
    giveUp(sessionKey, number) {
      const known = sessions.get(textOf(sessionKey));
      if (known?.transaction.number !== number || known.transaction.state() !== 'open') return;
      end(known, 'aborted');
    },
    setLifetimeMs(next) {
      lifetimeMs = next;
    },
    forget(sessionKey) {
      const known = sessions.get(textOf(sessionKey));
      if (known === undefined || known.transaction.state() === 'committing') return;
      end(known, 'aborted');
      sessions.delete(textOf(sessionKey));
    },
    [Symbol.dispose]() {
      for (const known of sessions.values()) {
        if (known.transaction.state() === 'open') end(known, 'aborted');
      }
    },
  };
}

/** What an ended transaction answers is the same whether it is remembered or unknown. */
function forgetEnded(sessions: Map<string, Started>): void {
  for (const [key, { transaction }] of sessions) {
    if (['committed', 'aborted'].includes(transaction.state())) sessions.delete(key);
  }
}

function newestOf(...numbers: readonly (bigint | undefined)[]): bigint {
  return numbers.reduce<bigint>((most, number = -1n) => (number > most ? number : most), -1n);
}

function start(
  options: SessionOptions,
  number: bigint,
  end: (started: Started, state: 'aborted') => void,
): Started {
  const transaction = createTransaction({ ...options, number });
  const timer = setTimeout(() => {
    if (transaction.state() === 'open') end({ transaction, timer }, 'aborted');
  }, options.lifetimeMs).unref();
  return { transaction, timer };
}

function endStarted(
  { transaction, timer }: Started,
  state: 'committed' | 'aborted',
  onEnd: SessionOptions['onEnd'],
): void {
  clearTimeout(timer);
  if (transaction.state() === 'committed' || transaction.state() === 'aborted') return;
  transaction.end(state);
  onEnd(transaction);
}

function openTransaction(known: Started | undefined, number: bigint): Started {
  if (known?.transaction.number !== number) throw noSuchTransaction(number, 'it is unknown');
  const state = known.transaction.state();
  if (state !== 'open') throw noSuchTransaction(number, `it is ${state}`);
  return known;
}

/** A commit that is repeated: it may be running, be done, or have been done before a restart. */
async function isCommitted(
  known: Started | undefined,
  records: SessionRecords,
  sessionKey: Uint8Array,
  number: bigint,
): Promise<boolean> {
  if (known?.transaction.number === number) {
    if (known.transaction.state() === 'committing') await known.transaction.ended;
    if (known.transaction.state() === 'committed') return true;
  }
  const last = records.read(sessionKey);
  return last?.kind === 'transaction' && last.number === number;
}

async function commitOpen(
  known: Started,
  to: Pick<SessionOptions, 'queue' | 'records'> & { readonly sessionKey: Uint8Array },
  end: (known: Started, state: 'committed' | 'aborted') => void,
): Promise<void> {
  const { transaction } = known;
  const { number } = transaction;
  const { queue, records, sessionKey } = to;
  transaction.beginCommit();
  try {
    if (!transaction.isReadOnly()) {
      await queue.run(() => {
        transaction.apply();
        const payload = Buffer.alloc(0);
        records.write(sessionKey, { number, kind: 'transaction', isDone: true, payload });
      });
    }
    end(known, 'committed');
  } catch (error) {
    end(known, 'aborted');
    throw error;
  }
}
