import type { Connection } from 'mongoose';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import type { storeSettings } from '../process/common-settings.ts';
import type { Logger } from '../process/log.ts';
import { connectMongo } from './mongo.ts';
import { assertKeepsJobs, connectRedis } from './redis.ts';
import { createKeyedHash, createSeal, type KeyedHash, type Seal } from './seal.ts';

/** What a role that keeps or remembers something works with. Disposing closes the connections. */
export type Stores = AsyncDisposable & {
  readonly connection: Connection;
  readonly redis: Redis;
  readonly seal: Seal;
  readonly hash: KeyedHash;
};

/**
 * Connects to the document store and to Redis.
 *
 * @throws {Error} One of them does not answer, or Redis may drop jobs.
 */
export async function openStores(
  settings: z.infer<typeof storeSettings>,
  log: Logger,
): Promise<Stores> {
  await using opening = new AsyncDisposableStack();
  const connection = opening.adopt(await connectMongo({ uri: settings.MONGODB_URI }), (mongo) =>
    mongo.close(),
  );
  const redis = opening.adopt(connectRedis(settings.REDIS_URL, 'failFast', log), (client) =>
    client.disconnect(),
  );
  await assertKeepsJobs(redis);
  const stack = opening.move();
  return {
    connection,
    redis,
    seal: createSeal(settings.HUB_SEAL_KEY),
    hash: createKeyedHash(settings.HUB_LOOKUP_KEY),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
