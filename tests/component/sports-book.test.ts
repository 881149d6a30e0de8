import { expect, it } from '@jest/globals';
import { UpstreamRejectedError } from '../../domain/errors.ts';
import { book, shown, startWithSlots } from './sports-booking.ts';
import { outage } from './sports-fake-port.ts';
import {
  ABSENT_NUMBER,
  ana,
  ANA_MEMBER,
  ANA_NUMBER,
  ANA_VIEWER,
  GYM_NUMBER,
  hours,
  nextKey,
  useSports,
} from './sports-harness.ts';

const start = useSports();

it('books a slot, and shows it at once', async () => {
  await using sports = await startWithSlots(start);
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
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  const first = await book(sports, { idempotencyKey });
  expect(await book(sports, { idempotencyKey })).toEqual(first);
  expect(sports.port.calls).toHaveLength(1);
});

it('makes one booking of two same requests at once', async () => {
  await using sports = await startWithSlots(start);
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
  await using sports = await startWithSlots(start);
  const { told, errors } = await book(sports, input);
  expect({ reason: told?.['reason'], errors }).toEqual({ reason, errors: [] });
  expect(sports.port.calls).toEqual([]);
});

it.each([
  ['is not usable', { ...ana, isUsable: false }, 'CARD_NOT_USABLE'],
  ['has no member number', { ...ana, sportsMemberNumber: null }, 'NOT_LINKED'],
])('refuses a card that %s', async (_what, card, reason) => {
  await using sports = await startWithSlots(start);
  sports.cards.set(ANA_NUMBER, card);
  expect((await book(sports)).told?.['reason']).toBe(reason);
  expect(sports.port.calls).toEqual([]);
});

it('books many places for an organisation', async () => {
  await using sports = await startWithSlots(start);
  const { told } = await book(sports, { card: GYM_NUMBER, places: 50 });
  expect(told).toMatchObject({ booking: { places: 50 } });
  expect(sports.port.calls).toEqual(['order six 50 00000002']);
});

it.each([0, 51, -1])('does not take %s for a number of places', async (places) => {
  await using sports = await startWithSlots(start);
  const { errors } = await book(sports, { card: GYM_NUMBER, places });
  expect(errors).toEqual(['told BAD_USER_INPUT']);
});

it.each([
  ['full', 'SLOT_FULL'],
  ['refused', 'SPORTS_REFUSED'],
] as const)('tells that a slot is %s, keeps nothing, and stands by it', async (kind, reason) => {
  await using sports = await startWithSlots(start);
  const idempotencyKey = nextKey();
  sports.port.book = async () => ({ kind });
  expect((await book(sports, { idempotencyKey })).told?.['reason']).toBe(reason);
  expect((await book(sports, { idempotencyKey })).told?.['reason']).toBe(reason);
  expect(sports.port.calls).toHaveLength(1);
  expect(await sports.connection.model('SportsBooking').countDocuments({})).toBe(0);
});

it('takes a no of the system for a refusal', async () => {
  await using sports = await startWithSlots(start);
  sports.port.book = () => Promise.reject(new UpstreamRejectedError('sports', 'no'));
  expect((await book(sports)).told?.['reason']).toBe('SPORTS_REFUSED');
});

it('is an error when nothing was sent, and the same key may try again', async () => {
  await using sports = await startWithSlots(start);
  const { book: work } = sports.port;
  const idempotencyKey = nextKey();
  sports.port.book = () => Promise.reject(outage());
  const failed = await book(sports, { idempotencyKey });
  expect(failed).toEqual({ told: null, errors: ['told UPSTREAM_UNAVAILABLE'] });
  expect(await sports.connection.model('SportsBooking').countDocuments({})).toBe(0);
  sports.port.book = work;
  expect((await book(sports, { idempotencyKey })).told).toMatchObject({ __typename: 'SlotBooked' });
});
