import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { socketFolder } from '../../embedded/socket-folder.ts';
import { createLog } from '../../platform/process/log.ts';
import { connectMongo } from '../../platform/stores/mongo.ts';
import { connectRedis } from '../../platform/stores/redis.ts';
import { createSeal } from '../../platform/stores/seal.ts';
import { SOCIAL_BONUS_REASONS } from '../../simulators/city/tax-record.ts';
import { PROFILES } from '../../simulators/city/transport-record.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';
import { AS_STAFF } from './whole-card.ts';

// Why somebody pays less is known to public transport (`Perfil`) and to the tax office (the Social
// Bonus mark). The simulated city plants every value of both; none may be anywhere in the hub.
const WORDS = [
  ...PROFILES,
  ...SOCIAL_BONUS_REASONS,
  ...['Perfil', 'BonoSocial', 'MotivoBonificacion', 'Bono Social'],
];

const dataDir = mkdtempSync(join(tmpdir(), 'hub-social-'));
const answers: string[] = [];
let hub: HubProcess;
let redis: Redis;
let store: Connection;
let staff: string;

beforeAll(async () => {
  hub = await startHubProcess({ dataDir, people: 150, environment: { HUB_LOG_LEVEL: 'trace' } });
  staff = await hub.token('staff', 'staff-1');
  const folder = socketFolder(dataDir);
  redis = connectRedis(`unix:${join(folder, 'redis.sock')}`, 'patient', createLog('silent'));
  // A compressed dump would hide a word from a search.
  await redis.config('SET', 'rdbcompression', 'no');
  store = await connectMongo({
    uri: `mongodb://${encodeURIComponent(join(folder, 'store.sock'))}/tessera?directConnection=true&replicaSet=rs0`,
  });
}, 90_000);
afterAll(async () => {
  redis.disconnect();
  await store.close();
  await hub[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const EVERYTHING = AS_STAFF.replace(
  'transport { purses { amount unit balanceAt }',
  'transport { state expiresOn movements { items { kind amount } } purses { name amount unit balanceAt }',
).replace(
  'bills { concept amountCents reference dueOn }',
  'bills { id concept amountCents reference dueOn paymentDocument { barcode } } subsidies { concept amountCents }',
);

async function askForEverybody(): Promise<void> {
  for (const { card } of hub.city.cardholders) {
    answers.push(JSON.stringify(await hub.ask(EVERYTHING, { n: card.number }, staff)));
  }
}

async function change(mutation: string, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
  answers.push(JSON.stringify(await hub.ask(query, { input }, staff)));
}

/** Everything the hub has told, written or kept, by where it is. */
async function everyPlace(): Promise<Readonly<Record<string, string>>> {
  const keys = await redis.keys('*');
  const dumps = await Promise.all(
    keys.map(async (key) => (await redis.dumpBuffer(key))?.toString('latin1') ?? ''),
  );
  const rows: string[] = [];
  for (const { name } of (await store.db?.listCollections().toArray()) ?? []) {
    rows.push(JSON.stringify(await store.collection(name).find().toArray()));
  }
  return {
    answers: answers.join('\n'),
    log: hub.output(),
    'Redis, jobs and all': [...keys, ...dumps].join('\n'),
    'last known values': await openLastKnown(),
    store: rows.join('\n'),
  };
}

async function openLastKnown(): Promise<string> {
  const secrets: unknown = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
  const key = /[0-9a-f]{64}/.exec(JSON.stringify(secrets))?.[0] ?? '';
  const seal = createSeal(Buffer.from(key, 'hex'));
  const opened: string[] = [];
  for (const name of await redis.keys('last-known:*')) {
    for (const [part, sealed] of Object.entries(await redis.hgetall(name))) {
      opened.push(seal.open(sealed, `${name}:${part}`));
    }
  }
  return opened.join('\n');
}

/** Whole words, spelt as the legacy systems spell them. */
function findWords(places: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    WORDS.filter((word) => new RegExp(`(?<![A-Za-z_])${word}(?![A-Za-z_])`).test(text)).map(
      (word) => `${place}: ${word}`,
    ),
  );
}

it('plants every profile and every Social Bonus mark in the simulated city', () => {
  const profiles = hub.city.cardholders.flatMap(({ transport }) => transport?.profile ?? []);
  const reasons = hub.city.cardholders.flatMap(
    ({ tax }) => tax?.bills.flatMap(({ reduction }) => reduction?.reason ?? []) ?? [],
  );
  expect(new Set(profiles)).toEqual(new Set(PROFILES));
  expect(SOCIAL_BONUS_REASONS.filter((reason) => !reasons.includes(reason))).toEqual([]);
});

it('lets no social category out, in good days and bad', async () => {
  await askForEverybody();
  for (const kind of ['malformed', 'error', 'close'] as const) {
    await hub.putFault('transport', kind);
    await hub.putFault('tax', kind);
    await askForEverybody();
  }
  await hub.putFault('transport', 'none');
  await hub.putFault('tax', 'none');
  const [first, second] = hub.city.cardholders.filter(({ transport }) => transport !== null);
  const key = { idempotencyKey: 'social-category-1' };
  await change('topUp', { card: first?.card.number, amountCents: 1_000, receipt: 'r-1', ...key });
  await change('blockCard', { number: second?.card.number, reason: 'DAMAGED', ...key });
  const places = await everyPlace();
  expect(Object.values(places).every((text) => text.length > 100)).toBe(true);
  expect(findWords(places)).toEqual([]);
}, 120_000);

it('would find one that leaked, in each place where it looked', async () => {
  const [profile = ''] = PROFILES.filter((name) => name !== 'GENERAL');
  answers.push(JSON.stringify({ data: { card: { transport: { profile } } } }));
  await redis.rpush('bull:planted:wait', JSON.stringify({ reason: SOCIAL_BONUS_REASONS[0] }));
  await store.collection('planted').insertOne({ profile });
  const places = await everyPlace();
  const log = `${places['log']}{"level":30,"msg":"tariff ${profile}"}\n`;
  const lastKnown = `${places['last known values']}{"value":{"perfil":"${profile}"}}`;
  const found = findWords({ ...places, log, 'last known values': lastKnown });
  expect(new Set(found.map((leak) => leak.split(':')[0]))).toEqual(new Set(Object.keys(places)));
  await store.collection('planted').drop();
  await redis.del('bull:planted:wait');
  await until(async () => (await redis.exists('bull:planted:wait')) === 0);
});
