import { StoreError } from '../store-error.ts';
import { AGAIN } from '../storage/write-queue.ts';
import { LockedError, type Holder } from '../transaction/locks.ts';
import { transactionTooOld } from '../transaction/transaction-errors.ts';
import type { SessionRecords } from '../transaction/session-records.ts';
import {
  decodeProgress,
  encodeProgress,
  newProgress,
  toWriteError,
  type Progress,
} from './progress.ts';
import type { WriteTarget } from './target.ts';

/**
 * `done`: on to the next statement. `again`: the time was up, the statement goes on where it
 * is. `search`: its documents have to be looked for outside the write turn first.
 */
export type StatementState = 'done' | 'again' | 'search';

/** The statements of one insert, update, delete or findAndModify. */
export type Statements = {
  readonly count: number;
  /** Whether the first error ends the command. */
  readonly isOrdered: boolean;
  /** Whether the one statement's error is the command's: findAndModify has no list of errors. */
  readonly isWhole?: boolean;
  /** Inside a step. @throws {StoreError} The statement's error, before anything is written. */
  execute(place: number, progress: Progress, deadline: number): StatementState;
  /** Outside of any step: finds what `execute` then writes to. */
  search(place: number): Promise<void>;
};

/** Given for a write that the driver may send again. */
export type Retry = {
  readonly sessionKey: Uint8Array;
  readonly number: bigint;
  readonly records: SessionRecords;
};

export type RunOptions = {
  readonly retry: Retry | undefined;
  /** Waits for a transaction's end, at most as long as the command may take. */
  readonly waitFor: (ended: Promise<void>) => Promise<void>;
};

type Interruption = 'finished' | { readonly wait: Holder } | { readonly search: number };

/** Runs all statements, in as many write turns as they take. */
export async function runStatements(
  target: WriteTarget,
  statements: Statements,
  { retry, waitFor }: RunOptions,
): Promise<Progress> {
  let progress = newProgress();
  for (;;) {
    const state = await target.run((deadline): Interruption | typeof AGAIN => {
      progress = resume(retry, progress);
      const before = progress.next + progress.n;
      const stop = runSlice(statements, progress, deadline, target);
      const hasMoved = progress.next + progress.n !== before;
      // A command that has written nothing may simply run again.
      if (hasMoved && progress.n > 0) record(retry, progress, stop === 'finished');
      return stop;
    });
    if (state === 'finished') return progress;
    if ('wait' in state) await waitFor(state.wait.ended);
    else await statements.search(state.search);
  }
}

function runSlice(
  statements: Statements,
  progress: Progress,
  deadline: number,
  target: WriteTarget,
): Interruption | typeof AGAIN {
  while (progress.next < statements.count) {
    if (performance.now() > deadline) return AGAIN;
    const written = target.writesSoFar();
    try {
      const state = statements.execute(progress.next, progress, deadline);
      if (state === 'again') return AGAIN;
      if (state === 'search') return { search: progress.next };
      progress.next++;
    } catch (error) {
      if (error instanceof LockedError) return { wait: error.holder };
      if (statements.isWhole === true) throw error;
      progress.writeErrors.push(toWriteError(progress.next, asOwnError(error, target, written)));
      progress.next = statements.isOrdered ? statements.count : progress.next + 1;
      if (target.transaction !== undefined) progress.next = statements.count;
    }
  }
  return 'finished';
}

/**
 * What concerns the whole transaction is no error of one statement. A bug of the store ends
 * the command; in write turns only if nothing of the statement was written, so that the
 * statements before it stay acknowledged.
 */
function asOwnError(error: unknown, target: WriteTarget, writtenBefore: number): StoreError {
  if (error instanceof StoreError && error.labels.length === 0) return error;
  if (target.transaction !== undefined || target.writesSoFar() !== writtenBefore) throw error;
  return new StoreError(8, 'UnknownError', `The store failed: ${String(error)}`);
}

/** A repeated command goes on, or is answered, from what the first one has written down. */
function resume(retry: Retry | undefined, progress: Progress): Progress {
  if (retry === undefined) return progress;
  const last = retry.records.read(retry.sessionKey);
  if (last === undefined || last.number < retry.number) return progress;
  if (last.number > retry.number || last.kind !== 'write') {
    throw transactionTooOld(retry.number, last.number);
  }
  const known = decodeProgress(last.payload);
  return known.next >= progress.next ? known : progress;
}

function record(retry: Retry | undefined, progress: Progress, isDone: boolean): void {
  if (retry === undefined) return;
  const { records, sessionKey, number } = retry;
  records.write(sessionKey, { number, kind: 'write', isDone, payload: encodeProgress(progress) });
}
