import { expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { READER_DEAD_LETTERS } from '../../sync/readers/delivery/dead-letters.ts';
import { RECONCILE_READERS } from '../../sync/readers/delivery/reconciliation.ts';
import { until } from '../support/until.ts';
import { startDelivering, type Delivering } from './delivery-harness.ts';
import { createWordLists, digestOf } from './delivery-lists.ts';
import { startPushReaders } from './delivery-push-readers.ts';

const [POOLS] = createWordLists(['pools']).groups.map(({ id }) => id) as [never];
const PAIR = [
  ['a', 'pools'],
  ['b', 'pools'],
] as const;

async function startPair(environment: Record<string, string> = {}) {
  await using starting = new AsyncDisposableStack();
  const readers = starting.use(await startPushReaders(PAIR));
  readers.manners.set('a', 'cut');
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  const hub = starting.use(await startDelivering(lists, readers.readers, { environment }));
  const stack = starting.move();
  return { readers, lists, hub, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function isDead({ delivery }: Delivering): boolean {
  return (delivery.state(parseReaderId('a'))?.deadSince ?? null) !== null;
}

async function lettersOf({ redis }: Delivering) {
  const queue = new Queue(READER_DEAD_LETTERS, { connection: redis });
  try {
    return (await queue.getJobs()).map((job) => job.data as { readerId: string; code: string });
  } finally {
    await queue.close();
  }
}

it('lays a dead reader before operators, and takes it back when it lives', async () => {
  await using pair = await startPair();
  await until(() => isDead(pair.hub));
  await until(async () => (await lettersOf(pair.hub)).length === 1);
  const [letter] = await lettersOf(pair.hub);
  expect(letter).toMatchObject({ readerId: 'a', code: 'UPSTREAM_UNAVAILABLE' });
  pair.readers.manners.delete('a');
  await until(() => pair.readers.get('a').held.size === 1);
  await until(async () => (await lettersOf(pair.hub)).length === 0);
  expect(isDead(pair.hub)).toBe(false);
});

it('tries a dead reader at once when somebody asks for it in the registry', async () => {
  await using pair = await startPair({
    HUB_READERS_LONGEST_PAUSE_MS: '60000',
    HUB_READERS_DEAD_FAILURES: '1',
    HUB_READERS_DEAD_MS: '1',
    HUB_READERS_FIRST_PAUSE_MS: '60000',
  });
  await until(() => pair.hub.delivery.state(parseReaderId('a'))?.failures === 1);
  pair.readers.manners.delete('a');
  pair.hub.registry.replayAskedAt = new Date(Date.now() + 1);
  await until(() => pair.hub.delivery.state(parseReaderId('a'))?.failures === 0);
  expect(pair.readers.get('a').given).toEqual(['deny *1']);
});

it('lays a dead reader before operators again when Redis has lost everything', async () => {
  await using pair = await startPair();
  await until(async () => (await lettersOf(pair.hub)).length === 1);
  await pair.hub.redis.flushall();
  await until(async () => (await lettersOf(pair.hub)).length === 1);
  expect((await lettersOf(pair.hub))[0]?.readerId).toBe('a');
});

it('asks every reader what it has and mends what is not right', async () => {
  await using pair = await startPair();
  const { readers, hub } = pair;
  await until(() => readers.get('b').held.size === 1);
  readers.get('b').held.set('deny', {
    name: 'deny',
    epoch: 1,
    sequence: 1,
    digest: digestOf('x', 'deny', 1),
  });
  expect(await hub.delivery.reconcile()).toEqual({ equal: 0, behind: 0, astray: 1, silent: 1 });
  await until(() => readers.get('b').given.length === 2);
  expect(await hub.delivery.reconcile()).toEqual({ equal: 1, behind: 0, astray: 0, silent: 1 });
});

it('asks by a job that is planned in Redis, and planned again after Redis was wiped', async () => {
  await using pair = await startPair({ HUB_READERS_RECONCILE_MS: '300' });
  const { readers, hub } = pair;
  await using queue = new ClosingQueue(RECONCILE_READERS, { connection: hub.redis });
  await until(async () => (await queue.getJobSchedulersCount()) === 1);
  await hub.redis.flushall();
  const before = readers.requests();
  await until(async () => (await queue.getJobSchedulersCount()) === 1, { patienceMs: 15_000 });
  await until(() => readers.requests() > before + 20, { patienceMs: 15_000 });
  expect((await queue.getJobScheduler(RECONCILE_READERS))?.every).toBe(300);
});

class ClosingQueue extends Queue {
  [Symbol.asyncDispose]() {
    return this.close();
  }
}

it('knows after a restart what was known of a reader, and asks it again', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  await using hub = await startDelivering(lists, readers.readers);
  await until(() => hub.registry.standings.get(parseReaderId('a'))?.held.length === 1);
  const known = hub.registry.standings.get(parseReaderId('a'));
  expect(known).toMatchObject({ group: 'pools', failures: 0, behindSteps: 0, behindSince: null });
  readers.get('a').held.clear();
  const registry = { ...hub.registry, all: hub.registry.all } as never;
  await using _later = await startDelivering(lists, readers.readers, { registry });
  await until(() => readers.get('a').given.length === 2);
});
