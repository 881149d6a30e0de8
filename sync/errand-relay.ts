import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import type { Errands } from '../platform/stores/errands.ts';
import { startRounds } from './rounds.ts';

/** Errands queued in one round. */
const BATCH = 100;

/** How often the log says that errands are waiting for a consumer. */
const TELL_MS = 60_000;

/** Job data is clear text in Redis: ids and a version, nothing about anybody. */
export type ErrandJob = {
  readonly errandId: string;
  readonly cardId: string;
  readonly version: number;
  readonly type: string;
  readonly consumer: string;
  /** Of the errand so far: a try is one job, however often it is added. */
  readonly tries: number;
};

/** Where errands go; the queue collapses a job that it already holds. */
export type ErrandQueue = { add(jobs: readonly ErrandJob[]): Promise<void> };

export type ErrandRelayOptions = {
  readonly consumer: string;
  readonly errands: Errands;
  readonly queue: ErrandQueue;
  readonly clock: Clock;
  readonly log: Logger;
  /** Pause between two looks. */
  readonly intervalMs: number;
  /** An errand queued so long ago and still open is queued again: its job may have died with Redis. */
  readonly requeueMs: number;
};

/**
 * Moves the errands of one consumer to its queue when they are due. Each consumer has a relay and a
 * queue of its own, so that one that is away holds up nobody else's.
 */
export function startErrandRelay(options: ErrandRelayOptions): AsyncDisposable {
  const { consumer, errands, clock, intervalMs, log } = options;
  let toldAt = 0;
  const tellWaiting = async (): Promise<void> => {
    const now = clock.now().getTime();
    if (now - toldAt < TELL_MS) return;
    toldAt = now;
    const { count, since } = await errands.countFailing(consumer);
    if (count > 0) log.warn({ consumer, count, since }, 'errands have failed and are tried again');
  };
  const round = async (): Promise<void> => {
    await relayErrandsOnce(options);
    await tellWaiting();
  };
  return startRounds({ name: `errand relay of ${consumer}`, round, intervalMs, log });
}

/** One look at the errands of the consumer; safe to run in several processes at once. */
export async function relayErrandsOnce({
  consumer,
  errands,
  queue,
  clock,
  requeueMs,
}: ErrandRelayOptions): Promise<void> {
  const now = clock.now();
  const due = await errands.findDue(consumer, { now, limit: BATCH });
  if (due.length === 0) return;
  await queue.add(
    due.map(({ id, cardId, version, type, tries }) => ({
      errandId: id,
      cardId,
      version,
      type,
      consumer,
      tries,
    })),
  );
  await errands.markQueued(
    due.map(({ id }) => id),
    { now, until: new Date(now.getTime() + requeueMs) },
  );
}
