import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startMongod } from '../../embedded/mongod/supervise.ts';
import { startPrivateRedis } from '../../embedded/redis/supervise.ts';
import { createLog } from '../../platform/process/log.ts';
import { assertKeepsJobs, connectRedis } from '../../platform/stores/redis.ts';
import { until } from '../support/until.ts';

const log = createLog('silent');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync('/tmp/stores-');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const redisOptions = (adopt: (pid: number | undefined) => void = () => {}) => ({
  folder,
  socketPath: join(folder, 'redis.sock'),
  path: process.env['PATH'],
  adopt,
  log,
});

it('starts a mongod as a replica set of one, on its socket alone', async () => {
  const command = join(folder, 'bin-mongod');
  const program = resolve('tests/support/mongod-stand-in/mongod.ts');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(command, 0o755);
  const socketPath = join(folder, 'store.sock');
  await using mongod = await startMongod({ command, folder, socketPath, adopt: () => {}, log });
  expect(mongod.uri).toBe(
    `mongodb://${encodeURIComponent(socketPath)}/tessera?directConnection=true&replicaSet=rs0`,
  );
  const told = readFileSync(join(folder, 'mongod', 'stand-in.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(told.map((line) => JSON.parse(line) as unknown)).toEqual([
    { argv: expect.arrayContaining(['--replSet', 'rs0', '--bind_ip', socketPath]) },
    { replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: socketPath }] } },
  ]);
});

it('says in one sentence that a program ended while starting, with its last words', async () => {
  const command = join(folder, 'bin-mongod');
  writeFileSync(command, '#!/bin/sh\necho "no space left" >&2\nexit 14\n', { mode: 0o755 });
  await expect(
    startMongod({ command, folder, socketPath: join(folder, 's'), adopt: () => {}, log }),
  ).rejects.toThrow('The mongod ended while starting (exit code 14). no space left');
});

it('runs a private Redis that keeps a file, evicts nothing and opens no port', async () => {
  await using redis = await startPrivateRedis(redisOptions());
  const client = connectRedis(redis.url, 'patient', log);
  try {
    await assertKeepsJobs(client);
    const settings = await client.config('GET', 'appendonly', 'port');
    expect(settings).toEqual(expect.arrayContaining(['appendonly', 'yes', 'port', '0']));
  } finally {
    client.disconnect();
  }
});

it('starts Redis again when it is killed, with what it had', async () => {
  let pid = 0;
  await using redis = await startPrivateRedis(redisOptions((adopted) => void (pid = adopted ?? 0)));
  const client = connectRedis(redis.url, 'patient', log);
  try {
    await client.set('kept', 'yes');
    await client.config('SET', 'appendfsync', 'always');
    await client.set('kept', 'still');
    const first = pid;
    process.kill(first, 'SIGKILL');
    await until(() => pid !== first, { what: 'another redis-server' });
    expect(await client.get('kept')).toBe('still');
  } finally {
    client.disconnect();
  }
});

it('refuses a Redis that may drop jobs', async () => {
  await using redis = await startPrivateRedis(redisOptions());
  const client = connectRedis(redis.url, 'patient', log);
  try {
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await expect(assertKeepsJobs(client)).rejects.toThrow(/allkeys-lru, which may drop jobs/);
  } finally {
    client.disconnect();
  }
});

it('says what to install where there is no redis-server', async () => {
  await expect(startPrivateRedis({ ...redisOptions(), path: '/nowhere' })).rejects.toThrow(
    /^redis-server is not on PATH: install Redis .*REDIS_URL\.$/,
  );
});
