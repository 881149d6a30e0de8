import { setTimeout as pause } from 'node:timers/promises';
import { Worker, type Job as QueuedJob } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** A worker that dies is noticed within seconds, and its job is never given up for it. */
const WORKER_LIFE = { lockDuration: 5_000, stalledInterval: 2_000, maxStalledCount: 1_000 };

/** A Redis that does not answer would hold up a stop for ever: what is under way is then left to its lock. */
const CLOSE_MS = 1_000;

/** What a job under way can tell. */
export type JobTells = {
  /**
   * How far it is, for operators, as plain numbers; nothing personal. Neither fails nor waits: the work
   * goes on while Redis is away.
   */
  progress(told: Readonly<Record<string, number>>): void;
};

export type QueueWorkerOptions<Job> = {
  readonly queue: string;
  readonly work: (job: Job, tells: JobTells) => Promise<void>;
  /** Waits for Redis to come back, where an answer to a citizen must not. */
  readonly connection: Redis;
  readonly concurrency: number;
  readonly log: Logger;
};

/**
 * Works on the jobs of one queue. Disposing waits for the jobs under way, and cuts `connection` off when
 * their ends cannot be written in time: they come again then.
 */
export function startQueueWorker<Job>({
  queue,
  work,
  connection,
  concurrency,
  log,
}: QueueWorkerOptions<Job>): AsyncDisposable {
  const worker = new Worker<Job>(queue, (job) => work(job.data, tellsOf(job)), {
    connection,
    concurrency,
    ...WORKER_LIFE,
  });
  worker.on('error', (error) => log.warn({ queue, reason: error.message }, 'worker'));
  worker.on('failed', (job, error) =>
    log.error({ queue, job: job?.id, reason: error.message }, 'a job failed and will come again'),
  );
  return {
    async [Symbol.asyncDispose]() {
      const closing = worker.close();
      // Another worker on it has waited in vain already.
      if (connection.status === 'end') {
        closing.catch(() => {});
        worker.disconnect().catch(() => {});
        return;
      }
      const waiting = new AbortController();
      const tooLong = pause(CLOSE_MS, 'tooLong', { signal: waiting.signal }).catch(() => 'closed');
      const outcome = await Promise.race([closing, tooLong]);
      waiting.abort();
      if (outcome !== 'tooLong') return;
      connection.disconnect();
      // Its own connection goes too, as soon as it can; nobody waits for that.
      worker.disconnect().catch(() => {});
    },
  };
}

function tellsOf<Job>(job: QueuedJob<Job>): JobTells {
  return {
    progress(told) {
      job.updateProgress(told).catch(() => {});
    },
  };
}
