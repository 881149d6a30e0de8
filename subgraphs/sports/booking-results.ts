import type { BookingRow } from './booking-rows.ts';
import type { BookingRefusalReason, CancellationRefusalReason } from './schema.generated.ts';

export type SlotBooked = { readonly __typename: 'SlotBooked'; readonly booking: BookingRow };

export type BookingRefusal = {
  readonly __typename: 'BookingRefused';
  readonly reason: BookingRefusalReason;
  readonly message: string;
};

export type BookingCancelled = {
  readonly __typename: 'BookingCancelled';
  readonly booking: BookingRow;
};

export type CancellationRefusal = {
  readonly __typename: 'CancellationRefused';
  readonly reason: CancellationRefusalReason;
  readonly message: string;
};

export type Unknown = { readonly __typename: 'OutcomeUnknown'; readonly message: string };

/** Stands for a change that may or may not have happened. */
export const OUTCOME_UNKNOWN: Unknown = {
  __typename: 'OutcomeUnknown',
  message:
    'The sports body did not confirm it. Send the same request again in a minute: it will be looked up, not repeated.',
};

const BOOKING_MESSAGES: Readonly<Record<BookingRefusalReason, string>> = {
  SLOT_FULL: 'Not enough places are free. Take another time.',
  SLOT_NOT_FOUND: 'There is no such time to book, or it has begun.',
  COUNTER_ONLY: 'This time is booked at the counter only.',
  PLACES_NOT_ALLOWED: 'Only an organisation books more than one place.',
  CARD_UNKNOWN: 'There is no card with this number.',
  CARD_NOT_USABLE: 'The card is not active, so nothing can be booked with it.',
  NOT_LINKED: 'The card has no member number at the sports body.',
  SPORTS_REFUSED: 'The sports body did not accept the booking. Ask at its counter.',
};

const CANCELLATION_MESSAGES: Readonly<Record<CancellationRefusalReason, string>> = {
  BOOKING_NOT_FOUND: 'The card has no such booking.',
  COUNTER_ONLY: 'The booking was made at the counter. Cancel it there.',
  CARD_UNKNOWN: 'There is no card with this number.',
  CARD_NOT_USABLE: 'The card is not active, so nothing can be cancelled with it.',
  NOT_LINKED: 'The card has no member number at the sports body.',
  SPORTS_REFUSED: 'The sports body does not cancel this booking. Ask at its counter.',
};

export function bookingRefused(reason: BookingRefusalReason): BookingRefusal {
  return { __typename: 'BookingRefused', reason, message: BOOKING_MESSAGES[reason] };
}

export function cancellationRefused(reason: CancellationRefusalReason): CancellationRefusal {
  return { __typename: 'CancellationRefused', reason, message: CANCELLATION_MESSAGES[reason] };
}
