import { expect, it } from '@jest/globals';
import type { CounterBooking, NightlyFile, Pass } from '../../connectors/sports/port.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import type { CardId } from '../../domain/card-id.ts';
import { bookingsFile, counterBooking, pass, passesFile } from './sports-fake-port.ts';
import { ana, ANA_MEMBER, hours, member, NOON, useSports, type Sports } from './sports-harness.ts';

const start = useSports();

/** Last night, at four in the city. */
const NIGHT = new Date('2026-11-21T03:00:00.000Z');
const LIVE = { system: 'sports', asOf: NIGHT.toISOString(), freshness: 'LIVE' };
const SOURCE = 'source { system asOf freshness }';

async function keep(sports: Sports, ...files: readonly NightlyFile[]): Promise<void> {
  for (const file of files) {
    const last = (await sports.store.nightly.findSnapshots()).get(file.kind) ?? null;
    await sports.store.nightly.replace(file, last, sports.now);
  }
}

const keepPasses = (sports: Sports, rows: readonly Pass[], madeAt = NIGHT) =>
  keep(sports, passesFile(rows, { madeAt }));
const keepCounter = (sports: Sports, rows: readonly CounterBooking[], madeAt = NIGHT) =>
  keep(sports, bookingsFile(rows, { madeAt }));

const OWN = {
  orderId: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
  facility: 'Pádel, pista 1',
  startsAt: hours(3),
  endsAt: hours(4),
  places: 1,
  statedAt: NOON,
};

const WALK = { address: 'a', since: NOON, startedAt: NOON, keptBefore: 0 };

async function cursorOf({ store }: Sports, goodAt: Date): Promise<void> {
  const cursor = { ...WALK, feed: 'orders', next: 'first', goodAt } as const;
  await store.feeds.saveCursor(cursor, null);
}

it('tells a pass with the ends of its days in the city, in winter and in summer', async () => {
  await using sports = await start();
  const summer = { startsOn: parseCityDay('2026-06-01'), endsOn: parseCityDay('2026-08-31') };
  const centres = ['El Coto'];
  const bono = { ...pass(ANA_MEMBER, 'Bono piscina'), ...summer, centres, usesLeft: 7 };
  await keepPasses(sports, [bono, pass(ANA_MEMBER), pass(member(9))]);
  const fields = `passes { name validFrom validUntil isActive centres usesLeft ${SOURCE} } ${SOURCE}`;
  const { sports: parts, errors } = await sports.askCards([ana], fields);
  expect(errors).toEqual([]);
  const annual = { name: 'Abono anual', isActive: true, centres: [], usesLeft: null };
  const days = { validFrom: '2025-12-31T23:00:00.000Z', validUntil: '2026-12-31T23:00:00.000Z' };
  const past = { validFrom: '2026-05-31T22:00:00.000Z', validUntil: '2026-08-31T22:00:00.000Z' };
  const swim = { name: 'Bono piscina', isActive: false, centres, usesLeft: 7, ...past };
  const passes = [
    { ...annual, ...days, source: LIVE },
    { ...swim, source: LIVE },
  ];
  expect(parts).toEqual([{ passes, source: LIVE }]);
});

it('answers twenty cards with one query for each collection and without a call', async () => {
  await using sports = await start();
  const members = Array.from({ length: 20 }, (_, at) => member(at + 1));
  await keepPasses(
    sports,
    members.map((each) => pass(each)),
  );
  await keepCounter(
    sports,
    members.map((each) => counterBooking(each, 'Tenis', hours(2))),
  );
  await sports.store.bookings.confirm(OWN, ANA_MEMBER);
  const cards = members.map((each, at) => ({
    ...ana,
    id: `card-${at}` as CardId,
    sportsMemberNumber: each,
  }));
  sports.takeReads();
  const fields = 'passes { name } bookings { facility } source { freshness }';
  const { sports: parts } = await sports.askCards(cards, fields);
  expect(parts.map((part) => part?.passes.length)).toEqual(members.map(() => 1));
  expect(parts.map((part) => part?.bookings.length)).toEqual([2, ...members.slice(1).map(() => 1)]);
  const collections = ['Bookings', 'CounterBookings', 'Cursors', 'Passes', 'Snapshots'];
  expect(sports.takeReads().toSorted()).toEqual(collections.map((name) => `sports${name}`));
  expect(sports.port.calls).toEqual([]);
});

