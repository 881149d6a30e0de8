import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { FeedItem, Slot } from '../../connectors/sports/port.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { harvestFeed } from '../../subgraphs/sports/harvest-feed.ts';
import { facility, deleted, layFeed, outage, slot, updated } from './sports-fake-port.ts';
import { HOUR_MS, hours, NOON, useSports, type Sports } from './sports-harness.ts';

const start = useSports();

const DAY_MS = 24 * HOUR_MS;

const SEEN = { startedAt: NOON, since: NOON, at: NOON };
const ADDRESSES = { facilities: 'f', slots: 's', orders: 'o' };

type Rules = { readonly addresses?: typeof ADDRESSES; readonly maxShrinkPercent?: number };

function depsOf(
  { port, store, clock, log }: Sports,
  { addresses = ADDRESSES, maxShrinkPercent = 50 }: Rules = {},
) {
  const { signal } = new AbortController();
  return { port, store, addresses, maxShrinkPercent, clock, log, signal };
}

const harvest = (sports: Sports, rules?: Rules) =>
  harvestFeed({ feed: 'slots' }, depsOf(sports, rules));

function slotItem(id: string, modified: number | string, free = 1): FeedItem<Slot> {
  return updated(id, modified, slot(id, 'pd-1', hours(5), free));
}

/** Free places of the slots that are kept, by id. */
async function keptSlots({ store }: Sports) {
  const times = { from: hours(-1000), until: hours(1000) };
  const found = await store.feeds.findFreeSlots(['pd-1'], times);
  return Object.fromEntries(found.map(({ id, freePlaces }) => [id, freePlaces]));
}

it('walks a feed page by page to its end, and asks the last page again later', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [slotItem('a', 1), slotItem('b', 2), slotItem('c', 3)]);
  await harvest(sports);
  await harvest(sports);
  expect(await keptSlots(sports)).toEqual({ a: 1, b: 1, c: 1 });
  const addresses = ['first', 'after-2', 'after-3', 'after-3'];
  expect(sports.port.calls).toEqual(addresses.map((address) => `page slots ${address}`));
});

it('goes on after the last page that was applied when a walk is cut short', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [slotItem('a', 1), slotItem('b', 2), slotItem('c', 3)]);
  sports.port.beforePage = async (_feed, next) => {
    if (next === 'after-2') throw outage();
  };
  await expect(harvest(sports)).rejects.toThrow('down in this test');
  expect(await keptSlots(sports)).toEqual({ a: 1, b: 1 });
  sports.port.beforePage = async () => {};
  sports.port.calls.length = 0;
  await harvest(sports);
  expect(sports.port.calls[0]).toBe('page slots after-2');
  expect(await keptSlots(sports)).toEqual({ a: 1, b: 1, c: 1 });
});

it('applies a page again that was cut short before the cursor was kept', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [slotItem('a', 1), slotItem('b', 2)]);
  await sports.store.feeds.apply('slots', [slotItem('a', 1)], SEEN);
  await harvest(sports);
  expect(await keptSlots(sports)).toEqual({ a: 1, b: 1 });
});

it('applies an item only when it is newer than what is kept of it', async () => {
  await using sports = await start();
  const apply = (...items: FeedItem<Slot>[]) => sports.store.feeds.apply('slots', items, SEEN);
  await apply(slotItem('a', '9007199254740993', 4));
  await apply(slotItem('a', '9007199254740992', 1), slotItem('a', '9007199254740993', 2));
  expect(await keptSlots(sports)).toEqual({ a: 4 });
  await apply(slotItem('a', '9007199254740995', 3), slotItem('a', '9007199254740994', 1));
  expect(await keptSlots(sports)).toEqual({ a: 3 });
});

