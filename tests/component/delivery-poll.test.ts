import { expect, it } from '@jest/globals';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { until } from '../support/until.ts';
import { reachedOf, startDelivering, type Delivering } from './delivery-harness.ts';
import { createWordLists, digestOf } from './delivery-lists.ts';
import { createWordReader, reader } from './delivery-reader.ts';

const [POOLS] = createWordLists(['pools']).groups.map(({ id }) => id) as [never];
const ID = parseReaderId('a');

async function startPolling(environment: Record<string, string> = {}) {
  const lists = createWordLists(['pools']);
  const hub = await startDelivering(lists, [reader('a', 'pools'), reader('b', 'pools')], {
    environment,
  });
  const words = createWordReader('a', 'pools');
  const ask = async (waitMs: number, signal = new AbortController().signal) => {
    const given = await hub.delivery.poll(ID, [...words.held.values()], { waitMs, signal });
    words.take(given);
    return given.length;
  };
  return { lists, hub, words, ask, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

function lagOf({ delivery }: Delivering) {
  return delivery.states().find(({ readerId }) => readerId === ID);
}

it('answers at once when there is something, and else when it comes', async () => {
  await using polling = await startPolling();
  polling.lists.publish(POOLS, 'deny');
  expect(await polling.ask(0)).toBe(1);
  const waiting = polling.ask(20_000);
  polling.lists.publish(POOLS, 'deny');
  expect(await waiting).toBe(1);
  expect(polling.words.given).toEqual(['deny *1', 'deny 1>2']);
});

it('answers with nothing when the time is over, and when nobody waits any more', async () => {
  await using polling = await startPolling();
  expect(await polling.ask(30)).toBe(0);
  const gone = new AbortController();
  const waiting = polling.ask(20_000, gone.signal);
  gone.abort();
  expect(await waiting).toBe(0);
});

it('ends the earlier request of a reader that asks again', async () => {
  await using polling = await startPolling();
  const earlier = polling.ask(20_000);
  const later = polling.ask(20_000);
  expect(await earlier).toBe(0);
  polling.lists.publish(POOLS, 'deny');
  expect(await later).toBe(1);
});

it('takes the next request for an acknowledgement', async () => {
  await using polling = await startPolling();
  const { lists, hub, ask } = polling;
  hub.registry.readers.delete(parseReaderId('b'));
  await hub.delivery.refresh();
  lists.publish(POOLS, 'deny');
  await ask(0);
  await until(() => (lagOf(hub)?.lagMs ?? 0) > 0);
  await ask(0);
  await until(() => reachedOf(hub) === 1);
  expect(lagOf(hub)).toMatchObject({ lagMs: 0, behindSteps: 0, failures: 0 });
});

it('holds back what a reader was given and did not keep, longer each time', async () => {
  const pauses = { HUB_READERS_FIRST_PAUSE_MS: '40', HUB_READERS_LONGEST_PAUSE_MS: '1000' };
  await using polling = await startPolling(pauses);
  polling.lists.publish(POOLS, 'deny');
  const none = { waitMs: 1_000, signal: new AbortController().signal };
  const startedAt = performance.now();
  for (let n = 0; n < 4; n += 1) await polling.hub.delivery.poll(ID, [], none);
  expect(performance.now() - startedAt).toBeGreaterThan(40 + 80 + 160 - 10);
  expect(lagOf(polling.hub)?.failures).toBe(3);
});

it('gives a whole list to a reader that says its digest is wrong', async () => {
  await using polling = await startPolling();
  const { lists, words, hub, ask } = polling;
  for (let n = 0; n < 3; n += 1) lists.publish(POOLS, 'deny');
  words.held.set('deny', {
    name: 'deny',
    epoch: 1,
    sequence: 2,
    digest: digestOf('x', 'deny', 2),
  });
  await ask(0);
  hub.delivery.heard({ ...words.report(), answer: 'Failed', refusal: 'wrongDigest' });
  await ask(1_000);
  expect(words.given).toEqual(['deny 2>3', 'deny *3']);
});

it('gives whole lists to a reader that refuses what it is given as too old, and has the lists overtake it', async () => {
  await using polling = await startPolling();
  const { lists, words, hub, ask } = polling;
  for (let n = 0; n < 3; n += 1) lists.publish(POOLS, 'deny');
  const older = {
    name: 'deny',
    epoch: 1,
    sequence: 2,
    digest: digestOf('pools', 'deny', 2),
  } as const;
  words.held.set('deny', older);
  await hub.delivery.poll(ID, [older], { waitMs: 0, signal: new AbortController().signal });
  hub.delivery.heard({ ...words.report(), answer: 'VersionMismatch', refusal: 'rollback' });
  await ask(1_000);
  expect(words.given).toEqual(['deny *3']);
  expect(lists.overtaken).toEqual([[older]]);
});

it('calls a reader dead that was silent for too long, until it comes again', async () => {
  await using polling = await startPolling({ HUB_READERS_DEAD_MS: '50' });
  const { hub, ask } = polling;
  await until(() => (lagOf(hub)?.deadSince ?? null) !== null);
  expect(lagOf(hub)?.code).toBe('silent');
  await ask(0);
  expect(lagOf(hub)).toMatchObject({ deadSince: null, code: null });
});
