import { Queue, type ConnectionOptions } from 'bullmq';
import type { CardChangeJob, CardChangeQueue } from './outbox-relay.ts';

export const CARD_CHANGES = 'card-changes';

/** Tries of one job before the relay takes over and queues its row again. */
const ATTEMPTS = 5;

/** The BullMQ queue of card changes. Finished and failed jobs leave Redis at once: the outbox remembers. */
export function createCardChangeQueue(
  connection: ConnectionOptions,
): CardChangeQueue & AsyncDisposable {
  const queue = new Queue<CardChangeJob>(CARD_CHANGES, {
    connection,
    defaultJobOptions: {
      attempts: ATTEMPTS,
      backoff: { type: 'exponential', delay: 200 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  });
  queue.on('error', () => {
    // Told once by the connection (platform/stores/redis.ts); the relay tries again.
  });
  return {
    async add(jobs) {
      await queue.addBulk(
        jobs.map((job) => ({
          name: job.type,
          data: job,
          opts: { jobId: `card-${job.cardId}-v${job.version}` },
        })),
      );
    },
    async [Symbol.asyncDispose]() {
      await queue.close();
    },
  };
}