it('reads no bookings for who asks for passes alone', async () => {
  await using sports = await start();
  sports.takeReads();
  await sports.askCards([ana], 'passes { name }');
  expect(sports.takeReads()).toEqual(['sportsSnapshots']);
});

it('uses an index for the rows of members', async () => {
  await using sports = await start();
  await keepPasses(sports, [pass(ANA_MEMBER)]);
  const filter = { snapshot: 's', memberKey: { $in: ['a', 'b'] } };
  const plan = await sports.connection.collection('sportsPasses').find(filter).explain();
  expect(JSON.stringify(plan['queryPlanner'])).toContain('snapshot_1_memberKey_1');
});

it('is null without an account', async () => {
  await using sports = await start();
  const { sports: parts } = await sports.askCards([{ ...ana, sportsMemberNumber: null }], SOURCE);
  expect(parts).toEqual([null]);
});

it('tells one null item with an error for each file that never came, and what is known beside it', async () => {
  await using sports = await start();
  await cursorOf(sports, NOON);
  await sports.store.bookings.confirm(OWN, ANA_MEMBER);
  const fields =
    'passes { name } bookings { facility source { freshness } } source { freshness asOf }';
  const { sports: parts, errors } = await sports.askCards([ana], fields);
  const own = { facility: OWN.facility, source: { freshness: 'LIVE' } };
  const source = { freshness: null, asOf: null };
  expect(parts).toEqual([{ passes: [null], bookings: [own, null], source }]);
  expect(errors).toEqual(['passes.0 UPSTREAM_UNAVAILABLE', 'bookings.1 UPSTREAM_UNAVAILABLE']);
});

it.each([
  ['last night, at noon', '2026-11-21T03:00:00Z', '2026-11-21T11:00:00Z', 'LIVE'],
  ['last night, before midnight', '2026-11-20T22:30:00Z', '2026-11-21T22:00:00Z', 'LIVE'],
  ['the night before, at seven', '2026-11-20T03:00:00Z', '2026-11-21T06:30:00Z', 'LIVE'],
  ['the night before, at nine', '2026-11-20T03:00:00Z', '2026-11-21T08:00:00Z', 'LAST_KNOWN'],
  ['72 hours ago', '2026-11-18T12:00:00Z', '2026-11-21T12:00:00Z', 'LAST_KNOWN'],
  ['more than that ago', '2026-11-18T11:59:59Z', '2026-11-21T12:00:00Z', null],
])('a file made %s is as fresh as it is', async (_what, madeAt, now, freshness) => {
  await using sports = await start();
  await keepPasses(sports, [pass(ANA_MEMBER)], new Date(madeAt));
  sports.now = new Date(now);
  const { sports: parts, errors } = await sports.askCards(
    [ana],
    'passes { name } source { freshness }',
  );
  const passes = freshness === null ? [null] : [{ name: 'Abono anual' }];
  expect(parts).toEqual([{ passes, source: { freshness } }]);
  expect(errors).toEqual(freshness === null ? ['passes.0 UPSTREAM_UNAVAILABLE'] : []);
});

it('tells of a card that is not usable what is live, and nothing else', async () => {
  await using sports = await start();
  await keepPasses(sports, [pass(ANA_MEMBER)]);
  const blocked = { ...ana, isUsable: false };
  expect((await sports.askCards([blocked], 'passes { name }')).sports[0]?.passes).toHaveLength(1);
  sports.now = hours(40);
  const { sports: parts, errors } = await sports.askCards([blocked], 'passes { name }');
  expect(parts).toEqual([{ passes: [null] }]);
  expect(errors).toEqual(['passes.0 UPSTREAM_UNAVAILABLE']);
});

