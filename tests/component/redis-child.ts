import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { connectRedis } from '../../platform/stores/redis.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';

export type RedisChild = AsyncDisposable & {
  /** As `connectRedis` takes it. */
  readonly url: string;
  /** A connection as the hub's answers use it, ready; closed with the child. */
  connect(): Promise<Redis>;
  /** Stops and resumes the process: it takes connections and answers nothing. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
};

/** A `redis-server` found on PATH, on a Unix socket, with nothing on disk. */
export async function startRedisChild(): Promise<RedisChild> {
  const folder = mkdtempSync(join(tmpdir(), 'lk-'));
  const socket = join(folder, 'redis.sock');
  const child = spawn(
    'redis-server',
    ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  const connections: Redis[] = [];
  await once(child, 'spawn');
  const url = `unix:${socket}`;
  return {
    url,
    async connect() {
      const redis = connectRedis(url, 'failFast', silent);
      connections.push(redis);
      await until(() => redis.status === 'ready', { what: 'redis-server' });
      return redis;
    },
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      for (const redis of connections) if (redis.status !== 'end') redis.disconnect();
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
