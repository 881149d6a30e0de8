import { expect, it } from '@jest/globals';
import type { BookingOutcome, OrderStatus } from '../../connectors/sports/port.ts';
import { UpstreamRejectedError } from '../../domain/errors.ts';
import { settleBookings } from '../../subgraphs/sports/settle-bookings.ts';
import { bookingsFile, facility, outage, slot, updated } from './sports-fake-port.ts';
import {
  ABSENT_NUMBER,
  ana,
  ANA_MEMBER,
  ANA_NUMBER,
  ANA_VIEWER,
  GYM_NUMBER,
  hours,
  nextKey,
  NOON,
  STAFF,
  toPaths,
  useSports,
  type Row,
  type Sports,
} from './sports-harness.ts';

const start = useSports();
const seen = { generation: 1, at: NOON };

async function startWithSlots(): Promise<Sports> {
  const sports = await start();
  const { feeds, nightly } = sports.store;
  await feeds.apply('facilities', [updated('pd-1', 1, facility('pd-1', 'Pádel, pista 1'))], seen);
  const slots = [
    slot('six', 'pd-1', hours(5), 4),
    { ...slot('desk', 'pd-1', hours(6)), offerId: null },
    slot('past', 'pd-1', hours(-1)),
    slot('lost', 'pd-9', hours(5)),
  ];
  await feeds.apply(
    'slots',
    slots.map((each) => updated(each.id, 1, each)),
    seen,
  );
  await nightly.replace(bookingsFile([], { madeAt: hours(-8) }), null, NOON);
  return sports;
}

const BOOK = `mutation ($input: BookSlotInput!) { told: bookSlot(input: $input) {
  __typename
  ... on SlotBooked { booking { id facility startsAt endsAt state places madeThrough source { system freshness } } }
  ... on BookingRefused { reason message }
} }`;

async function book(sports: Sports, input: object = {}, viewer = STAFF) {
  const whole = { card: ANA_NUMBER, slotId: 'six', idempotencyKey: nextKey(), ...input };
  const { data, errors } = await sports.ask(BOOK, { input: whole }, viewer);
  return { told: (data?.['told'] ?? null) as Row | null, errors: toPaths(errors) };
}

async function shown(sports: Sports): Promise<unknown> {
  const { sports: parts } = await sports.askCards([ana], 'bookings { id state madeThrough }');
  return parts[0]?.bookings;
}

const UNKNOWN = { __typename: 'OutcomeUnknown' };

it('books a slot, and shows it at once', async () => {
  await using sports = await startWithSlots();
  const { told, errors } = await book(sports, {}, ANA_VIEWER);
  const id: unknown = expect.stringMatching(/^[0-9a-f-]{14}4[0-9a-f-]{21}$/);
  const times = { startsAt: hours(5).toISOString(), endsAt: hours(6).toISOString() };
  const source = { system: 'sports', freshness: 'LIVE' };
  const booking = { id, facility: 'Pádel, pista 1', ...times, state: 'CONFIRMED', places: 1 };
  expect(errors).toEqual([]);
  expect(told).toEqual({
    __typename: 'SlotBooked',
    booking: { ...booking, madeThrough: 'HUB', source },
  });
  expect(await shown(sports)).toEqual([{ id, state: 'CONFIRMED', madeThrough: 'HUB' }]);
  expect(sports.port.calls).toEqual([`order six 1 ${ANA_MEMBER}`]);
});

it('gives the first result for the same key, and sends nothing again', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  const first = await book(sports, { idempotencyKey });
  expect(await book(sports, { idempotencyKey })).toEqual(first);
  expect(sports.port.calls).toHaveLength(1);
});

it('makes one booking of two same requests at once', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  const both = await Promise.all([
    book(sports, { idempotencyKey }),
    book(sports, { idempotencyKey }),
  ]);
  expect(both[0]).toEqual(both[1]);
  expect(sports.port.orders.size).toBe(1);
});

