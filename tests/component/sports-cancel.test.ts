import { expect, it } from '@jest/globals';
import type { CancelOutcome } from '../../connectors/sports/port.ts';
import { UpstreamRejectedError } from '../../domain/errors.ts';
import { bookingsFile, counterBooking, outage } from './sports-fake-port.ts';
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
const ORDER_ID = '6f9619ff-8b86-4011-b42d-00c04fc964ff';

async function startWithBooking(): Promise<Sports> {
  const sports = await start();
  const times = { startsAt: hours(5), endsAt: hours(6) };
  const booking = { orderId: ORDER_ID, facility: 'Tenis', ...times, places: 1, statedAt: NOON };
  await sports.store.bookings.confirm(booking, ANA_MEMBER);
  const counter = counterBooking(ANA_MEMBER, 'Golf', hours(2));
  const file = bookingsFile([counter], { madeAt: hours(-8) });
  await sports.store.nightly.replace(file, null, NOON);
  return sports;
}

const CANCEL = `mutation ($input: CancelBookingInput!) { told: cancelBooking(input: $input) {
  __typename
  ... on BookingCancelled { booking { id state source { freshness } } }
  ... on CancellationRefused { reason }
} }`;

async function cancel(sports: Sports, input: object = {}, viewer = STAFF) {
  const whole = { card: ANA_NUMBER, bookingId: ORDER_ID, idempotencyKey: nextKey(), ...input };
  const { data, errors } = await sports.ask(CANCEL, { input: whole }, viewer);
  return { told: (data?.['told'] ?? null) as Row | null, errors: toPaths(errors) };
}

async function bookings(sports: Sports) {
  const { sports: parts } = await sports.askCards([ana], 'bookings { id state madeThrough }');
  return parts[0]?.bookings ?? [];
}

const CANCELLED = {
  __typename: 'BookingCancelled',
  booking: { id: ORDER_ID, state: 'CANCELLED', source: { freshness: 'LIVE' } },
};
const UNKNOWN = { __typename: 'OutcomeUnknown' };

it('cancels a booking and shows it at once', async () => {
  await using sports = await startWithBooking();
  expect(await cancel(sports, {}, ANA_VIEWER)).toEqual({ told: CANCELLED, errors: [] });
  expect((await bookings(sports)).at(-1)).toMatchObject({ id: ORDER_ID, state: 'CANCELLED' });
  expect(sports.port.calls).toEqual(['cancel']);
});

it('sends nothing for the same key, nor for a booking that is cancelled already', async () => {
  await using sports = await startWithBooking();
  const idempotencyKey = nextKey();
  await cancel(sports, { idempotencyKey });
  expect((await cancel(sports, { idempotencyKey })).told).toEqual(CANCELLED);
  expect((await cancel(sports)).told).toEqual(CANCELLED);
  expect(sports.port.calls).toEqual(['cancel']);
});

it.each([
  ['no such booking', { bookingId: 'none' }, {}, 'BOOKING_NOT_FOUND'],
  ["another member's booking", { card: GYM_NUMBER }, {}, 'BOOKING_NOT_FOUND'],
  ['an absent card', { card: ABSENT_NUMBER }, {}, 'CARD_UNKNOWN'],
  ['a card that is not usable', {}, { isUsable: false }, 'CARD_NOT_USABLE'],
  ['a card without account', {}, { sportsMemberNumber: null }, 'NOT_LINKED'],
])('refuses %s without a call', async (_what, input, change, reason) => {
  await using sports = await startWithBooking();
  sports.cards.set(ANA_NUMBER, { ...ana, ...change });
  expect((await cancel(sports, input)).told?.['reason']).toBe(reason);
  expect(sports.port.calls).toEqual([]);
});

it('sends who booked at the counter to the counter', async () => {
  await using sports = await startWithBooking();
  const bookingId = (await bookings(sports))[0]?.['id'];
  expect((await cancel(sports, { bookingId })).told?.['reason']).toBe('COUNTER_ONLY');
});

it('tells a refusal, and the booking stands', async () => {
  await using sports = await startWithBooking();
  sports.port.cancel = async () => ({ kind: 'refused' });
  expect((await cancel(sports)).told?.['reason']).toBe('SPORTS_REFUSED');
  expect((await bookings(sports)).at(-1)).toMatchObject({ state: 'CONFIRMED' });
});

it('is an error when nothing was sent, and the same key may try again', async () => {
  await using sports = await startWithBooking();
  const idempotencyKey = nextKey();
  const { cancel: work } = sports.port;
  sports.port.cancel = () => Promise.reject(outage());
  const failed = await cancel(sports, { idempotencyKey });
  expect(failed).toEqual({ told: null, errors: ['told UPSTREAM_UNAVAILABLE'] });
  sports.port.cancel = work;
  expect((await cancel(sports, { idempotencyKey })).told).toEqual(CANCELLED);
});

it.each([true, false])('finds a lost answer out with the same key: %s', async (arrives) => {
  await using sports = await startWithBooking();
  const idempotencyKey = nextKey();
  const { cancel: work } = sports.port;
  sports.port.cancel = async (orderId): Promise<CancelOutcome> => {
    if (arrives) await work(orderId);
    return { kind: 'unknown' };
  };
  expect((await cancel(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  sports.port.cancel = () => Promise.reject(outage());
  expect((await cancel(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
  sports.port.cancel = work;
  expect((await cancel(sports, { idempotencyKey })).told).toEqual(CANCELLED);
  expect(sports.port.orders.get(ORDER_ID)).toBe('cancelledByCustomer');
});

it.each([
  [29, 'a no', async () => ({ kind: 'refused' }) as const, UNKNOWN],
  [30, 'a no', async () => ({ kind: 'refused' }) as const, { reason: 'SPORTS_REFUSED' }],
  [99, 'a closed door', () => Promise.reject(new UpstreamRejectedError('sports', 'key')), UNKNOWN],
])('is not sure of a lost cancellation %i s later by %s', async (after, _what, again, told) => {
  await using sports = await startWithBooking();
  const idempotencyKey = nextKey();
  sports.port.cancel = async () => ({ kind: 'unknown' });
  await cancel(sports, { idempotencyKey });
  sports.now = new Date(NOON.getTime() + after * 1_000);
  sports.port.cancel = again;
  expect((await cancel(sports, { idempotencyKey })).told).toMatchObject(told);
});

it('does not call it refused when the card has gone while the outcome was unknown', async () => {
  await using sports = await startWithBooking();
  const idempotencyKey = nextKey();
  sports.port.cancel = async () => ({ kind: 'unknown' });
  await cancel(sports, { idempotencyKey });
  sports.cards.delete(ANA_NUMBER);
  expect((await cancel(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
});

it('does not call it refused when the card changed while the outcome was unknown', async () => {
  await using sports = await startWithBooking();
  const idempotencyKey = nextKey();
  sports.port.cancel = async () => ({ kind: 'unknown' });
  await cancel(sports, { idempotencyKey });
  sports.cards.set(ANA_NUMBER, { ...ana, isUsable: false });
  expect((await cancel(sports, { idempotencyKey })).told).toEqual(UNKNOWN);
});

it('tells what the feed of orders told first', async () => {
  await using sports = await startWithBooking();
  const states = [{ orderId: ORDER_ID, state: 'cancelledBySeller' as const }];
  await sports.store.bookings.applyStates(states, NOON);
  const { told } = await cancel(sports);
  expect(told).toMatchObject({ booking: { state: 'CANCELLED_BY_SELLER' } });
  expect(sports.port.calls).toEqual([]);
});
