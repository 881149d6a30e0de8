import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import type { Outbox, OutboxRow } from '../platform/stores/outbox.ts';
import { startRounds } from './rounds.ts';

/** Rows looked at in one round. */
const BATCH = 1_000;

/** Job data is clear text in Redis: ids and a version, nothing about anybody. */
export type CardChangeJob = {
  readonly rowId: string;
  readonly cardId: string;
  readonly version: number;
  readonly type: string;
};

/** Where changes go; the queue collapses a job that it already holds. */
export type CardChangeQueue = { add(jobs: readonly CardChangeJob[]): Promise<void> };

export type RelayOptions = {
  readonly outbox: Outbox;
  readonly queue: CardChangeQueue;
  readonly clock: Clock;
  readonly log: Logger;
  /** Pause between two looks at the outbox. */
  readonly intervalMs: number;
  /** A row queued so long ago and still not done is queued again: its job may have died with Redis. */
  readonly requeueMs: number;
};

/**
 * Moves the outbox to the queue. A row is waiting, then queued, then done (the consumer says so).
 * Of each card only the oldest unfinished row is ever queued, so a card's changes are consumed in
 * their order, whatever the workers' concurrency and however often a job is repeated. The outbox,
 * not Redis, is the truth: whatever Redis loses is queued again.
 */
export function startOutboxRelay(options: RelayOptions): AsyncDisposable {
  const { intervalMs, log } = options;
  return startRounds({ name: 'outbox relay', round: () => relayOnce(options), intervalMs, log });
}

/** One look at the outbox; safe to run in several processes at once. */
export async function relayOnce({ outbox, queue, clock, requeueMs }: RelayOptions): Promise<void> {
  const now = clock.now();
  const due = firstOfEachCard(await outbox.findUnfinished(BATCH)).filter(
    ({ state, queuedAt }) =>
      state === 'waiting' || queuedAt === null || now.getTime() - queuedAt.getTime() >= requeueMs,
  );
  if (due.length === 0) return;
  await queue.add(
    due.map(({ id, cardId, version, type }) => ({ rowId: id, cardId, version, type })),
  );
  await outbox.markQueued(
    due.map(({ id }) => id),
    now,
  );
}

function firstOfEachCard(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const first = new Map<string, OutboxRow>();
  for (const row of rows) {
    const held = first.get(row.cardId);
    if (held === undefined || row.version < held.version) first.set(row.cardId, row);
  }
  return [...first.values()];
}
