import { UpstreamMalformedError } from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';
import type { OrderState } from './port.ts';

const TERM = 'https://openactive.io/';

const STATES: Readonly<Record<string, OrderState['state']>> = {
  [`${TERM}OrderItemConfirmed`]: 'confirmed',
  [`${TERM}CustomerAttended`]: 'confirmed',
  [`${TERM}AttendeeAttended`]: 'confirmed',
  [`${TERM}AttendeeAbsent`]: 'confirmed',
  [`${TERM}CustomerCancelled`]: 'cancelledByCustomer',
  [`${TERM}SellerCancelled`]: 'cancelledBySeller',
};

/**
 * One state for an order of one item a place: it stands while any of its places does, and the seller
 * cancelled it when it was the seller who took the last ones away.
 *
 * @throws {UpstreamMalformedError} A status that is no word of Open Booking's, or none at all.
 */
export function toOrderState(statuses: readonly string[]): OrderState['state'] {
  const states = statuses.map((status) => STATES[status]);
  if (states.length === 0 || states.includes(undefined)) {
    throw new UpstreamMalformedError(SYSTEM, 'an order item with an unknown status');
  }
  if (states.includes('confirmed')) return 'confirmed';
  return states.includes('cancelledBySeller') ? 'cancelledBySeller' : 'cancelledByCustomer';
}
