import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Router } from 'express';
import type { Logger } from 'pino';

/** How often it is looked whether there is a queue that the board does not show yet. */
const LOOK_MS = 10_000;
const PREFIX = 'bull';

export type QueueBoardOptions = {
  readonly redis: Redis;
  /** Where the board is mounted, such as `/queues`. */
  readonly path: string;
  readonly log: Logger;
};

/** Every queue there is, found in Redis itself, so that a new one needs no word here. */
export function createQueueBoard({
  redis,
  path,
  log,
}: QueueBoardOptions): { readonly router: Router } & AsyncDisposable {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(path);
  const board = createBullBoard({ queues: [], serverAdapter: adapter });
  const shown = new Map<string, Queue>();
  const look = async (): Promise<void> => {
    for (const name of await queueNames(redis)) {
      if (shown.has(name)) continue;
      const queue = new Queue(name, { connection: redis, prefix: PREFIX });
      queue.on('error', () => {
        // Told once by the connection (platform/stores/redis.ts).
      });
      shown.set(name, queue);
      board.addQueue(new BullMQAdapter(queue));
    }
  };
  const lookSafely = (): void =>
    void look().catch((error: unknown) => log.debug({ err: error }, 'the queues cannot be seen'));
  lookSafely();
  const looking = setInterval(lookSafely, LOOK_MS);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the adapter types its router as anything
  const router = adapter.getRouter() as Router;
  return {
    router,
    async [Symbol.asyncDispose]() {
      clearInterval(looking);
      await Promise.all([...shown.values()].map((queue) => queue.close()));
    },
  };
}

/** Names of all queues: BullMQ keeps one `bull:NAME:meta` of each. */
async function queueNames(redis: Redis): Promise<readonly string[]> {
  const names = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${PREFIX}:*:meta`, 'COUNT', 1_000);
    for (const key of keys) names.add(key.slice(PREFIX.length + 1, -':meta'.length));
    cursor = next;
  } while (cursor !== '0');
  return [...names].toSorted();
}