it('does not let an older page bring back what was deleted', async () => {
  await using sports = await start();
  await sports.store.feeds.apply('slots', [deleted('a', 5)], SEEN);
  await sports.store.feeds.prune(new Date(NOON.getTime() + 7 * DAY_MS));
  const news = await sports.store.feeds.apply('slots', [slotItem('a', 4)], SEEN);
  expect([news, await keptSlots(sports)]).toEqual([[], {}]);
});

it('tells items of one id and two kinds apart', async () => {
  await using sports = await start();
  const court = { ...updated('x', 9, facility('court')), kind: 'Court' };
  const items = [updated('x', 1, facility('hall')), court];
  layFeed(sports.port, 'facilities', items);
  await harvestFeed({ feed: 'facilities' }, depsOf(sports));
  const found = await sports.store.feeds.findFacilities({ first: 10, after: null });
  expect(found.map(({ id }) => id)).toEqual(['court', 'hall']);
});

it('keeps what was known of an item that cannot be read, and says so', async () => {
  await using sports = await start();
  const error = new UpstreamMalformedError('sports', 'a price as text');
  const broken = { ...slotItem('a', 2), value: { error } };
  layFeed(sports.port, 'slots', [slotItem('a', 1), slotItem('b', 1), broken, slotItem('c', 3)]);
  await harvest(sports);
  expect(await keptSlots(sports)).toEqual({ a: 1, b: 1, c: 1 });
  expect(sports.lines.join('')).toContain('items of a feed cannot be read');
});

it('ends with the newest state of each item in whatever order and overlap pages bring them', async () => {
  await using sports = await start();
  const states = fc.array(
    fc.record({ id: fc.constantFrom('a', 'b'), modified: fc.nat(6), isDeleted: fc.boolean() }),
    { minLength: 1, maxLength: 8 },
  );
  const model = sports.connection.model('SportsSlot');
  const property = fc.asyncProperty(states, fc.integer({ min: 1, max: 3 }), async (all, size) => {
    await model.deleteMany({});
    // One state for each (id, modified): that is what a publisher has.
    const unique = [
      ...new Map(all.map((state) => [`${state.id}${state.modified}`, state])).values(),
    ];
    const items = unique.map(({ id, modified, isDeleted }) =>
      isDeleted ? deleted(id, modified) : slotItem(id, modified, modified + 1),
    );
    for (let at = 0; at < items.length; at += size) {
      const page = items.slice(at, at + size);
      await sports.store.feeds.apply('slots', page, SEEN);
    }
    const newest = ['a', 'b'].flatMap((id) => {
      const own = unique.filter((state) => state.id === id);
      const last = own.find(({ modified }) => modified === Math.max(...own.map((o) => o.modified)));
      return last === undefined || last.isDeleted ? [] : [[id, last.modified + 1]];
    });
    expect(await keptSlots(sports)).toEqual(Object.fromEntries(newest));
  });
  await fc.assert(property, { numRuns: 60 });
});

it('begins anew after more than seven days offline, and removes what is not there any more', async () => {
  await using sports = await start();
  const at = (id: string, modified: number) =>
    updated(id, modified, slot(id, 'pd-1', hours(24 * 20)));
  layFeed(sports.port, 'slots', [at('a', 1), at('gone', 2), at('b', 3)]);
  await harvest(sports);
  sports.now = new Date(NOON.getTime() + 7 * DAY_MS + 1);
  layFeed(sports.port, 'slots', [at('a', 1), at('b', 4)]);
  sports.port.calls.length = 0;
  await harvest(sports);
  expect(sports.port.calls).toEqual(['page slots first', 'page slots after-2']);
  expect(Object.keys(await keptSlots(sports)).toSorted()).toEqual(['a', 'b']);
});

it('goes on where it was after seven days and no more', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [slotItem('a', 1)]);
  await harvest(sports);
  sports.now = new Date(NOON.getTime() + 7 * DAY_MS);
  sports.port.calls.length = 0;
  await harvest(sports);
  expect(sports.port.calls).toEqual(['page slots after-1']);
});

