import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from '../guard.ts';
import { toCents } from '../money.ts';
import type { Slot } from '../port.ts';
import { parseDuration } from './instant.ts';
import { idOf, type WireOffer, type WireSlot } from './wire.ts';

const TERM = 'https://openactive.io/';
const NOT_HELD = /EventCancelled$|EventPostponed$/;

/** @throws {UpstreamMalformedError} It ends before it begins or never, or costs parts of a cent. */
export function toSlot(wire: WireSlot): Slot {
  const startsAt = new Date(wire.startDate);
  const endsAt = endOf(wire, startsAt);
  const isHeld = !NOT_HELD.test(wire.eventStatus ?? '');
  const offer = isHeld ? wire.offers.find(isBookable) : undefined;
  return {
    id: wire['@id'],
    facilityId: idOf(wire.facilityUse),
    startsAt,
    endsAt,
    freePlaces: isHeld ? wire.remainingUses : 0,
    maximumPlaces: wire.maximumUses ?? null,
    priceCents: priceOf(offer ?? wire.offers[0]),
    offerId: offer?.['@id'] ?? null,
  };
}

function endOf({ endDate, duration }: WireSlot, startsAt: Date): Date {
  const length = duration === undefined ? null : parseDuration(duration);
  const endsAt =
    endDate === undefined ? new Date(startsAt.getTime() + (length ?? 0)) : new Date(endDate);
  if (endsAt > startsAt) return endsAt;
  throw new UpstreamMalformedError(SYSTEM, 'a slot without an end after its start');
}

/** The hub speaks of euros; a price in another currency is none that it could tell. */
function priceOf(offer: WireOffer | undefined): number | null {
  if (offer === undefined) return null;
  if (offer.price !== 0 && offer.priceCurrency !== 'EUR') return null;
  const cents = toCents(offer.price);
  if (cents !== null) return cents;
  throw new UpstreamMalformedError(SYSTEM, 'a price that is no whole number of cents');
}

/**
 * Through a broker, without payment and without questions to the customer: the hub takes no money
 * for the sports body and fills in no forms. Both spellings are taken, the one of Open Booking 1.0 CR3
 * and the one of the data models since.
 *
 * Source: Open Booking API 1.0 CR3, "Definition of a 'bookable' Opportunity and Offer pair".
 */
function isBookable(offer: WireOffer): boolean {
  if (offer['@id'] === undefined) return false;
  if ((offer.openBookingFlowRequirement ?? []).length > 0) return false;
  const inAdvance = offer.openBookingInAdvance ?? offer.advanceBooking;
  if (inAdvance === `${TERM}Unavailable`) return false;
  const isOffered =
    offer.openBookingInAdvance !== undefined ||
    (offer.availableChannel ?? []).includes(`${TERM}OpenBookingPrepayment`);
  return isOffered && !mustPrepay(offer.price, offer.openBookingPrepayment ?? offer.prepayment);
}

/** What costs something is prepaid unless said otherwise. Source: ibid., "Booking without payment". */
export function mustPrepay(price: number, prepayment: string | undefined): boolean {
  if (price === 0) return false;
  return prepayment !== `${TERM}Unavailable` && prepayment !== `${TERM}Optional`;
}
