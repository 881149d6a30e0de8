import { expect, it } from '@jest/globals';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { until } from '../support/until.ts';
import { reachedOf, startDelivering } from './delivery-harness.ts';
import { createWordLists, digestOf } from './delivery-lists.ts';
import { startPushReaders } from './delivery-push-readers.ts';

const [POOLS, BUS] = createWordLists(['pools', 'bus']).groups.map(({ id }) => id) as [never, never];
const PAIR = [
  ['a', 'pools'],
  ['b', 'pools'],
] as const;

it('brings a reader that has nothing whole lists, and then each step', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  lists.publish(POOLS, 'rulebook-1');
  await using _hub = await startDelivering(lists, readers.readers);
  await until(() => readers.get('a').held.size === 2);
  lists.publish(POOLS, 'deny');
  await until(() => readers.get('a').held.get('deny')?.sequence === 2);
  expect(readers.get('a').given).toEqual(['deny *1', 'rulebook-1 *1', 'deny 1>2']);
});

it('has one request under way at a time, and the next one carries all that came meanwhile', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  const lists = createWordLists(['pools']);
  await using _hub = await startDelivering(lists, readers.readers);
  for (let n = 0; n < 100; n += 1) lists.publish(POOLS, 'deny');
  await until(() => readers.get('a').held.get('deny')?.sequence === 100);
  expect(readers.most.get('a')).toBe(1);
  expect(readers.requests()).toBeLessThan(20);
});

it('asks once for what readers of a group lack that hold the same', async () => {
  const members = Array.from({ length: 20 }, (_, n) => [`r${n}`, 'pools'] as const);
  await using readers = await startPushReaders(members);
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  await using hub = await startDelivering(lists, readers.readers);
  await until(() => reachedOf(hub) === 1);
  const before = lists.asked();
  lists.publish(POOLS, 'deny');
  await until(() => reachedOf(hub) === 2);
  // Once for those at the step before, once for those that have arrived.
  expect(lists.asked() - before).toBe(2);
});

it.each(['hang', 'cut'] as const)(
  'lets a reader that does %s delay nobody else',
  async (manner) => {
    await using readers = await startPushReaders(PAIR);
    readers.manners.set('a', manner);
    const lists = createWordLists(['pools']);
    await using _hub = await startDelivering(lists, readers.readers);
    for (let n = 1; n <= 5; n += 1) {
      lists.publish(POOLS, 'deny');
      await until(() => readers.get('b').held.get('deny')?.sequence === n, { patienceMs: 3_000 });
    }
    expect(readers.get('a').given).toEqual([]);
  },
);

it('sends whole lists to a reader whose list is not what it should be', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  const lists = createWordLists(['pools']);
  for (let n = 0; n < 3; n += 1) lists.publish(POOLS, 'deny');
  const astray = { name: 'deny', epoch: 1, sequence: 2, digest: digestOf('x', 'deny', 2) } as const;
  readers.get('a').held.set('deny', astray);
  await using _hub = await startDelivering(lists, readers.readers);
  await until(() => readers.get('a').held.get('deny')?.sequence === 3);
  expect(readers.get('a').given).toEqual(['deny 2>3', 'deny *3']);
});

it('goes from what a reader tells when it was set back to an older state', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  const lists = createWordLists(['pools']);
  for (let n = 0; n < 3; n += 1) lists.publish(POOLS, 'deny');
  await using _hub = await startDelivering(lists, readers.readers);
  await until(() => readers.get('a').held.get('deny')?.sequence === 3);
  readers.get('a').held.set('deny', heldAt(1));
  lists.publish(POOLS, 'deny');
  await until(() => readers.get('a').held.get('deny')?.sequence === 4);
  expect(readers.get('a').given.slice(1)).toEqual(['deny 3>4', 'deny 1>2', 'deny 2>3', 'deny 3>4']);
});

it('backs off from a reader that refuses everything, and tells its refusal', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  readers.manners.set('a', 'deaf');
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  await using hub = await startDelivering(lists, readers.readers);
  await until(() => (hub.delivery.states()[0]?.failures ?? 0) >= 4);
  expect(readers.requests()).toBeLessThan(8);
  expect(hub.delivery.states()[0]).toMatchObject({ code: 'badSignature', behindSteps: 1 });
});

