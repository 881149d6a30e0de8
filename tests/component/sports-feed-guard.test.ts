import { expect, it } from '@jest/globals';
import { UpstreamRejectedError } from '../../domain/errors.ts';
import { harvestFeed } from '../../subgraphs/sports/harvest-feed.ts';
import { facility, layFeed, slot, updated } from './sports-fake-port.ts';
import { HOUR_MS, hours, NOON, useSports, type Sports } from './sports-harness.ts';

const start = useSports();

const EIGHT_DAYS = 8 * 24;
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const ADDRESSES = { facilities: 'f', slots: 's', orders: 'o' };

/** A slot that is not over for weeks. */
const item = (id: string, modified = 1) => updated(id, modified, slot(id, 'pd-1', hours(900)));

function harvest({ port, store, clock, log }: Sports, rules: object = {}): Promise<void> {
  const { signal } = new AbortController();
  const deps = { port, store, clock, log, signal, addresses: ADDRESSES, maxShrinkPercent: 20 };
  return harvestFeed({ feed: 'slots' }, { ...deps, ...rules });
}

async function keptSlots({ store }: Sports): Promise<readonly string[]> {
  const times = { from: hours(-9_000), until: hours(9_000) };
  const found = await store.feeds.findFreeSlots(['pd-1'], times);
  return found.map(({ id }) => id).toSorted();
}

/** Five slots are kept, and the feed is about to be read anew with these. */
async function startAnew(names: readonly string[]): Promise<Sports> {
  const sports = await start();
  layFeed(
    sports.port,
    'slots',
    NAMES.map((id) => item(id)),
  );
  await harvest(sports);
  sports.now = hours(EIGHT_DAYS);
  layFeed(
    sports.port,
    'slots',
    names.map((id) => item(id)),
  );
  return sports;
}

it.each([[[]], [['a', 'b', 'c']]])(
  'keeps what it has when a feed that is read anew ends with far less: %j',
  async (names) => {
    await using sports = await startAnew(names);
    const failed = harvest(sports);
    await expect(failed).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
    await expect(failed).rejects.toThrow(`${names.length} items after 5`);
    expect(await keptSlots(sports)).toEqual(NAMES);
    expect((await sports.store.feeds.findCursors()).get('slots')?.goodAt).toEqual(NOON);
  },
);

it('keeps what it has when another address has nothing', async () => {
  await using sports = await startAnew(NAMES);
  sports.now = hours(1);
  layFeed(sports.port, 'slots', []);
  const addresses = { ...ADDRESSES, slots: 'elsewhere' };
  await expect(harvest(sports, { addresses })).rejects.toThrow('0 items after 5');
  expect(await keptSlots(sports)).toEqual(NAMES);
});

it('goes on by itself once the feed is whole again', async () => {
  await using sports = await startAnew([]);
  await expect(harvest(sports)).rejects.toThrow('0 items after 5');
  layFeed(
    sports.port,
    'slots',
    ['a', 'b', 'c', 'd'].map((id) => item(id)),
  );
  await harvest(sports);
  expect(await keptSlots(sports)).toEqual(['a', 'b', 'c', 'd']);
  const cursor = (await sports.store.feeds.findCursors()).get('slots');
  expect(cursor?.goodAt).toEqual(hours(EIGHT_DAYS));
});

it('takes a short feed when an operator says that it is right', async () => {
  await using sports = await startAnew(['a']);
  await harvest(sports, { maxShrinkPercent: 100 });
  expect(await keptSlots(sports)).toEqual(['a']);
});

it('does not count slots that are over', async () => {
  await using sports = await start();
  const past = NAMES.map((id) => updated(`past-${id}`, 1, slot(`past-${id}`, 'pd-1', hours(9))));
  layFeed(sports.port, 'slots', [...past, item('a')]);
  await harvest(sports);
  sports.now = hours(EIGHT_DAYS);
  layFeed(sports.port, 'slots', [item('a')]);
  await harvest(sports);
  expect(await keptSlots(sports)).toEqual(['a']);
});

it('does not look at the length of the feed of orders', async () => {
  await using sports = await start();
  const order = { orderId: 'order-1', state: 'confirmed' } as const;
  layFeed(sports.port, 'orders', [updated('order-1', 1, order)]);
  const { signal } = new AbortController();
  const deps = { ...sports, addresses: ADDRESSES, maxShrinkPercent: 20, signal };
  const read = () => harvestFeed({ feed: 'orders' }, { ...deps, clock: sports.clock });
  await read();
  sports.now = hours(EIGHT_DAYS);
  layFeed(sports.port, 'orders', []);
  await read();
  expect((await sports.store.feeds.findCursors()).get('orders')?.goodAt).toEqual(sports.now);
});

it('does not let a process in an older walk take away what a later walk has seen', async () => {
  await using sports = await start();
  const { feeds } = sports.store;
  const older = { startedAt: NOON, since: NOON, at: NOON };
  const later = { ...older, startedAt: new Date(NOON.getTime() + HOUR_MS) };
  await feeds.apply('facilities', [updated('x', 1, facility('x'))], later);
  await feeds.apply('facilities', [updated('x', 2, facility('x', 'Pista nueva'))], older);
  await feeds.removeUnseen('facilities', later.startedAt);
  expect(await feeds.findFacility('x')).toMatchObject({ name: 'Pista nueva' });
});

/** The feed knows no page but its first ones. */
function forget({ port }: Sports, known: readonly string[]): void {
  port.beforePage = async (_feed, next) => {
    if (known.includes(next ?? 'first')) return;
    throw new UpstreamRejectedError('sports', 'HTTP 404');
  };
}

it('reads a feed anew, whose numbers may be smaller, when the page where it was left is no more', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [item('a', 900), item('b', 901)]);
  await harvest(sports);
  sports.now = hours(1);
  const changed = { ...slot('a', 'pd-1', hours(900)), freePlaces: 4 };
  layFeed(sports.port, 'slots', [updated('a', 1, changed), item('c', 2)], 3);
  sports.port.pages.slots.set('first', { ...firstPageOf(sports), next: 'anew-2' });
  forget(sports, ['first', 'anew-2']);
  await harvest(sports);
  expect(await keptSlots(sports)).toEqual(['a', 'c']);
  expect(await sports.store.feeds.findSlot('a')).toMatchObject({ freePlaces: 4 });
});

it('does not begin anew again and again at a feed that refuses every page but the first', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [item('a'), item('b'), item('c')]);
  forget(sports, ['first']);
  await expect(harvest(sports)).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
  expect(sports.port.calls).toHaveLength(4);
});

function firstPageOf({ port }: Sports) {
  const page = port.pages.slots.get('first');
  if (page === undefined) throw new Error('no first page was laid');
  return page;
}
