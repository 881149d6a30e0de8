import { setTimeout as delay } from 'node:timers/promises';
import type { ClientSession } from 'mongoose';
import { ConflictError } from '../../domain/errors.ts';
import type { Attempt, Attempted, Once, OnceKey } from './idempotency.ts';
import { createOnceRows, type OnceRow, type OnceRows, type OnceRowsOptions } from './once-rows.ts';
import { isDuplicateKey, runInTransaction } from './transaction.ts';

export type OnceOptions = Omit<OnceRowsOptions, 'leaseMs'> & {
  /** After this time without a sign of life a call under way counts as dead; default 5 s. */
  readonly leaseMs?: number;
  /** How long a second request waits for the first, default 8 s: longer than a lease, so that a dead first is resumed. */
  readonly waitMs?: number;
  /** How often it looks meanwhile, default 50 ms. */
  readonly pollMs?: number;
};

type Waiting = { readonly waitMs: number; readonly pollMs: number };

/** `Once` over the document store, so that it holds after a restart and between processes. */
export function createOnce(options: OnceOptions): Once {
  const { connection, clock, leaseMs = 5_000, waitMs = 8_000, pollMs = 50 } = options;
  const rows = createOnceRows({ ...options, leaseMs });

  return {
    async inTransaction<Result>(
      key: OnceKey,
      work: (session: ClientSession) => Promise<Result>,
    ): Promise<Result> {
      const wanted = rows.rowOf(key);
      const json = await runInTransaction(connection, async (session) => {
        const row = await rows.findSame(wanted, session);
        if (row?.state === 'done') return rows.openResult(row);
        if (row !== null) throw stillUnderWay();
        // Written before the work, so that of two at once the later one ends here and begins again.
        await rows.add(wanted, session);
        const made = JSON.stringify(await work(session));
        await rows.finish(wanted, made, session);
        return made;
      });
      return JSON.parse(json);
    },
    async aroundCall<Result, Notes>(
      key: OnceKey,
      work: (attempt: Attempt<Notes>) => Promise<Attempted<Result>>,
    ): Promise<Result> {
      const claim = await claimRow(rows, rows.rowOf(key), () => clock.now(), { waitMs, pollMs });
      if (claim.kind === 'done') return JSON.parse(rows.openResult(claim.row));
      const renewal = setInterval(() => {
        // A lease that cannot be renewed runs out, and then another attempt may resume.
        rows.renew(claim.row).catch(() => {});
      }, leaseMs / 3);
      // A process that stops does not wait for a call that will never end.
      renewal.unref();
      try {
        return JSON.parse(await attemptCall(rows, claim, work));
      } finally {
        clearInterval(renewal);
      }
    },
  };
}

type Claim = { readonly kind: 'done' | 'first' | 'resumed'; readonly row: OnceRow };

/** Waits while another attempt is alive. */
async function claimRow(
  rows: OnceRows,
  wanted: OnceRow,
  now: () => Date,
  { waitMs, pollMs }: Waiting,
): Promise<Claim> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const row = await rows.findSame(wanted);
    if (row === null) {
      if (await isAdded(rows, wanted)) return { kind: 'first', row: wanted };
    } else if (row.state === 'done') {
      return { kind: 'done', row };
    } else if (row.owner === null || row.leaseUntil <= now()) {
      const taken = await rows.take(row, wanted.owner);
      if (taken !== null) return { kind: 'resumed', row: taken };
    } else {
      if (performance.now() >= giveUpAt) throw stillUnderWay();
      await delay(pollMs);
    }
  }
}

/** @returns JSON of the result. */
async function attemptCall<Result, Notes>(
  rows: OnceRows,
  { kind, row }: Claim,
  work: (attempt: Attempt<Notes>) => Promise<Attempted<Result>>,
): Promise<string> {
  const notes = rows.openNotes(row);
  const attempted = await work({
    kind: kind === 'first' ? 'first' : 'resumed',
    notes: notes === null ? null : JSON.parse(notes),
    async note(noted) {
      // Whoever was taken for dead and replaced must not send what the other one sends too.
      if (!(await rows.note(row, JSON.stringify(noted)))) throw stillUnderWay();
    },
  }).catch(async (error: unknown) => {
    // Nothing was sent by this attempt; by an earlier one perhaps, and then the row has to stay.
    await (kind === 'first' ? rows.forget(row) : rows.letGo(row));
    throw error;
  });
  const json = JSON.stringify(attempted.result);
  if (!attempted.isFinal) {
    await rows.letGo(row);
    return json;
  }
  if (await rows.finish(row, json)) return json;
  // This attempt was taken for dead and another one resumed: what that one found is the result.
  const other = await rows.findSame(row);
  return other?.state === 'done' ? rows.openResult(other) : json;
}

async function isAdded(rows: OnceRows, row: OnceRow): Promise<boolean> {
  try {
    await rows.add(row);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function stillUnderWay(): ConflictError {
  return new ConflictError('The first request with this idempotency key is still under way.');
}
