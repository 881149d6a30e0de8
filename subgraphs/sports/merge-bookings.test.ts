import { expect, it } from '@jest/globals';
import { mergeBookings } from './merge-bookings.ts';
import type { HubBooking, KeptCounterBooking } from './store.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour));
const MADE_AT = at(4);

function own(state: HubBooking['state'], statedAt = at(2), facility = 'Tenis'): HubBooking {
  const times = { startsAt: at(18), endsAt: at(19) };
  return { orderId: `${state} ${facility}`, facility, ...times, places: 1, state, statedAt };
}

function counter(isCancelled = false, facility = 'Tenis', startsAt = at(18)): KeptCounterBooking {
  return { facility, startsAt, endsAt: at(19), isCancelled, places: 1 };
}

const merge = (hub: readonly HubBooking[], bookings: readonly KeptCounterBooking[]) =>
  mergeBookings(hub, { bookings, madeAt: MADE_AT });

const CASES: readonly [string, HubBooking[], KeptCounterBooking[], boolean, number][] = [
  ['our own stands', [own('confirmed')], [counter()], true, 0],
  ['our own stands and the file says cancelled', [own('confirmed')], [counter(true)], true, 0],
  [
    'our own was cancelled after the file',
    [own('cancelledByCustomer', at(5))],
    [counter()],
    true,
    0,
  ],
  ['our own was cancelled before the file', [own('cancelledByCustomer')], [counter()], false, 1],
  ['both are cancelled', [own('cancelledBySeller')], [counter(true)], true, 0],
  ['one of our own stands', [own('cancelledBySeller'), own('confirmed')], [counter()], true, 0],
  ['it is another facility', [own('confirmed', at(2), 'Golf')], [counter()], true, 1],
  ['it is another time', [own('confirmed')], [counter(false, 'Tenis', at(17))], true, 1],
  ['the file has it cancelled and booked again', [], [counter(true), counter()], true, 1],
  ['the file has it cancelled twice', [], [counter(true), counter(true)], true, 1],
  ['the file has it twice', [], [counter(), counter()], true, 2],
];

it.each(CASES)('%s', (_what, hub, bookings, isOwnShown, fromCounter) => {
  const merged = merge(hub, bookings);
  expect(merged.hub).toEqual(isOwnShown ? hub : []);
  expect(merged.counter).toHaveLength(fromCounter);
});

it('shows the booking that stands of two that the file has', () => {
  expect(merge([], [counter(true), counter()]).counter).toEqual([counter()]);
});
