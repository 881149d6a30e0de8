import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { startQueueWorker, type JobTells } from './queue-worker.ts';
import { startRounds } from './rounds.ts';

/** Pause between two looks at whether Redis still knows when the work is due. */
const HEARTBEAT_MS = 10_000;

/** When the work is done. @property pattern Cron with seconds: `5 0 0 * * *`, by the clock of `zone`. */
export type ScheduledTime =
  { readonly pattern: string; readonly zone: string } | { readonly everyMs: number };

/** One run of the work. */
export type ScheduledRun = JobTells & {
  /** Aborts when the hub stops: the work then ends at the next place where it may. */
  readonly signal: AbortSignal;
};

export type ScheduledOptions = {
  /** Of the queue and its schedulers: `rights-due`. */
  readonly name: string;
  /** One or more; each is a scheduler of its own, and their runs come one after the other. */
  readonly times: readonly ScheduledTime[];
  /** Safe to repeat and to be cut short; and to run twice at once, since Redis may forget who does it. */
  readonly work: (run: ScheduledRun) => Promise<void>;
  /** For adding jobs, and for working on them. */
  readonly producer: Redis;
  readonly worker: Redis;
  readonly log: Logger;
  readonly heartbeatMs?: number;
};

/**
 * Does something again and again, at times that BullMQ keeps in Redis: in one process at a time, however
 * many there are. Redis may forget: a heartbeat outside it looks for each scheduler and makes it again. The
 * work is also done once at the start, for what was missed while nobody was there.
 */
export function startScheduled(options: ScheduledOptions): AsyncDisposable {
  const { name, work, producer, worker, log, heartbeatMs = HEARTBEAT_MS } = options;
  const stop = new AbortController();
  const stack = new AsyncDisposableStack();
  stack.use(
    startQueueWorker<object>({
      queue: name,
      work: (_job, { progress }) => work({ signal: stop.signal, progress }),
      connection: worker,
      concurrency: 1,
      log,
    }),
  );
  stack.defer(() => stop.abort());
  const queue = stack.adopt(createQueue(name, producer), (made) => made.close());
  let isStarted = false;
  const round = async (): Promise<void> => {
    // Whoever holds the one place and dies loses it with the lock of its job.
    await queue.setGlobalConcurrency(1);
    for (const [place, time] of options.times.entries())
      await keep(queue, `${name}-${place}`, time);
    if (isStarted) return;
    await queue.add(name, {}, { jobId: `${name}-at-start` });
    isStarted = true;
  };
  stack.use(startRounds({ name: `schedule of ${name}`, round, intervalMs: heartbeatMs, log }));
  return stack;
}

/** A run that failed is not repeated: the next one does what it has left. */
function createQueue(name: string, connection: Redis): Queue {
  const queue = new Queue(name, {
    connection,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', () => {
    // Told once by the connection (platform/stores/redis.ts); the heartbeat tries again.
  });
  return queue;
}

/** Makes a scheduler that is missing, that says another time, or whose next job is gone. */
async function keep(queue: Queue, id: string, time: ScheduledTime): Promise<void> {
  const known = await queue.getJobScheduler(id);
  const wanted =
    'everyMs' in time ? { every: time.everyMs } : { pattern: time.pattern, tz: time.zone };
  if (known !== undefined && isSame(known, wanted)) {
    const next = known.next ?? 0;
    // One that is overdue waits behind a long run. Made again it would be put off to its next time.
    if (next > Date.now() || (await queue.getJob(`repeat:${id}:${next}`)) !== undefined) return;
  }
  await queue.upsertJobScheduler(id, wanted, { name: queue.name, data: {} });
}

type Times = {
  readonly every?: number | undefined;
  readonly pattern?: string | undefined;
  readonly tz?: string | undefined;
};

function isSame(known: Times, wanted: Times): boolean {
  return known.every === wanted.every && known.pattern === wanted.pattern && known.tz === wanted.tz;
}
