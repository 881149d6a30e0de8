import type { Redis } from 'ioredis';
import type { Clock } from '../../platform/clock.ts';
import { toJobFailure } from '../../platform/job-failure.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { RightChanges } from '../../platform/stores/right-changes.ts';
import { startQueueWorker } from '../queue-worker.ts';
import { createGatherer, GATHER_LIMITS, systemLater, type Gatherer } from './gather.ts';
import type { Publisher, RightVersion } from './publisher.ts';
import {
  createReaderListQueue,
  READER_LISTS,
  READER_LISTS_URGENT,
  type ReaderListJob,
} from './reader-list-queue.ts';
import { startRightChangeRelay } from './right-change-relay.ts';

/** Jobs under way at once in each queue: they wait in the gatherer, and many of them make one publication. */
const CONCURRENCY = 500;

export type PublishJobsOptions = {
  readonly publisher: Publisher;
  readonly rightChanges: RightChanges;
  /** `producer` fails fast, `worker` waits for Redis to come back. */
  readonly redis: { readonly producer: Redis; readonly worker: Redis };
  readonly clock: Clock;
  readonly log: Logger;
  /** Bounded by `GATHER_LIMITS`. */
  readonly quietMs: number;
  readonly maxMs: number;
  /** Pause between two looks at the right changes, and when a queued one is queued again. */
  readonly relayMs: number;
  readonly requeueMs: number;
};

/** From the rows of right changes to their publication: relay, queues, workers, gatherer. */
export function startPublishJobs(options: PublishJobsOptions): AsyncDisposable {
  const { publisher, rightChanges, redis, clock, log } = options;
  const stack = new AsyncDisposableStack();
  const queue = stack.use(createReaderListQueue(redis.producer));
  const gatherer = createGatherer<RightVersion>({
    publish: (changes, urgency) => publisher.publish(changes, urgency),
    quietMs: Math.min(options.quietMs, GATHER_LIMITS.quietMs),
    maxMs: Math.min(options.maxMs, GATHER_LIMITS.maxMs),
    later: systemLater,
    now: () => performance.now(),
  });
  for (const [name, isUrgent] of [
    [READER_LISTS, false],
    [READER_LISTS_URGENT, true],
  ] as const) {
    stack.use(
      startQueueWorker({
        queue: name,
        work: createWork(gatherer, { isUrgent }),
        connection: redis.worker,
        concurrency: CONCURRENCY,
        log,
      }),
    );
  }
  // Before the workers: they wait for their jobs, which wait here.
  stack.use(gatherer);
  const { relayMs: intervalMs, requeueMs } = options;
  stack.use(startRightChangeRelay({ rightChanges, queue, clock, log, intervalMs, requeueMs }));
  return stack;
}

/** Safe to run twice, and late: what is published is what the card may do then. */
function createWork(gatherer: Gatherer<RightVersion>, urgency: { readonly isUrgent: boolean }) {
  return async ({ cardId, version }: ReaderListJob): Promise<void> => {
    await gatherer.add({ cardId, version }, urgency).catch((error: unknown) => {
      throw toJobFailure(error);
    });
  };
}
