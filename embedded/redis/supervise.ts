import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { findOnPath } from '../find-on-path.ts';
import { startSupervisedChild } from '../supervised-child.ts';

export type PrivateRedisOptions = {
  /** Data folder of the hub; Redis keeps its append-only file in `redis` below it. */
  readonly folder: string;
  readonly socketPath: string;
  readonly path: string | undefined;
  readonly adopt: (pid: number | undefined) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly log: Logger;
};

/**
 * A private `redis-server` on a Unix socket: append-only file, nothing evicted, no TCP port.
 *
 * @returns Its address as `platform/stores/redis.ts` takes it.
 * @throws {Error} No `redis-server` on PATH, or it did not start.
 */
export async function startPrivateRedis({
  folder,
  socketPath,
  path,
  adopt,
  signal,
  log,
}: PrivateRedisOptions): Promise<{ readonly url: string } & AsyncDisposable> {
  const command = findOnPath('redis-server', path);
  if (command === null) {
    throw new Error(
      'redis-server is not on PATH: install Redis (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis), or set REDIS_URL.',
    );
  }
  const directory = join(folder, 'redis');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  rmSync(socketPath, { force: true });
  const child = await startSupervisedChild({
    name: 'redis-server',
    command,
    args: redisArguments(directory, socketPath),
    whenReady: (_child, over) => answers(socketPath, over),
    adopt,
    signal,
    log,
  });
  return { url: `unix:${socketPath}`, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

function redisArguments(directory: string, socketPath: string): string[] {
  return [
    ...['--port', '0', '--unixsocket', socketPath, '--unixsocketperm', '700'],
    ...['--dir', directory, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    ...['--maxmemory-policy', 'noeviction', '--daemonize', 'no', '--logfile', ''],
  ];
}

/** Resolves once Redis has read its file back and answers PING. */
async function answers(socketPath: string, signal: AbortSignal): Promise<void> {
  const redis = new Redis({ path: socketPath, lazyConnect: true, retryStrategy: () => 50 });
  redis.on('error', () => {
    // Not there yet; retryStrategy asks again.
  });
  try {
    while (!signal.aborted) {
      try {
        await redis.ping();
        return;
      } catch {
        await pause(25);
      }
    }
  } finally {
    redis.disconnect();
  }
}