it('tries a reader at once that makes contact itself', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  readers.manners.set('a', 'cut');
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  const environment = { HUB_READERS_FIRST_PAUSE_MS: '60000' };
  await using hub = await startDelivering(lists, readers.readers, { environment });
  await until(() => hub.delivery.states()[0]?.failures === 1);
  readers.manners.delete('a');
  hub.delivery.contact(parseReaderId('a'));
  await until(() => hub.delivery.states()[0]?.failures === 0);
  expect(readers.get('a').given).toEqual(['deny *1']);
});

it('is not led by contact to try a reader more often that refuses what it is given', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  readers.manners.set('a', 'deaf');
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  const environment = { HUB_READERS_FIRST_PAUSE_MS: '60000' };
  await using hub = await startDelivering(lists, readers.readers, { environment });
  const failures = () => hub.delivery.states()[0]?.failures;
  await until(() => failures() === 1);
  const requests = readers.requests();
  for (let n = 0; n < 5; n += 1) hub.delivery.contact(parseReaderId('a'));
  hub.delivery.heard({ ...readers.get('a').report(), answer: 'Failed', refusal: 'badSignature' });
  await hub.delivery.refresh();
  expect([failures(), readers.requests()]).toEqual([1, requests]);
});

it('does not take it for a good sign that a reader tells what it has and keeps nothing', async () => {
  await using readers = await startPushReaders([['a', 'pools']]);
  readers.manners.set('a', 'deaf');
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  const environment = { HUB_READERS_FIRST_PAUSE_MS: '60000' };
  await using hub = await startDelivering(lists, readers.readers, { environment });
  const failures = () => hub.delivery.states()[0]?.failures;
  await until(() => failures() === 1);
  const requests = readers.requests();
  hub.delivery.replay(null);
  await until(() => readers.requests() === requests + 2 && failures() !== 1);
  expect(failures()).toBe(2);
});

it('counts changes done when every reader has them, the dead included', async () => {
  await using readers = await startPushReaders([...PAIR, ['c', 'bus']]);
  readers.manners.set('b', 'cut');
  const lists = createWordLists(['pools', 'bus']);
  await using hub = await startDelivering(lists, readers.readers);
  lists.publish(POOLS, 'deny');
  lists.publish(BUS, 'deny');
  await until(() => hub.done.at(-1)?.lags.find(({ group }) => group === BUS)?.ordinal === 2);
  expect(hub.done.at(-1)).toEqual({
    lags: [
      { group: 'pools', ordinal: 0 },
      { group: 'bus', ordinal: 2 },
    ],
    upTo: 2,
  });
  readers.manners.delete('b');
  await until(() => reachedOf(hub) === 2);
});

it('sends a large list to many readers a few at a time, whatever some of them do', async () => {
  const members = Array.from({ length: 12 }, (_, n) => [`r${n}`, 'pools'] as const);
  await using readers = await startPushReaders(members);
  readers.manners.set('r0', 'hang').set('r1', 'hang');
  const lists = createWordLists(['pools'], 2 * 1024 * 1024);
  lists.publish(POOLS, 'rulebook-1');
  const environment = { HUB_READERS_WHOLE_LISTS: '2' };
  await using _hub = await startDelivering(lists, readers.readers, { environment });
  await until(() => members.slice(2).every(([id]) => readers.get(id).held.size === 1));
  expect(members.map(([id]) => readers.get(id).given.length)).toEqual([
    0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  ]);
});

function heldAt(sequence: number) {
  return { name: 'deny', epoch: 1, sequence, digest: digestOf('pools', 'deny', sequence) } as const;
}

it('brings a denial to readers that wait for room for a whole list', async () => {
  const names = ['a', 'b', 'c'];
  await using readers = await startPushReaders(names.map((id) => [id, 'pools'] as const));
  for (const id of names) readers.manners.set(id, 'well');
  const lists = createWordLists(['pools'], 2 * 1024 * 1024);
  lists.publish(POOLS, 'deny');
  const environment = { HUB_READERS_WHOLE_LISTS: '1' };
  await using _hub = await startDelivering(lists, readers.readers, { environment });
  const denied = (id: string) => readers.get(id).held.get('deny')?.sequence;
  await until(() => names.every((id) => denied(id) === 1));
  readers.manners.set('a', 'hang');
  lists.remake(POOLS, 'rulebook-1');
  await until(() => (readers.most.get('a') ?? 0) > 0);
  lists.publish(POOLS, 'deny');
  await until(() => denied('b') === 2 && denied('c') === 2, { patienceMs: 400 });
  expect(readers.get('b').given).toContain('deny 1>2');
});
