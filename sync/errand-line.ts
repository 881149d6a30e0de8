import type { Redis } from 'ioredis';
import { createErrandQueue, errandQueueName } from './errand-queue.ts';
import { startErrandRelay, type ErrandRelayOptions } from './errand-relay.ts';
import { createErrandWork, type ErrandWorkOptions } from './errand-work.ts';
import { startQueueWorker } from './queue-worker.ts';

export type ErrandLineOptions = Omit<ErrandRelayOptions, 'queue'> &
  Omit<ErrandWorkOptions, 'stopping'> & {
    /** For adding jobs, and for working on them. */
    readonly producer: Redis;
    readonly worker: Redis;
    /** Errands worked on at once. */
    readonly concurrency: number;
  };

/** Relay, queue and worker of one consumer's errands. */
export function startErrandLine(options: ErrandLineOptions): AsyncDisposable {
  const { consumer, producer, worker, concurrency, log } = options;
  const stop = new AbortController();
  const stack = new AsyncDisposableStack();
  stack.use(
    startQueueWorker({
      queue: errandQueueName(consumer),
      work: createErrandWork({ ...options, stopping: stop.signal }),
      connection: worker,
      concurrency,
      log,
    }),
  );
  stack.defer(() => stop.abort());
  const queue = stack.use(createErrandQueue(consumer, producer));
  stack.use(startErrandRelay({ ...options, queue }));
  return stack;
}
