import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { socketFolder } from '../../embedded/socket-folder.ts';
import { findFreePort } from '../../embedded/free-port.ts';
import { createLog } from '../../platform/process/log.ts';
import { connectMongo } from '../../platform/stores/mongo.ts';
import { connectRedis } from '../../platform/stores/redis.ts';
import { findTokens } from '../../scripts/wallet.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { createReaderFleet, type ReaderFleet } from '../support/reader-fleet.ts';
import { until } from '../support/until.ts';

// What jobs, logs and rows tell of people while readers are kept up to date, in good minutes and in
// bad ones. Everybody in the simulated city is looked for by all that they could be known by.
const PEOPLE = 120;
const log = createLog('silent');
const dataDir = mkdtempSync(join(tmpdir(), 'hub-privacy-'));
const told: string[] = [];
let hub: HubProcess;
let redis: Redis;
let store: Connection;
let storeUri: string;
let staff: string;
let tokens: ReadonlyMap<string, string>;
let fleet: ReaderFleet;

beforeAll(async () => {
  hub = await startHubProcess({
    dataDir,
    people: PEOPLE,
    environment: {
      ...{ HUB_LOG_LEVEL: 'trace', HUB_READERS_DEAD_FAILURES: '2', HUB_READERS_DEAD_MS: '1' },
      HUB_READERS_DOOR_PORT: String(await findFreePort()),
    },
  });
  staff = await hub.token('staff', 'staff-1');
  const folder = socketFolder(dataDir);
  redis = connectRedis(`unix:${join(folder, 'redis.sock')}`, 'patient', log);
  // A compressed dump would hide a word from a search.
  await redis.config('SET', 'rdbcompression', 'no');
  storeUri = `mongodb://${encodeURIComponent(join(folder, 'store.sock'))}/tessera?directConnection=true&replicaSet=rs0`;
  store = await connectMongo({ uri: storeUri });
  fleet = await startReaders();
  mkdirSync(join(dataDir, 'readers'), { mode: 0o700 });
  tokens = await findTokens(
    hub.city.cardholders.map(({ card }) => card.number),
    { dataDir, storeUri },
  );
}, 180_000);
afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  redis?.disconnect();
  await store?.close();
  await hub?.[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** Where the running hub says that its readers' door is. */
function door(): string {
  const run = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as Record<string, string>;
  return `http://127.0.0.1:${run['HUB_READERS_DOOR_PORT']}`;
}

async function change(mutation: string, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
  told.push(JSON.stringify(await hub.ask(query, { input }, staff)));
}

/** Two that are well, and one that the hub calls in vain, so that there are dead letters. */
async function startReaders(): Promise<ReaderFleet> {
  const planned = [
    { id: 'pools-1', group: 'pools', place: 'El Llano', way: { kind: 'POLL' } },
    { id: 'bus-1', group: 'bus-line-1', place: 'Línea 1', way: { kind: 'POLL' } },
    {
      id: 'dead-1',
      group: 'pools',
      place: 'El Llano',
      way: { kind: 'PUSH', url: 'http://127.0.0.1:9/dead-1' },
    },
  ];
  for (const one of planned)
    await change('registerReader', { idempotencyKey: `register-${one.id}`, ...one });
  const readers = planned.slice(0, 2).map(async ({ id, group }) => {
    return { id, group, way: 'poll' as const, token: await hub.token('reader', id) };
  });
  const made = createReaderFleet({
    ...{ door: door(), broker: 'mqtt://127.0.0.1:9', pushPort: 0 },
    folder: join(dataDir, 'fleet'),
    readers: await Promise.all(readers),
  });
  await made.start();
  return made;
}

/** All by which somebody in the city could be known, as text of one byte a character. */
function needles(): readonly string[] {
  return hub.city.cardholders.flatMap(({ card, civilId, givenName, familyName, birthDate }) => {
    const token = Buffer.from(tokens.get(card.number) ?? '', 'hex');
    if (token.length !== 16) throw new Error(`nobody knows the token of ${card.number}`);
    const uid = Buffer.from(card.chipUid, 'hex');
    const digits = (bytes: Buffer) => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
    const bytes = [token, uid, Buffer.from(uid.toReversed())];
    const base64 = token.toString('base64').slice(0, 21);
    const names = birthDate === null ? [familyName] : [`${givenName} ${familyName}`, familyName];
    return [
      ...[card.number, civilId, base64, base64.replaceAll('+', '-').replaceAll('/', '_')],
      ...bytes.flatMap((one) => [...digits(one), one.toString('latin1')]),
      ...names.map((name) => Buffer.from(name).toString('latin1')),
    ];
  });
}

function findPeople(places: Readonly<Record<string, string>>): readonly string[] {
  const all = needles();
  return Object.entries(places).flatMap(([place, text]) =>
    all.filter((needle) => text.includes(needle)).map((needle) => `${place}: ${needle}`),
  );
}

/** Everything in Redis: keys, and every value as it is kept, jobs with reasons and stacks too. */
async function dumpRedis(): Promise<readonly string[]> {
  const keys = await redis.keys('*');
  const dumped = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return [...keys, ...dumped.map((dump) => dump?.toString('latin1') ?? '')];
}

/** Rows as bytes. Numbers, chips and their cards are the cards subgraph's own, and readable there. */
async function dumpStore(): Promise<string> {
  const rows: string[] = [];
  for (const { name } of (await store.db?.listCollections().toArray()) ?? []) {
    if (name === 'cards') continue;
    const found = await store.collection(name).find({}, { raw: true }).toArray();
    rows.push(...found.map((row) => (row as unknown as Buffer).toString('latin1')));
  }
  return rows.join('\n');
}

async function everyPlace(
  redisDumps: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const state =
    '{ syncState { deadReaders queues { name failed } builds { kind } } readers { items { id } } }';
  const operators = JSON.stringify([await hub.ask(state, {}, staff), await hub.calls()]);
  // What it greets with is for whoever started it, and has an example's number in it.
  const logged = hub
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return {
    Redis: [...redisDumps, ...(await dumpRedis())].join('\n'),
    log: Buffer.from(logged.join('\n')).toString('latin1'),
    store: await dumpStore(),
    'what operators see': operators,
  };
}

/** Facts, passes, blocks and taps of one person after another. */
async function makeChanges(from: number, to: number): Promise<void> {
  for (const [at, { card }] of hub.city.cardholders.slice(from, to).entries()) {
    const idempotencyKey = `privacy-${from + at}`;
    const of = { idempotencyKey, card: card.number };
    await change('grantPass', { ...of, service: 'swimming-pools' });
    if (at % 3 === 0)
      await change('blockCard', { idempotencyKey, number: card.number, reason: 'DAMAGED' });
    for (const reader of ['pools-1', 'bus-1'])
      await fleet.tap(reader, tokens.get(card.number) ?? '');
  }
}

/** Jobs that fail for good: with each queue's worker as it is, on what no card is. */
async function failJobs(): Promise<void> {
  const names = (await redis.keys('bull:*:meta')).flatMap((key) => key.split(':')[1] ?? []);
  for (const name of names) {
    const queue = new Queue(name, { connection: redis });
    await queue.add('broken', { cardId: { $gt: '' }, rowId: 7 }, { attempts: 1 });
    await queue.close();
  }
}

function killStore(): void {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(hub.child.pid)], {
    encoding: 'utf8',
  });
  const line = children.split('\n').find((one) => one.includes('document-store'));
  process.kill(Number.parseInt(line?.trim() ?? '', 10), 'SIGKILL');
}