it.each([
  [59, 'LIVE', 0],
  [60, 'LAST_KNOWN', 0],
  [72 * 3_600, 'LAST_KNOWN', 0],
  [72 * 3_600 + 1, null, 1],
])(
  'a booking of ours is %s seconds after the last harvest %s',
  async (seconds, freshness, failures) => {
    await using sports = await start();
    const startsAt = hours(200);
    await cursorOf(sports, NOON);
    await sports.store.bookings.confirm({ ...OWN, startsAt, endsAt: hours(201) }, ANA_MEMBER);
    sports.now = new Date(NOON.getTime() + seconds * 1_000);
    await keepCounter(sports, [], sports.now);
    const fields = 'bookings { source { freshness } } source { freshness }';
    const { sports: parts, errors } = await sports.askCards([ana], fields);
    const bookings = [freshness === null ? null : { source: { freshness } }];
    expect(parts).toEqual([{ bookings, source: { freshness } }]);
    expect(errors).toHaveLength(failures);
  },
);

it('shows the worst of what was asked for: an old file beside a booking just made', async () => {
  await using sports = await start();
  await cursorOf(sports, NOON);
  await keepCounter(sports, [counterBooking(ANA_MEMBER, 'Tenis', hours(1))], hours(-40));
  await sports.store.bookings.confirm(OWN, ANA_MEMBER);
  const { sports: parts } = await sports.askCards([ana], `bookings { madeThrough } ${SOURCE}`);
  const asOf = hours(-40).toISOString();
  expect(parts[0]?.source).toEqual({ system: 'sports', asOf, freshness: 'LAST_KNOWN' });
  expect(parts[0]?.bookings).toEqual([{ madeThrough: 'COUNTER' }, { madeThrough: 'HUB' }]);
});

it('shows a booking that is known from both sides once, as our own', async () => {
  await using sports = await start();
  await sports.store.bookings.confirm(OWN, ANA_MEMBER);
  await keepCounter(sports, [
    counterBooking(ANA_MEMBER, ' PADEL,  pista 1', OWN.startsAt),
    counterBooking(ANA_MEMBER, 'Pádel, pista 2', OWN.startsAt),
    counterBooking(member(9), 'Pádel, pista 1', OWN.startsAt),
  ]);
  const { sports: parts } = await sports.askCards([ana], 'bookings { facility madeThrough }');
  expect(parts[0]?.bookings).toEqual([
    { facility: 'Pádel, pista 1', madeThrough: 'HUB' },
    { facility: 'Pádel, pista 2', madeThrough: 'COUNTER' },
  ]);
});

it('shows bookings in the order of their beginning until they are over, with their state', async () => {
  await using sports = await start();
  const { bookings } = sports.store;
  await bookings.confirm(OWN, ANA_MEMBER);
  await bookings.applyStates([{ orderId: OWN.orderId, state: 'cancelledBySeller' }], NOON);
  const past = counterBooking(ANA_MEMBER, 'Tenis', hours(-1));
  const now = counterBooking(ANA_MEMBER, 'Piscina', hours(-0.5));
  const off = { ...counterBooking(ANA_MEMBER, 'Frontón', hours(1)), isCancelled: true };
  await keepCounter(sports, [off, past, now]);
  const { sports: parts } = await sports.askCards([ana], 'bookings { facility state }');
  expect(parts[0]?.bookings).toEqual([
    { facility: 'Piscina', state: 'CONFIRMED' },
    { facility: 'Frontón', state: 'CANCELLED' },
    { facility: OWN.facility, state: 'CANCELLED_BY_SELLER' },
  ]);
});

it('names a booking of the counter the same in every file, and each its own', async () => {
  await using sports = await start();
  const two = [
    counterBooking(ANA_MEMBER, 'Tenis', hours(1)),
    counterBooking(ANA_MEMBER, 'Tenis', hours(1)),
  ];
  const ids = async () => {
    const { sports: parts } = await sports.askCards([ana], 'bookings { id }');
    return parts[0]?.bookings.map((row) => row?.['id']);
  };
  await keepCounter(sports, two);
  const before = await ids();
  await keepCounter(sports, [...two, counterBooking(ANA_MEMBER, 'Golf', hours(9))]);
  expect((await ids())?.slice(0, 2)).toEqual(before);
  expect(new Set(before).size).toBe(2);
});
