import { slotKey } from './booking-rows.ts';
import type { HubBooking, KeptCounterBooking } from './store.ts';

/** A member's bookings of the nightly file, and when the sports body made it. */
export type CounterPart = {
  readonly bookings: readonly KeptCounterBooking[];
  readonly madeAt: Date;
};

export type MergedBookings = {
  readonly hub: readonly HubBooking[];
  /** Those of the file that say something the hub's own do not. */
  readonly counter: readonly KeptCounterBooking[];
};

/**
 * The nightly file holds the bookings made through the hub too: of one facility and time the hub's own
 * is told. There is one exception: the hub's own is cancelled, and a later file says that the place is
 * taken, so the member has booked it again at the counter.
 *
 * Of the file alone, a cancelled booking is left out beside one that stands.
 */
export function mergeBookings(
  hub: readonly HubBooking[],
  { bookings, madeAt }: CounterPart,
): MergedBookings {
  const ownBySlot = Map.groupBy(hub, slotKey);
  const counterBySlot = Map.groupBy(bookings, slotKey);
  const counter = [...counterBySlot].flatMap(([slot, booked]) => {
    const standing = booked.filter(({ isCancelled }) => !isCancelled);
    const own = ownBySlot.get(slot) ?? [];
    if (own.length === 0) return standing.length > 0 ? standing : booked.slice(0, 1);
    return own.every((booking) => isCancelledBefore(booking, madeAt)) ? standing : [];
  });
  const rebooked = new Set(counter.map(slotKey));
  return { hub: hub.filter((booking) => !rebooked.has(slotKey(booking))), counter };
}

function isCancelledBefore({ state, statedAt }: HubBooking, madeAt: Date): boolean {
  return state !== 'sent' && state !== 'confirmed' && statedAt < madeAt;
}
