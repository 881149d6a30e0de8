import { expect, it } from '@jest/globals';
import type { Feed } from '../../connectors/sports/port.ts';
import { VIEWER_KINDS, type Viewer } from '../../domain/viewer.ts';
import { facility, slot, updated } from './sports-fake-port.ts';
import { hours, NOON, toPaths, useSports, type Sports } from './sports-harness.ts';

const start = useSports();
const seen = { startedAt: NOON, since: NOON, at: NOON };

async function caughtUp(sports: Sports, feed: Feed, goodAt: Date | null = NOON): Promise<void> {
  const walk = { address: 'a', since: NOON, next: 'first', startedAt: NOON, keptBefore: 0 };
  const cursor = { feed, ...walk, goodAt };
  await sports.store.feeds.saveCursor(cursor, null);
}

/** Five facilities, of which `pd-1` and `pd-2` have slots. */
async function startCity(): Promise<Sports> {
  const sports = await start();
  const { feeds } = sports.store;
  const ids = ['pd-1', 'pd-2', 'pd-3', 'pd-4', 'pd-5'];
  await feeds.apply(
    'facilities',
    ids.map((id) => updated(id, 1, facility(id))),
    seen,
  );
  const slots = [
    slot('gone', 'pd-1', hours(-1)),
    slot('now', 'pd-1', NOON),
    slot('later', 'pd-1', hours(5), 3),
    slot('soon', 'pd-1', hours(1)),
    slot('full', 'pd-1', hours(2), 0),
    { ...slot('desk', 'pd-2', hours(1)), offerId: null, priceCents: null },
    // The day in the city ends at 23:00 UTC.
    slot('late', 'pd-2', hours(10.5)),
    slot('tomorrow', 'pd-2', hours(11)),
  ];
  await feeds.apply(
    'slots',
    slots.map((each) => updated(each.id, 1, each)),
    seen,
  );
  return sports;
}

const SLOTS = 'slots(on: "2026-11-21") { id startsAt freePlaces priceCents isBookable }';

it('tells the facilities of the city with their free slots of a day', async () => {
  await using sports = await startCity();
  await caughtUp(sports, 'facilities');
  await caughtUp(sports, 'slots', hours(-0.005));
  sports.takeReads();
  const query = `{ facilities(first: 2) { items { id name centre kind ${SLOTS} source { asOf freshness } } endCursor } }`;
  const { data, errors } = await sports.ask(query);
  expect(errors).toBeUndefined();
  const shown = (id: string, at: number, rest: object) => {
    const told = { freePlaces: 1, priceCents: 1_050, isBookable: true, ...rest };
    return { id, startsAt: hours(at).toISOString(), ...told };
  };
  const asOf = hours(-0.005).toISOString();
  const common = {
    ...{ centre: 'Las Mestas', kind: 'Padel Tennis Court' },
    source: { asOf, freshness: 'LIVE' },
  };
  const pd1 = [shown('soon', 1, {}), shown('later', 5, { freePlaces: 3 })];
  const pd2 = [shown('desk', 1, { priceCents: null, isBookable: false }), shown('late', 10.5, {})];
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    facilities: {
      items: [
        { id: 'pd-1', name: 'Pádel pd-1', ...common, slots: pd1 },
        { id: 'pd-2', name: 'Pádel pd-2', ...common, slots: pd2 },
      ],
      endCursor: 'pd-2',
    },
  });
  expect(sports.takeReads()).toEqual(['sportsCursors', 'sportsFacilities', 'sportsSlots']);
});

it('gives page after page until the end', async () => {
  await using sports = await startCity();
  await caughtUp(sports, 'facilities');
  const seenIds: string[] = [];
  let after: string | null = null;
  do {
    const query =
      'query ($after: String) { facilities(first: 2, after: $after) { items { id } endCursor } }';
    const { data } = await sports.ask(query, { after });
    const page = data?.['facilities'] as { items: { id: string }[]; endCursor: string | null };
    seenIds.push(...page.items.map(({ id }) => id));
    after = page.endCursor;
  } while (after !== null);
  expect(seenIds).toEqual(['pd-1', 'pd-2', 'pd-3', 'pd-4', 'pd-5']);
});

it('finds one facility by its id, and none by another', async () => {
  await using sports = await startCity();
  await caughtUp(sports, 'facilities');
  const { data } = await sports.ask(
    '{ one: facility(id: "pd-3") { name } none: facility(id: "pd-9") { name } }',
  );
  expect(data).toEqual({ one: { name: 'Pádel pd-3' }, none: null });
});

it('forgets a facility that was deleted', async () => {
  await using sports = await startCity();
  await caughtUp(sports, 'facilities');
  const gone = { kind: 'Thing', id: 'pd-1', modified: '2', value: null };
  await sports.store.feeds.apply('facilities', [gone], seen);
  const { data } = await sports.ask(
    '{ facility(id: "pd-1") { id } facilities(first: 1) { items { id } } }',
  );
  expect(data).toEqual({ facility: null, facilities: { items: [{ id: 'pd-2' }] } });
});

it('is an error while nothing was ever harvested, of slots for slots alone', async () => {
  await using sports = await startCity();
  const query = `{ facilities { items { id } } facility(id: "pd-1") { ${SLOTS} source { freshness } } }`;
  const nothing = await sports.ask(query);
  expect(toPaths(nothing.errors)).toEqual([
    'facilities UPSTREAM_UNAVAILABLE',
    'facility UPSTREAM_UNAVAILABLE',
  ]);
  await caughtUp(sports, 'facilities');
  await caughtUp(sports, 'slots', null);
  const { data, errors } = await sports.ask(query);
  expect(data).toMatchObject({ facility: { slots: null, source: { freshness: null } } });
  expect(toPaths(errors)).toEqual(['facility.slots UPSTREAM_UNAVAILABLE']);
});

it.each([
  [hours(0.016), 'LIVE'],
  [hours(0.017), 'LAST_KNOWN'],
  [hours(72), 'LAST_KNOWN'],
])('tells at %s that facilities are %s', async (now, freshness) => {
  await using sports = await startCity();
  await caughtUp(sports, 'facilities');
  await caughtUp(sports, 'slots');
  sports.now = now;
  const { data } = await sports.ask('{ facility(id: "pd-1") { source { freshness } } }');
  expect(data).toEqual({ facility: { source: { freshness } } });
});

it.each(VIEWER_KINDS)('tells facilities to a %s', async (kind) => {
  await using sports = await startCity();
  await caughtUp(sports, 'facilities');
  const viewer: Viewer = kind === 'nobody' ? { kind } : { kind, id: 'x' };
  const { data } = await sports.ask(
    '{ facilities(first: 1) { items { id } } facility(id: "pd-1") { id } }',
    {},
    viewer,
  );
  expect(data).toEqual({ facilities: { items: [{ id: 'pd-1' }] }, facility: { id: 'pd-1' } });
});

it.each([
  ['facilities(first: 0) { endCursor }', 'facilities'],
  ['facilities(first: 51) { endCursor }', 'facilities'],
  ['facility(id: "pd-1") { slots(on: "2026-02-30") { id } }', 'facility.slots'],
])('refuses %s', async (field, path) => {
  await using sports = await startCity();
  await caughtUp(sports, 'facilities');
  await caughtUp(sports, 'slots');
  expect(toPaths((await sports.ask(`{ ${field} }`)).errors)).toEqual([`${path} BAD_USER_INPUT`]);
});
