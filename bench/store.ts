import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Document } from 'mongodb';
import { pino } from 'pino';
import { startDocumentStore } from '../embedded/document-store/supervise.ts';
import { percentile, runLoad } from './support/load.ts';
import { cpuMs, memoryMiB } from './support/process-usage.ts';
import { jsonPathFrom, report, type Figure } from './support/report.ts';

/**
 * What the embedded document store does on this machine, client and store sharing it:
 * `node bench/store.ts [--cards 300000] [--json FILE]`.
 */
const CARDS = Number(argumentOf('--cards') ?? 300_000);
const BATCH = 1_000;
const CLIENTS = 20;
const SECONDS = 5;
/** Before each measurement: the first ten thousand requests of a kind are compiled on the way. */
const WARM_UP_SECONDS = 3;

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const figures: Figure[] = [];
let storePid = 0;

const store = await startDocumentStore({
  folder: join(folder, 'store'),
  socketPath: join(folder, 'store.sock'),
  adopt: (pid) => (storePid = pid ?? 0),
  log: pino({ level: 'warn' }),
});
const client = await MongoClient.connect(store.uri, { maxPoolSize: 50 });
const cards = client.db().collection('cards');

try {
  await load();
  await readOnly();
  await writeLoad();
  await readWhile('an index is built', () => cards.createIndex({ issuedOn: 1 }));
  await readWhile('the collection is scanned', () => cards.findOne({ note: 'nowhere' }));
  await readWhile('48,000 documents are updated', () =>
    cards.updateMany({ holderId: { $lt: holderOf(48_000) } }, { $inc: { seen: 1 } }),
  );
  await readWhile('all is grouped', () =>
    cards.aggregate([{ $group: { _id: '$status', cards: { $sum: 1 } } }]).toArray(),
  );
  await readWhile('1,000 are inserted at a time', async () => {
    for (let from = 0; from < 20_000; from += BATCH) await cards.insertMany(batch(CARDS + from));
  });
  figures.push({
    name: 'file',
    value: megabytes(statSync(join(folder, 'store', 'store.mdb')).size),
    unit: 'MiB',
  });
  report('Embedded document store', figures, { jsonPath: jsonPathFrom(process.argv) });
} finally {
  await client.close();
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}

async function load(): Promise<void> {
  await cards.createIndexes([
    { key: { number: 1 }, unique: true },
    { key: { mediumToken: 1 }, unique: true, partialFilterExpression: { status: 'ACTIVE' } },
    { key: { accountKeys: 1 }, unique: true, sparse: true },
    { key: { holderId: 1, number: 1 } },
    { key: { chipKeys: 1 } },
  ]);
  const began = performance.now();
  for (let from = 0; from < CARDS; from += 2 * BATCH) {
    await Promise.all([cards.insertMany(batch(from)), cards.insertMany(batch(from + BATCH))]);
  }
  const seconds = (performance.now() - began) / 1000;
  figures.push(
    { name: `load ${CARDS} cards, 5 indexes`, value: seconds, unit: 's', limit: '<= 60' },
    anonymousMemory('after loading'),
  );
}

async function readOnly(): Promise<void> {
  await measure('findOne by unique key', byNumber, '>= 5000');
  await measure('findOne by multikey', (n) => cards.findOne({ chipKeys: chipOf(n) }));
  await measure('range and sort, limit 10', (n) =>
    cards
      .find({ holderId: holderOf(n) })
      .sort({ number: -1 })
      .limit(10)
      .toArray(),
  );
  figures.push(anonymousMemory('after reading'));
}

async function writeLoad(): Promise<void> {
  await measure('findOneAndUpdate, durable', (n) =>
    cards.findOneAndUpdate({ number: numberOf(n) }, { $inc: { seen: 1 } }),
  );
  await measure('transaction of 2 writes', transfer);
  figures.push(anonymousMemory('after writing'));
}

function transfer(n: number): Promise<unknown> {
  return client.withSession((session) =>
    session.withTransaction(async () => {
      await cards.updateOne({ number: numberOf(n) }, { $inc: { seen: 1 } }, { session });
      await client.db().collection('outbox').insertOne({ about: n }, { session });
    }),
  );
}