it('removes nothing before a walk that begins anew has come to the end', async () => {
  await using sports = await start();
  const at = (id: string, modified: number) => updated(id, modified, slot(id, 'pd-1', hours(400)));
  layFeed(sports.port, 'slots', [at('a', 1), at('b', 2), at('c', 3)]);
  await harvest(sports);
  sports.now = new Date(NOON.getTime() + 8 * DAY_MS);
  layFeed(sports.port, 'slots', [at('a', 1), at('b', 2)], 1);
  sports.port.beforePage = async (_feed, next) => {
    if (next === 'after-1') throw outage();
  };
  await expect(harvest(sports)).rejects.toThrow('down in this test');
  expect(Object.keys(await keptSlots(sports)).toSorted()).toEqual(['a', 'b', 'c']);
  sports.port.beforePage = async () => {};
  await harvest(sports);
  expect(Object.keys(await keptSlots(sports)).toSorted()).toEqual(['a', 'b']);
});

it.each([
  ['stands still', ['first']],
  ['leads in a circle', ['first', 'two', 'three']],
  ['leads in a circle', Array.from({ length: 37 }, (_, at) => `page-${at}`)],
])('stops at a feed that %s', async (how, addresses) => {
  await using sports = await start();
  const isLast = false;
  const named = addresses.map((address, at) => (at === 0 ? 'first' : address));
  for (const [at, address] of named.entries()) {
    const next = named[(at + 1) % named.length] ?? 'first';
    sports.port.pages.slots.set(address, { items: [slotItem(address, 1)], next, isLast });
  }
  const stopped = harvest(sports);
  await expect(stopped).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  await expect(stopped).rejects.toThrow(how);
  expect(sports.port.calls.length).toBeLessThan(4 * addresses.length + 1);
});

it('does not take a page without items that leads on for the end', async () => {
  await using sports = await start();
  sports.port.pages.slots.set('first', { items: [], next: 'two', isLast: false });
  sports.port.pages.slots.set('two', { items: [slotItem('a', 1)], next: 'three', isLast: false });
  await harvest(sports);
  expect(await keptSlots(sports)).toEqual({ a: 1 });
});

it('reads a feed anew at another address, whose numbers are its own', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [slotItem('a', 900, 1), slotItem('gone', 901)]);
  await harvest(sports);
  sports.now = hours(1);
  layFeed(sports.port, 'slots', [slotItem('a', 5, 3), slotItem('b', 6), slotItem('a', 4, 2)], 1);
  await harvest(sports, { addresses: { ...ADDRESSES, slots: 'elsewhere' } });
  expect(await keptSlots(sports)).toEqual({ a: 3, b: 1 });
});

it('applies what is newest when two processes apply different pages at once', async () => {
  await using sports = await start();
  const { feeds } = sports.store;
  await feeds.apply('slots', [slotItem('a', 1)], SEEN);
  const versions = [2, 3, 4, 5].map((version) => slotItem('a', version, version));
  await Promise.all(versions.map((item) => feeds.apply('slots', [item], SEEN)));
  expect(await keptSlots(sports)).toEqual({ a: 5 });
});

it('deletes slots that are over', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [
    slotItem('past', 1),
    updated('next', 2, slot('next', 'pd-1', hours(9))),
  ]);
  await harvest(sports);
  await sports.store.feeds.prune(hours(7));
  expect(await keptSlots(sports)).toEqual({ next: 1 });
});

it('leaves a feed to another process that has moved it on', async () => {
  await using sports = await start();
  layFeed(sports.port, 'slots', [slotItem('a', 1), slotItem('b', 2), slotItem('c', 3)]);
  let isOther = false;
  sports.port.beforePage = async () => {
    if (isOther) return;
    isOther = true;
    await harvest(sports);
  };
  await harvest(sports);
  const cursor = (await sports.store.feeds.findCursors()).get('slots');
  expect(cursor).toMatchObject({ next: 'after-3', startedAt: NOON, goodAt: NOON });
});
