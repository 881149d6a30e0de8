import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import { toJobFailure } from '../platform/job-failure.ts';
import type { Outbox } from '../platform/stores/outbox.ts';
import { CARD_CHANGES, createCardChangeQueue } from './card-change-queue.ts';
import { startOutboxRelay, type CardChangeJob } from './outbox-relay.ts';
import { startQueueWorker } from './queue-worker.ts';
import { createCardChanges, type CardChangesDeps } from './workers/card-changes.ts';

export type HubChangesOptions = Pick<CardChangesDeps, 'forget' | 'followers'> & {
  readonly outbox: Outbox;
  /** For adding jobs, and for working on them. */
  readonly producer: Redis;
  readonly worker: Redis;
  readonly clock: Clock;
  readonly log: Logger;
  /** Changes of different cards worked on at once. */
  readonly concurrency: number;
  readonly intervalMs: number;
  readonly requeueMs: number;
};

/** What follows inside the hub from a change of a card: the outbox's relay, and the worker behind its queue. */
export function startHubChanges(options: HubChangesOptions): AsyncDisposable {
  const { producer, worker: connection, concurrency, log } = options;
  const stack = new AsyncDisposableStack();
  const change = createCardChanges(options);
  const work = async (job: CardChangeJob) => {
    await change(job).catch((error: unknown) => {
      throw toJobFailure(error);
    });
  };
  stack.use(startQueueWorker({ queue: CARD_CHANGES, work, connection, concurrency, log }));
  const queue = stack.use(createCardChangeQueue(producer));
  stack.use(startOutboxRelay({ ...options, queue }));
  return stack;
}
