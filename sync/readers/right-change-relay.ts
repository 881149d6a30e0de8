import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock.ts';
import type { RightChanges } from '../../platform/stores/right-changes.ts';
import { startRounds } from '../rounds.ts';
import type { ReaderListQueue } from './reader-list-queue.ts';

/** Rows queued in one round. */
const BATCH = 500;

/** With so many jobs before them, further changes wait in the store, where urgent ones pass them. */
const MAX_WAITING_JOBS = 5_000;

export type RightChangeRelayOptions = {
  readonly rightChanges: Pick<RightChanges, 'findDue' | 'findUrgentDue' | 'markQueued'>;
  readonly queue: ReaderListQueue;
  readonly clock: Clock;
  readonly log: Logger;
  /** Pause between two looks. */
  readonly intervalMs: number;
  /** A row queued so long ago and still not published is queued again: its job may have died with Redis. */
  readonly requeueMs: number;
};

/**
 * Moves due right changes to their queues, the urgent ones first and apart. The rows, not Redis, are the
 * truth: whatever Redis loses is queued again. Safe to run in several processes at once.
 */
export function startRightChangeRelay(options: RightChangeRelayOptions): AsyncDisposable {
  const { intervalMs, log } = options;
  const stack = new AsyncDisposableStack();
  stack.use(
    startRounds({
      name: 'relay of urgent right changes',
      round: () => relayOnce(options, { isUrgent: true }),
      intervalMs,
      log,
    }),
  );
  stack.use(
    startRounds({
      name: 'relay of right changes',
      round: () => relayOnce(options, { isUrgent: false }),
      intervalMs,
      log,
    }),
  );
  return stack;
}

async function relayOnce(
  { rightChanges, queue, clock, requeueMs }: RightChangeRelayOptions,
  { isUrgent }: { readonly isUrgent: boolean },
): Promise<void> {
  const now = clock.now();
  const queuedBefore = new Date(now.getTime() - requeueMs);
  const due = isUrgent
    ? await rightChanges.findUrgentDue(queuedBefore, BATCH)
    : (await rightChanges.findDue(queuedBefore, BATCH)).filter((row) => !row.isUrgent);
  if (due.length === 0) return;
  if (!isUrgent && (await queue.countWaiting()) >= MAX_WAITING_JOBS) return;
  await queue.add(
    due.map(({ cardId, version, state }) => ({
      cardId,
      version,
      isRepeated: state === 'queued',
    })),
    { isUrgent },
  );
  await rightChanges.markQueued(
    due.map(({ id }) => id),
    now,
  );
}