it.each([
  ['an unknown slot', { slotId: 'none' }, 'SLOT_NOT_FOUND'],
  ['a slot that has begun', { slotId: 'past' }, 'SLOT_NOT_FOUND'],
  ['a slot of no known facility', { slotId: 'lost' }, 'SLOT_NOT_FOUND'],
  ['a slot of the counter', { slotId: 'desk' }, 'COUNTER_ONLY'],
  ['many places for a person', { places: 2 }, 'PLACES_NOT_ALLOWED'],
  ['an absent card', { card: ABSENT_NUMBER }, 'CARD_UNKNOWN'],
])('refuses %s without a call', async (_what, input, reason) => {
  await using sports = await startWithSlots();
  const { told, errors } = await book(sports, input);
  expect({ reason: told?.['reason'], errors }).toEqual({ reason, errors: [] });
  expect(sports.port.calls).toEqual([]);
});

it.each([
  ['is not usable', { ...ana, isUsable: false }, 'CARD_NOT_USABLE'],
  ['has no member number', { ...ana, sportsMemberNumber: null }, 'NOT_LINKED'],
])('refuses a card that %s', async (_what, card, reason) => {
  await using sports = await startWithSlots();
  sports.cards.set(ANA_NUMBER, card);
  expect((await book(sports)).told?.['reason']).toBe(reason);
  expect(sports.port.calls).toEqual([]);
});

it('books many places for an organisation', async () => {
  await using sports = await startWithSlots();
  const { told } = await book(sports, { card: GYM_NUMBER, places: 50 });
  expect(told).toMatchObject({ booking: { places: 50 } });
  expect(sports.port.calls).toEqual(['order six 50 00000002']);
});

it.each([0, 51, -1])('does not take %s for a number of places', async (places) => {
  await using sports = await startWithSlots();
  const { errors } = await book(sports, { card: GYM_NUMBER, places });
  expect(errors).toEqual(['told BAD_USER_INPUT']);
});

it.each([
  ['full', 'SLOT_FULL'],
  ['refused', 'SPORTS_REFUSED'],
] as const)('tells that a slot is %s, keeps nothing, and stands by it', async (kind, reason) => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  sports.port.book = async () => ({ kind });
  expect((await book(sports, { idempotencyKey })).told?.['reason']).toBe(reason);
  expect((await book(sports, { idempotencyKey })).told?.['reason']).toBe(reason);
  expect(sports.port.calls).toHaveLength(1);
  expect(await sports.connection.model('SportsBooking').countDocuments({})).toBe(0);
});

it('takes a no of the system for a refusal', async () => {
  await using sports = await startWithSlots();
  sports.port.book = () => Promise.reject(new UpstreamRejectedError('sports', 'no'));
  expect((await book(sports)).told?.['reason']).toBe('SPORTS_REFUSED');
});

it('is an error when nothing was sent, and the same key may try again', async () => {
  await using sports = await startWithSlots();
  const { book: work } = sports.port;
  const idempotencyKey = nextKey();
  sports.port.book = () => Promise.reject(outage());
  const failed = await book(sports, { idempotencyKey });
  expect(failed).toEqual({ told: null, errors: ['told UPSTREAM_UNAVAILABLE'] });
  expect(await sports.connection.model('SportsBooking').countDocuments({})).toBe(0);
  sports.port.book = work;
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
});

/** The order arrives or does not, and its answer is lost. */
function loseAnswer({ port }: Sports, { arrives }: { readonly arrives: boolean }): void {
  const { book: work } = port;
  port.book = async (order): Promise<BookingOutcome> => {
    if (arrives) await work(order);
    port.book = work;
    return { kind: 'unknown' };
  };
}

it.each([
  { arrives: true, calls: ['order', 'status'] },
  { arrives: false, calls: ['order', 'status', 'order'] },
])('finds a lost answer out with the same key: $arrives', async ({ arrives, calls }) => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives });
  expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  expect(await shown(sports)).toEqual([]);
  const { told } = await book(sports, { idempotencyKey });
  expect(told).toMatchObject({ __typename: 'SlotBooked', booking: { state: 'CONFIRMED' } });
  expect(await book(sports, { idempotencyKey })).toEqual({ told, errors: [] });
  expect(sports.port.calls.map((call) => call.split(' ')[0])).toEqual(calls);
  expect([...sports.port.orders.keys()]).toEqual([(told?.['booking'] as Row)['id']]);
  expect(await shown(sports)).toHaveLength(1);
});