/** The slowest indexed read among those that run while something long goes on. */
async function readWhile(what: string, work: () => Promise<unknown>): Promise<void> {
  const state = { isDone: false };
  const began = performance.now();
  const done = work().finally(() => (state.isDone = true));
  const latencies: number[] = [];
  while (!state.isDone) {
    const sent = performance.now();
    await byNumber(latencies.length % CARDS);
    latencies.push(performance.now() - sent);
  }
  await done;
  const sorted = latencies.toSorted((a, b) => a - b);
  figures.push(
    { name: `${what}: takes`, value: (performance.now() - began) / 1000, unit: 's' },
    { name: `${what}: slowest read`, value: sorted.at(-1) ?? 0, unit: 'ms', limit: '<= 100' },
    { name: `${what}: read p99`, value: percentile(sorted, 0.99), unit: 'ms' },
    anonymousMemory(what),
  );
}

/** Twenty clients, each with its next request when the last is answered. The store's CPU time
 * says what other work on the machine cannot distort. */
async function measure(
  name: string,
  send: (n: number) => Promise<unknown>,
  limit?: string,
): Promise<void> {
  const sendAny = async () => {
    await send(Math.floor(Math.random() * CARDS));
    return true;
  };
  await runLoad(CLIENTS, WARM_UP_SECONDS, sendAny);
  const cpuBefore = cpuMs(storePid);
  const { requests, seconds, latencies } = await runLoad(CLIENTS, SECONDS, sendAny);
  const cpu = ((cpuMs(storePid) - cpuBefore) * 1000) / requests;
  figures.push(
    { name, value: requests / seconds, unit: '/s', ...(limit !== undefined && { limit }) },
    { name: `${name}: p50`, value: percentile(latencies, 0.5), unit: 'ms' },
    { name: `${name}: p99`, value: percentile(latencies, 0.99), unit: 'ms' },
    { name: `${name}: CPU of the store`, value: cpu, unit: 'us each' },
  );
}

/** Pages of the data file are the kernel's to take back; these are not. */
function anonymousMemory(when: string): Figure {
  const value = memoryMiB(storePid).anonymous;
  return { name: `anonymous memory ${when}`, value, unit: 'MiB', limit: '< 300' };
}

function byNumber(n: number): Promise<Document | null> {
  return cards.findOne({ number: numberOf(n) });
}

function batch(from: number): Document[] {
  return Array.from({ length: BATCH }, (_none, place) => card(from + place));
}

/** About 400 bytes. */
function card(n: number): Document {
  return {
    number: numberOf(n),
    mediumToken: `t-${mixed(n)}-${n}`,
    chipKeys: [chipOf(n), `old-${chipOf(n)}`],
    ...(n % 3 === 0 && { accountKeys: [`library:${mixed(n)}${n}`, `sports:${mixed(n)}${n}`] }),
    holderId: holderOf(n),
    status: n % 10 === 0 ? 'BLOCKED' : 'ACTIVE',
    issuedOn: new Date(1_700_000_000_000 + mixed(n)),
    seen: 0,
    note: 'x'.repeat(80),
  };
}

function numberOf(n: number): string {
  return `9724${String(mixed(n)).padStart(10, '0')}${String(n).padStart(6, '0')}`;
}

function chipOf(n: number): string {
  return (
    mixed(n + 7)
      .toString(16)
      .padStart(8, '0') + n.toString(16)
  );
}

function holderOf(n: number): string {
  return `holder-${String(Math.floor(n / 2)).padStart(8, '0')}`;
}

/** Spreads keys as random ones are, the same in every run. */
function mixed(n: number): number {
  return Math.imul(n + 1, 2_654_435_761) >>> 0;
}

function megabytes(bytes: number): number {
  return bytes / 2 ** 20;
}

function argumentOf(name: string): string | undefined {
  const place = process.argv.indexOf(name);
  return place === -1 ? undefined : process.argv[place + 1];
}
