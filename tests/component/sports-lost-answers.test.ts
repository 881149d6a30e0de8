import { expect, it } from '@jest/globals';
import type { BookingOutcome, OrderStatus } from '../../connectors/sports/port.ts';
import { settleBookings } from '../../subgraphs/sports/settle-bookings.ts';
import { book, seen, shown, startWithSlots, UNKNOWN } from './sports-booking.ts';
import { facility, outage, slot, updated } from './sports-fake-port.ts';
import {
  ana,
  ANA_MEMBER,
  ANA_NUMBER,
  hours,
  nextKey,
  NOON,
  useSports,
  type Sports,
} from './sports-harness.ts';

const start = useSports();

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
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives });
  expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  expect(await shown(sports)).toEqual([]);
  const { told } = await book(sports, { idempotencyKey });
  expect(told).toMatchObject({ __typename: 'SlotBooked', booking: { state: 'CONFIRMED' } });
  expect(await book(sports, { idempotencyKey })).toEqual({ told, errors: [] });
  expect(sports.port.calls.map((call) => call.split(' ')[0])).toEqual(calls);
  expect([...sports.port.orders.keys()]).toEqual([told?.booking?.['id']]);
  expect(await shown(sports)).toHaveLength(1);
});

it('stays unknown while the outcome cannot be looked up, and never books twice', async () => {
  await using sports = await startWithSlots(start);
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
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  loseAnswer(sports, { arrives: true });
  expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
  expect(sports.port.orders.size).toBe(1);
});

it('takes a no to the second order for the last word only when the first cannot come any more', async () => {
  await using sports = await startWithSlots(start);
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
    await using sports = await startWithSlots(start);
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
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: true });
  await book(sports, { idempotencyKey });
  sports.port.status = async () => 'cancelledBySeller';
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
  expect(await shown(sports)).toMatchObject([{ state: 'CANCELLED_BY_SELLER' }]);
});

it('is unknown, not lost, when the store fails after the booking was made', async () => {
  await using sports = await startWithSlots(start);
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
  await using sports = await startWithSlots(start);
  loseAnswer(sports, { arrives: true });
  await book(sports);
  sports.port.status = async () => status;
  await settle(sports);
  expect(await shown(sports)).toEqual([]);
  sports.now = new Date(NOON.getTime() + 30_001);
  await settle(sports);
  expect(await shown(sports)).toMatchObject(expected as object[]);
  expect(sports.port.calls.filter((call) => call === 'status')).toHaveLength(1);
});

function settle(sports: Sports): Promise<void> {
  const { signal } = new AbortController();
  return settleBookings({ ...sports, bookings: sports.store.bookings, signal });
}

const seconds = (count: number): Date => new Date(NOON.getTime() + count * 1_000);

it('shows a booking whose second order lost its answer too, and whose key nobody sends any more', async () => {
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  sports.now = seconds(31);
  await settle(sports);
  loseAnswer(sports, { arrives: true });
  expect((await book(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  sports.now = seconds(62);
  await settle(sports);
  expect(await shown(sports)).toMatchObject([{ state: 'CONFIRMED' }]);
});

it('takes no for the last word only when the second order cannot come any more either', async () => {
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  sports.now = seconds(40);
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  sports.port.book = async () => ({ kind: 'full' });
  for (const [at, expected] of [
    [45, UNKNOWN],
    [69, UNKNOWN],
    [70, { reason: 'SLOT_FULL' }],
  ] as const) {
    sports.now = seconds(at);
    expect((await book(sports, { idempotencyKey })).told).toMatchObject(expected);
  }
});

it('does not drop a booking that was sent again while it was looked up', async () => {
  await using sports = await startWithSlots(start);
  const { bookings } = sports.store;
  const times = { startsAt: hours(5), endsAt: hours(6) };
  const booking = { orderId: 'order-1', facility: 'Tenis', ...times, places: 1, statedAt: NOON };
  await bookings.addSent(booking, ANA_MEMBER);
  sports.now = seconds(31);
  sports.port.status = async () => {
    await bookings.addSent({ ...booking, statedAt: sports.now }, ANA_MEMBER);
    return 'absent';
  };
  await settle(sports);
  expect(await bookings.findOf('order-1', ANA_MEMBER)).toMatchObject({ state: 'sent' });
});

it.each([
  [{ arrives: true }, 0, { __typename: 'SlotBooked' }],
  [{ arrives: false }, 0, UNKNOWN],
  [{ arrives: false }, 31, { reason: 'CARD_UNKNOWN' }],
])(
  'finds out what became of an order whose card has gone: %j after %i s',
  async (how, at, told) => {
    await using sports = await startWithSlots(start);
    const idempotencyKey = nextKey();
    loseAnswer(sports, how);
    await book(sports, { idempotencyKey });
    sports.cards.delete(ANA_NUMBER);
    sports.now = seconds(at);
    expect((await book(sports, { idempotencyKey })).told).toMatchObject(told);
  },
);

it('shows a booking again that was dropped while the same key sent it again', async () => {
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  loseAnswer(sports, { arrives: false });
  await book(sports, { idempotencyKey });
  await sports.connection.model('SportsBooking').deleteMany({});
  await book(sports, { idempotencyKey });
  expect(await shown(sports)).toMatchObject([{ state: 'CONFIRMED' }]);
});
