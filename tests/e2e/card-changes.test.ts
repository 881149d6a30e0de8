import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { socketFolder } from '../../embedded/socket-folder.ts';
import { createLog } from '../../platform/process/log.ts';
import { connectMongo } from '../../platform/stores/mongo.ts';
import { connectRedis } from '../../platform/stores/redis.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';
import { EXAMPLE } from './library-query.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'hub-changes-'));
let hub: HubProcess;
let redis: Redis;
let store: Connection;
let staff: string;

/** Cards with accounts in both libraries, each test its own. */
const numbers = (() => {
  let next = 0;
  return () => {
    const holder = hub.city.cardholders.filter((h) => h.municipalLibrary && h.regionalLibrary)[
      next
    ];
    next += 1;
    if (holder === undefined) throw new Error('the city has too few cardholders for these tests');
    return holder.card;
  };
})();

async function start(): Promise<void> {
  hub = await startHubProcess({
    dataDir,
    people: 60,
    environment: { HUB_OUTBOX_REQUEUE_MS: '1000' },
  });
  staff = await hub.token('staff', 'staff-1');
  const folder = socketFolder(dataDir);
  redis = connectRedis(`unix:${join(folder, 'redis.sock')}`, 'patient', createLog('silent'));
  store = await connectMongo({
    uri: `mongodb://${encodeURIComponent(join(folder, 'store.sock'))}/tessera?directConnection=true&replicaSet=rs0`,
  });
}

async function leave(): Promise<void> {
  redis.disconnect();
  await store.close();
}

beforeAll(start, 60_000);
afterAll(async () => {
  await leave();
  await hub[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

function change(mutation: string, number: string, key: string, more: object = {}) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const input = { number, idempotencyKey: key, ...more };
  return hub.ask(
    `mutation($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
    { input },
    staff,
  );
}

async function freshnessOf(number: string) {
  const { data, errors } = await hub.ask(EXAMPLE, { n: number }, staff);
  return { card: data?.['card'], codes: errors?.map(({ extensions }) => extensions?.['code']) };
}

const unfinished = () => store.collection('outbox').countDocuments({ state: { $ne: 'done' } });

it('forgets what it last knew of a card that is blocked, at once and for good', async () => {
  const { number, id } = numbers();
  await freshnessOf(number);
  await until(async () => (await redis.exists(`last-known:${id}`)) === 1);
  await hub.putFault('library', 'refuse');
  await change('blockCard', number, 'block-forgets', { reason: 'HOLDER_REQUEST' });
  const { card, codes } = await freshnessOf(number);
  expect(card).toMatchObject({
    status: 'BLOCKED',
    library: { mayBorrow: false, sources: [{ system: 'library', freshness: null }, {}] },
  });
  expect(codes).toContain('UPSTREAM_UNAVAILABLE');
  await until(async () => (await redis.exists(`last-known:${id}`)) === 0, {
    what: 'the values to go',
  });
  await hub.putFault('library', 'none');
  expect(await redis.exists(`last-known:${id}`)).toBe(0);
});

it('finishes the consequences of every change, though Redis is wiped meanwhile', async () => {
  const cards = [numbers(), numbers(), numbers(), numbers()];
  for (const [at, { number }] of cards.entries()) {
    await change('blockCard', number, `wiped-block-${at}`, { reason: 'DAMAGED' });
    await redis.flushall();
    await change('unblockCard', number, `wiped-unblock-${at}`);
    await redis.flushall();
  }
  await until(async () => (await unfinished()) === 0, { what: 'an outbox without open rows' });
  const rows = await store.collection('outbox').countDocuments({ state: 'done' });
  expect(rows).toBeGreaterThanOrEqual(cards.length * 2);
});

it('consumes the changes of one card in their order', async () => {
  const { number, id } = numbers();
  for (let round = 0; round < 5; round += 1) {
    await change('blockCard', number, `in-order-block-${round}`, { reason: 'DAMAGED' });
    await change('unblockCard', number, `in-order-unblock-${round}`);
  }
  await until(async () => (await unfinished()) === 0, { what: 'an outbox without open rows' });
  const rows = await store.collection('outbox').find({ cardId: id }).sort({ version: 1 }).toArray();
  const doneAt = rows.map((row) => Number(row['doneAt']));
  expect(doneAt).toHaveLength(10);
  expect(doneAt).toEqual(doneAt.toSorted((a, b) => a - b));
});

it('gives the first result byte for byte, for two at once and after a restart', async () => {
  const { number } = numbers();
  const token = staff;
  const body = JSON.stringify({
    query:
      'mutation($input: BlockCardInput!) { blockCard(input: $input) { ... on CardBlocked { card { number status version: status holder { displayName } } } } }',
    variables: { input: { number, reason: 'DAMAGED', idempotencyKey: 'same-bytes-1' } },
  });
  const send = async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${hub.url}/graphql`, { method: 'POST', headers, body });
    return response.text();
  };
  const [first, second] = await Promise.all([send(), send()]);
  await change('unblockCard', number, 'same-bytes-2');
  await leave();
  await hub.stop();
  await start();
  expect([second, await send()]).toEqual([first, first]);
  expect(first).toContain('"status":"BLOCKED"');
  const other = await change('blockCard', number, 'same-bytes-1', { reason: 'HOLDER_REQUEST' });
  expect(other.errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
}, 60_000);

it('still knows what a library said, after a restart while that library is down', async () => {
  const { number, id } = numbers();
  const live = await hub.ask(EXAMPLE, { n: number }, staff);
  await until(async () => (await redis.exists(`last-known:${id}`)) === 1);
  await leave();
  await hub.stop();
  await start();
  await hub.putFault('library', 'refuse');
  const { card } = await freshnessOf(number);
  await hub.putFault('library', 'none');
  const before = live.data?.['card'] as { readonly library: { readonly loans: unknown } };
  expect(card).toMatchObject({
    library: {
      loans: before.library.loans,
      source: { system: 'library', freshness: 'LAST_KNOWN' },
    },
  });
}, 60_000);

it('keeps nothing readable of anybody in Redis', async () => {
  const [{ number }, people] = [numbers(), hub.city.cardholders];
  await freshnessOf(number);
  // A compressed dump would hide a name from a search.
  await redis.config('SET', 'rdbcompression', 'no');
  const keys = await redis.keys('*');
  const dump = await Promise.all(keys.map(async (key) => (await redis.dump(key)) ?? ''));
  const text = [...keys, ...dump].join('\n');
  const readable = people.flatMap((person) =>
    [
      person.familyName,
      person.civilId,
      person.card.number,
      person.card.chipUid,
      person.municipalLibrary?.account,
    ]
      .filter((word) => word !== undefined && word.length > 5)
      .filter((word) => text.includes(word ?? '')),
  );
  expect(readable).toEqual([]);
});
