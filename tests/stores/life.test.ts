import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { isAlive, identityOf } from '../../embedded/process-identity.ts';
import { until } from '../support/until.ts';
import { startBareStore } from './bare-store.ts';
import { startEmbedded } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync('/tmp/store-');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps its data from one start to the next', async () => {
  for (let starts = 1; starts <= 3; starts++) {
    await using store = await startEmbedded({ folder });
    await using client = await MongoClient.connect(store.uri);
    const things = client.db().collection('things');
    await things.createIndex({ starts: 1 }, { unique: true });
    await things.insertOne({ starts });
    expect(await things.countDocuments()).toBe(starts);
  }
});

it('refuses a folder that another store holds, in a sentence', async () => {
  await using first = await startEmbedded({ folder });
  const second = startEmbedded({ folder, socketName: 'other.sock' });
  await expect(second).rejects.toThrow(/store is in use by another process/);
  await using client = await MongoClient.connect(first.uri);
  expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
});

it('says in a sentence where it cannot listen', async () => {
  const nowhere = startEmbedded({ folder, socketName: 'no/such/place.sock' });
  await expect(nowhere).rejects.toThrow(/cannot listen on .*no\/such\/place\.sock/);
});

it('is started again when it is killed, and is the same store under the same address', async () => {
  await using store = await startEmbedded();
  await using client = await MongoClient.connect(store.uri);
  await client.db().collection('things').insertOne({ n: 1 });
  await store.kill();
  // Until it listens again a call fails with a network error, and whoever asked asks again.
  const count = () =>
    client
      .db()
      .collection('things')
      .countDocuments()
      .catch(() => null);
  await until(async () => (await count()) !== null);
  expect(await count()).toBe(1);
});

it('finishes the write that is running when it is told to end', async () => {
  await using store = await startBareStore();
  await using client = await MongoClient.connect(store.uri);
  const things = client.db().collection('things');
  await things.insertOne({ n: 0 });
  const writes = Promise.allSettled(
    Array.from({ length: 50 }, (_none, n) => things.insertOne({ n: n + 1 })),
  );
  const gone = once(store.child(), 'exit');
  store.child().kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
  await store.killAndRestart();
  const told = (await writes).filter(({ status }) => status === 'fulfilled').length;
  expect(await things.countDocuments()).toBeGreaterThanOrEqual(told + 1);
});

it('ends when its parent is killed', async () => {
  const parent = join(folder, 'parent.ts');
  const main = join(process.cwd(), 'embedded/document-store/main.ts');
  writeFileSync(
    parent,
    `import { fork } from 'node:child_process';
     const args = ['--folder', ${JSON.stringify(folder)}, '--socket', ${JSON.stringify(join(folder, 's.sock'))}];
     const child = fork(${JSON.stringify(main)}, args, { detached: true });
     child.once('message', () => console.log(child.pid));`,
  );
  const hub = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(hub.stdout, 'data');
  const store = identityOf(Number(String(line)));
  hub.kill('SIGKILL');
  await until(() => store === null || !isAlive(store), { what: 'the store to end' });
  expect(store).not.toBeNull();
});

it('lets nobody but its owner in', async () => {
  await using store = await startEmbedded({ folder });
  expect(statSync(store.socketPath).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'store')).mode & 0o777).toBe(0o700);
});

it.each([
  ['a length that no message has', Buffer.from('ffffff7f00000000', 'hex')],
  ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
])('cuts a connection that sends %s, and goes on', async (_what, bytes) => {
  await using store = await startEmbedded({ folder });
  const socket = connect(store.socketPath);
  socket.end(bytes);
  await once(socket.resume(), 'close');
  await using client = await MongoClient.connect(store.uri);
  expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
});

it('answers a message that holds no command with an error, and goes on with the connection', async () => {
  await using store = await startEmbedded({ folder });
  const socket = connect(store.socketPath);
  const broken = Buffer.alloc(26);
  broken.writeInt32LE(26, 0);
  broken.writeInt32LE(7, 4);
  broken.writeInt32LE(2013, 12);
  for (let times = 0; times < 2; times++) {
    socket.write(broken);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.readInt32LE(8)).toBe(7);
  }
  socket.destroy();
});

it('holds less anonymous memory than it may, after many writes', async () => {
  await using store = await startEmbedded();
  await using client = await MongoClient.connect(store.uri);
  const things = client.db().collection('things');
  await things.createIndex({ k: 1 });
  for (let from = 0; from < 20_000; from += 1000) {
    await things.insertMany(
      Array.from({ length: 1000 }, (_none, n) => ({ k: `${from}-${n}`, text: 'x'.repeat(300) })),
    );
  }
  const status = readFileSync(`/proc/${store.pid()}/status`, 'utf8');
  const megabytes = Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024;
  expect(megabytes).toBeGreaterThan(10);
  expect(megabytes).toBeLessThan(300);
});