it('stays unknown while the outcome cannot be looked up, and never books twice', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: true });
  const { status } = sports.port;
  sports.port.status = () => Promise.reject(outage());
  for (let round = 0; round < 3; round += 1) {
    expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  }
  sports.port.status = status;
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
  expect(sports.port.orders.size).toBe(1);
});

it('loses one answer after the other and makes one booking', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  loseAnswer(sports, { arrives: true });
  expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
  expect(sports.port.orders.size).toBe(1);
});

it('takes a no to the second order for the last word only when the first cannot come any more', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  sports.port.book = async () => ({ kind: 'full' });
  expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  sports.now = new Date(NOON.getTime() + 30_000);
  expect((await book(sports, { idempotencyKey })).told?.['reason']).toBe('SLOT_FULL');
});

it.each([
  ['begun', {}, 'SLOT_NOT_FOUND', 5],
  ['lost its card', { isUsable: false }, 'CARD_NOT_USABLE', 1],
  ['another account', { sportsMemberNumber: '00000077' }, 'NOT_LINKED', 1],
])(
  'sends an order that never arrived not again when it has %s',
  async (_what, change, reason, hour) => {
    await using sports = await startWithSlots();
    const idempotencyKey = nextKey();
    loseAnswer(sports, { arrives: false });
    await book(sports, { idempotencyKey });
    sports.cards.set(ANA_NUMBER, { ...ana, ...change });
    sports.now = hours(hour);
    expect((await book(sports, { idempotencyKey })).told?.['reason']).toBe(reason);
    expect(sports.port.orders.size).toBe(0);
  },
);

it('gives the first result for a booking that was cancelled before its answer was found out', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: true });
  await book(sports, { idempotencyKey });
  sports.port.status = async () => 'cancelledBySeller';
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
  expect(await shown(sports)).toMatchObject([{ state: 'CANCELLED_BY_SELLER' }]);
});

it('is unknown, not lost, when the store fails after the booking was made', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  const { bookings } = sports.store;
  const { confirm } = bookings;
  Object.assign(bookings, { confirm: () => Promise.reject(new Error('the store is away')) });
  expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  Object.assign(bookings, { confirm });
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
  expect(sports.port.orders.size).toBe(1);
});

it('does not wait for a call that outlasts the deadline', async () => {
  await using sports = await start({ deadlineMs: 60 });
  await sports.store.feeds.apply('facilities', [updated('pd-1', 1, facility('pd-1'))], seen);
  await sports.store.feeds.apply('slots', [updated('six', 1, slot('six', 'pd-1', hours(5)))], seen);
  const never = Promise.withResolvers<BookingOutcome>();
  sports.port.book = () => never.promise;
  expect((await book(sports)).told).toEqual(UNKNOWN);
});

it.each<[OrderStatus, unknown]>([
  ['confirmed', [{ state: 'CONFIRMED', madeThrough: 'HUB' }]],
  ['cancelledBySeller', [{ state: 'CANCELLED_BY_SELLER', madeThrough: 'HUB' }]],
  ['absent', []],
])('looks up by itself what nobody asks for again: %s', async (status, expected) => {
  await using sports = await startWithSlots();
  loseAnswer(sports, { arrives: true });
  await book(sports);
  sports.port.status = async () => status;
  const signal = new AbortController().signal;
  const settle = () => settleBookings({ ...sports, bookings: sports.store.bookings, signal });
  await settle();
  expect(await shown(sports)).toEqual([]);
  sports.now = new Date(NOON.getTime() + 30_001);
  await settle();
  expect(await shown(sports)).toMatchObject(expected as object[]);
  expect(sports.port.calls.filter((call) => call === 'status')).toHaveLength(1);
});

it('shows a booking again that was dropped while the same key sent it again', async () => {
  await using sports = await startWithSlots();
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  await sports.connection.model('SportsBooking').deleteMany({});
  await book(sports, { idempotencyKey });
  expect(await shown(sports)).toMatchObject([{ state: 'CONFIRMED' }]);
});
