import { Queue, type ConnectionOptions } from 'bullmq';
import type { Logger } from 'pino';
import type { ReaderId } from '../../../domain/reader-list/reader.ts';

export const READER_DEAD_LETTERS = 'reader-dead-letters';

/** Job data is clear text in Redis: a device, nothing about anybody. */
export type ReaderDeadLetter = {
  readonly readerId: ReaderId;
  /** When the failures began, ISO 8601. */
  readonly since: string;
  readonly code: string;
};

/**
 * The queue in which operators see dead readers: one job for each as long as it is dead. Nobody works on
 * these jobs, since the reader is tried on anyway. What Redis loses is added again at the next failure.
 */
export type DeadLetters = AsyncDisposable & {
  /** Neither throws nor is waited for; a letter that is there stays as it is. */
  add(letter: ReaderDeadLetter): void;
  remove(readerId: ReaderId): void;
};

export function createDeadLetters(connection: ConnectionOptions, log: Logger): DeadLetters {
  const queue = new Queue<ReaderDeadLetter>(READER_DEAD_LETTERS, { connection });
  queue.on('error', () => {
    // Told once by the connection (platform/stores/redis.ts).
  });
  const underWay = new Set<Promise<void>>();
  const tell = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.debug({ reason }, 'a dead letter will be written later');
    }
  };
  const follow = (work: Promise<unknown>): void => {
    const told = tell(work).finally(() => underWay.delete(told));
    underWay.add(told);
  };
  return {
    add: (letter) =>
      follow(queue.add('dead', letter, { jobId: jobIdOf(letter.readerId), attempts: 1 })),
    remove: (readerId) => follow(queue.remove(jobIdOf(readerId))),
    async [Symbol.asyncDispose]() {
      await Promise.all(underWay);
      await queue.close();
    },
  };
}

function jobIdOf(readerId: ReaderId): string {
  return `reader-${readerId}`;
}
