import { createHash } from 'node:crypto';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { SourceRow } from '../../platform/subgraph/source.ts';
import type { BookingChannel, SportsBookingState } from './schema.generated.ts';
import type { HubBooking, KeptCounterBooking } from './store.ts';

/** As the schema's `SportsBooking`; plain JSON, since results of mutations are kept. */
export type BookingRow = {
  readonly id: string;
  readonly facility: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: SportsBookingState;
  readonly places: number;
  readonly madeThrough: BookingChannel;
  readonly source: SourceRow;
};

const STATES: Readonly<Record<HubBooking['state'], SportsBookingState>> = {
  sent: 'CONFIRMED',
  confirmed: 'CONFIRMED',
  cancelledByCustomer: 'CANCELLED',
  cancelledBySeller: 'CANCELLED_BY_SELLER',
};

/** Begins the id of what was booked at the counter, so that it is never taken for an order. */
const COUNTER_ID = 'counter-';

export function hubRow(booking: HubBooking, source: SourceRow): BookingRow {
  const { orderId, facility, startsAt, endsAt, places, state } = booking;
  return {
    id: orderId,
    facility,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    state: STATES[state],
    places,
    madeThrough: 'HUB',
    source,
  };
}

/** @param place Tells bookings of the same facility and time apart, from 0. */
export function counterRow(
  booking: KeptCounterBooking,
  member: LinkedAccount,
  { place, source }: { readonly place: number; readonly source: SourceRow },
): BookingRow {
  const { facility, startsAt, endsAt, places, isCancelled } = booking;
  return {
    id: counterId(booking, member, place),
    facility,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    state: isCancelled ? 'CANCELLED' : 'CONFIRMED',
    places,
    madeThrough: 'COUNTER',
    source,
  };
}

export function isCounterId(id: string): boolean {
  return id.startsWith(COUNTER_ID);
}

/** The same in every file, and nothing can be read from it: the file itself names no booking. */
function counterId(booking: KeptCounterBooking, member: LinkedAccount, place: number): string {
  const named = JSON.stringify([member, slotKey(booking), place]);
  return COUNTER_ID + createHash('sha256').update(named).digest('base64url').slice(0, 22);
}

/**
 * Names a member's facility and time, so that a booking is known from both sides: the file and the feed
 * write names with other spaces, cases and accents.
 */
export function slotKey({ facility, startsAt }: Pick<HubBooking, 'facility' | 'startsAt'>): string {
  const plain = facility
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${startsAt.getTime()} ${plain}`;
}
