import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { startQueueWorker } from '../../queue-worker.ts';
import { startRounds } from '../../rounds.ts';
import type { ReconciliationCounts } from './reconcile-round.ts';

export const RECONCILE_READERS = 'reconcile-readers';

/** How often it is made sure that the next reconciliation is planned. */
const HEARTBEAT_MS = 10_000;

export type ReconciliationOptions = {
  readonly everyMs: number;
  readonly reconcile: () => Promise<ReconciliationCounts>;
  /** For planning, and for the worker. */
  readonly producer: Redis;
  readonly worker: Redis;
  readonly heartbeatMs?: number;
  readonly log: Logger;
};

/**
 * A job scheduler of BullMQ and the worker of its jobs. Its plan lives in Redis and may be lost with it,
 * so a heartbeat in this process makes it again.
 */
export function startReconciliation(options: ReconciliationOptions): AsyncDisposable {
  const { everyMs, reconcile, producer, worker, log, heartbeatMs = HEARTBEAT_MS } = options;
  const stack = new AsyncDisposableStack();
  const queue = stack.adopt(new Queue(RECONCILE_READERS, { connection: producer }), (one) =>
    one.close(),
  );
  queue.on('error', () => {
    // Told once by the connection (platform/stores/redis.ts).
  });
  stack.use(
    startQueueWorker({
      queue: RECONCILE_READERS,
      connection: worker,
      concurrency: 1,
      log,
      async work() {
        log.info(await reconcile(), 'readers were asked what they have');
      },
    }),
  );
  const round = (): Promise<void> => plan(queue, everyMs);
  stack.use(
    startRounds({ name: 'planning of reconciliations', round, intervalMs: heartbeatMs, log }),
  );
  return stack;
}

async function plan(queue: Queue, every: number): Promise<void> {
  const planned = await queue.getJobScheduler(RECONCILE_READERS);
  const isWaiting = (await queue.getJobCountByTypes('delayed', 'waiting', 'active')) > 0;
  // Planning anew begins the time anew, so only what is missing is planned.
  if (planned?.every === every && isWaiting) return;
  await queue.upsertJobScheduler(
    RECONCILE_READERS,
    { every },
    { name: 'reconcile', opts: { removeOnComplete: true, removeOnFail: true } },
  );
}
