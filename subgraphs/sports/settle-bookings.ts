import type { Logger } from 'pino';
import type { SportsPort } from '../../connectors/sports/port.ts';
import type { Clock } from '../../platform/clock.ts';
import { MAY_BE_UNDER_WAY_MS } from '../../platform/subgraph/legacy-write.ts';
import type { BookingStore, HubBooking } from './store.ts';

export type SettleDeps = {
  readonly port: Pick<SportsPort, 'fetchOrderStatus'>;
  readonly bookings: BookingStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Logger;
};

/** Looked up in one round; lost answers are rare. */
const AT_ONCE = 20;

/**
 * Finds out what became of bookings whose answer was lost and whose key nobody has sent again, so that
 * a booking that was made is shown.
 *
 * @throws {HubError} The booking system could not be asked; the next round goes on.
 */
export async function settleBookings(deps: SettleDeps): Promise<void> {
  const { bookings, clock } = deps;
  const sentBefore = new Date(clock.now().getTime() - MAY_BE_UNDER_WAY_MS);
  const failures: unknown[] = [];
  for (const booking of await bookings.findUnsettled(sentBefore, AT_ONCE)) {
    // One that cannot be looked up does not stand before the others.
    await settle(booking, deps).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function settle(booking: HubBooking, deps: SettleDeps): Promise<void> {
  const { orderId } = booking;
  const { port, bookings, clock, signal, log } = deps;
  const state = await port.fetchOrderStatus(orderId, { signal });
  // Nothing came of it; who sends the key again begins with a booking of the same id.
  if (state === 'absent') await bookings.dropSent(booking);
  else await bookings.applyStates([{ orderId, state }], clock.now());
  log.info({ orderId, state }, 'the outcome of a booking was looked up');
}
