import { Queue, type ConnectionOptions } from 'bullmq';

/** Changes of rights on their way into the readers' lists. */
export const READER_LISTS = 'reader-lists';

/** Those by which somebody is refused: a queue of their own, so that no other change is before them. */
export const READER_LISTS_URGENT = 'reader-lists-urgent';

/** Job data is clear text in Redis: an id and a version, nothing about anybody. */
export type ReaderListJob = {
  readonly cardId: string;
  /** Of the card's rights. */
  readonly version: number;
};

export type DueRight = ReaderListJob & {
  /** True when it was queued before: its job may lie with a worker that died, and is not waited for. */
  readonly isRepeated: boolean;
};

/** Where due changes go; a queue collapses a job that it already holds. */
export type ReaderListQueue = {
  add(due: readonly DueRight[], options: { readonly isUrgent: boolean }): Promise<void>;
  /** Jobs that are not urgent and that nobody works on yet. */
  countWaiting(): Promise<number>;
};

/** Finished and failed jobs leave Redis at once: the rows of the right changes remember. */
export function createReaderListQueue(
  connection: ConnectionOptions,
): ReaderListQueue & AsyncDisposable {
  const usual = openQueue(READER_LISTS, connection);
  const urgent = openQueue(READER_LISTS_URGENT, connection);
  return {
    async add(due, { isUrgent }) {
      await (isUrgent ? urgent : usual).addBulk(
        due.map(({ cardId, version, isRepeated }) => ({
          name: 'right.changed',
          data: { cardId, version },
          // At most two jobs of a row, of which one may do nothing.
          opts: { jobId: `reader-list-${cardId}-v${version}${isRepeated ? '-again' : ''}` },
        })),
      );
    },
    countWaiting: () => usual.getWaitingCount(),
    async [Symbol.asyncDispose]() {
      await Promise.all([usual.close(), urgent.close()]);
    },
  };
}

function openQueue(name: string, connection: ConnectionOptions): Queue<ReaderListJob> {
  const queue = new Queue<ReaderListJob>(name, {
    connection,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', () => {
    // Told once by the connection (platform/stores/redis.ts); the relay tries again.
  });
  return queue;
}