it('names nobody in jobs, logs, rows and what operators see, under load and with failed jobs', async () => {
  // What stays the same from one dump to the next is looked at once.
  const taken = new Set<string>();
  const ended = new AbortController();
  const dumping = (async () => {
    while (!ended.signal.aborted) {
      for (const value of await dumpRedis()) taken.add(value);
      await pause(50);
    }
  })();
  await makeChanges(0, 15);
  await failJobs();
  const changing = makeChanges(15, 30);
  killStore();
  await changing;
  await until(async () => (await redis.keys('bull:*:failed')).length > 0, {
    patienceMs: 30_000,
    what: 'failed jobs',
  });
  await until(async () => (await store.collection('uses').countDocuments()) > 0, {
    patienceMs: 30_000,
    what: 'uses',
  });
  ended.abort();
  await dumping;
  const places = await everyPlace([...taken]);
  expect(Object.values(places).every((text) => text.length > 100)).toBe(true);
  expect(places['Redis']).toMatch(/failedReason|stacktrace/);
  expect(findPeople(places)).toEqual([]);
}, 180_000);

it('would find each thing by which somebody is known, in each place where it looked', async () => {
  const [holder] = hub.city.cardholders;
  const token = tokens.get(holder?.card.number ?? '') ?? '';
  await redis.hset('bull:planted:1', 'failedReason', `no card ${holder?.card.number}`);
  await store.collection('planted').insertOne({ medium: Buffer.from(token, 'hex') });
  const places = await everyPlace([]);
  const leaky = {
    ...places,
    log: `${places['log']}{"msg":"${holder?.civilId} tapped"}`,
    'what operators see': `${places['what operators see']}{"id":"${holder?.card.chipUid.toLowerCase()}"}`,
  };
  const found = findPeople(leaky).map((leak) => leak.split(':')[0]);
  expect(new Set(found)).toEqual(new Set(Object.keys(places)));
  await store.collection('planted').drop();
  await redis.del('bull:planted:1');
});
