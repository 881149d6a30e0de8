import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/**
 * How the connection behaves while Redis is away: `failFast` for answers and producers (an
 * error within a second), `patient` for workers, which wait for it to come back.
 */
export type RedisManner = 'failFast' | 'patient';

/** Eviction could drop a job or a lock, so only this policy is taken. */
const SAFE_POLICY = 'noeviction';

/** @param url `redis://…`, `rediss://…`, or `unix:/path/of/socket`. */
export function connectRedis(url: string, manner: RedisManner, log: Logger): Redis {
  const options = redisOptions(manner);
  const redis = url.startsWith('unix:')
    ? new Redis(url.slice('unix:'.length), options)
    : new Redis(url, options);
  let isTold = false;
  redis.on('error', (error: Error) => {
    if (!isTold) log.warn({ reason: error.message }, 'redis is not answering');
    isTold = true;
  });
  redis.on('ready', () => {
    if (isTold) log.info('redis answers again');
    isTold = false;
  });
  return redis;
}

/**
 * @throws {Error} Redis does not answer within `patienceMs`, or may evict keys and so lose jobs.
 */
export async function assertKeepsJobs(redis: Redis, patienceMs = 5_000): Promise<void> {
  const policy = await within(patienceMs, evictionPolicy(redis));
  if (policy !== null && policy !== SAFE_POLICY) {
    throw new Error(
      `Redis has maxmemory-policy ${policy}, which may drop jobs: set it to ${SAFE_POLICY}.`,
    );
  }
}

/** @returns null where the service hides its configuration (managed Redis often does). */
async function evictionPolicy(redis: Redis): Promise<string | null> {
  await untilReady(redis);
  const info = await redis.info('memory');
  return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? null;
}

function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve) => {
    redis.once('ready', () => resolve());
  });
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`Redis gives no answer within ${ms} ms, look at REDIS_URL.`)),
    ms,
  );
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

function redisOptions(manner: RedisManner): RedisOptions & { replyMapping?: 'legacy' } {
  const retryStrategy = (attempt: number): number => Math.min(50 * 2 ** attempt, 2_000);
  if (manner === 'patient') return { maxRetriesPerRequest: null, retryStrategy };
  return {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 1_000,
    connectTimeout: 1_000,
    retryStrategy,
  };
}
