import { Queue, type ConnectionOptions } from 'bullmq';
import type { ErrandJob, ErrandQueue } from './errand-relay.ts';

/** The BullMQ queue of one consumer's errands: `errands-transport`. */
export function errandQueueName(consumer: string): string {
  return `errands-${consumer}`;
}

/** Each try is a job of its own and leaves Redis at its end: what comes next is written with the errand. */
export function createErrandQueue(
  consumer: string,
  connection: ConnectionOptions,
): ErrandQueue & AsyncDisposable {
  const queue = new Queue<ErrandJob>(errandQueueName(consumer), {
    connection,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
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
          opts: { jobId: `errand-${job.cardId}-v${job.version}-t${job.tries}` },
        })),
      );
    },
    async [Symbol.asyncDispose]() {
      await queue.close();
    },
  };
}
