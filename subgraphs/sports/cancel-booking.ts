import type { CancelOutcome } from '../../connectors/sports/port.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  assertTimeLeft,
  MAY_BE_UNDER_WAY_MS,
  orNull,
  sendWrite,
  sendWriteAgain,
} from '../../platform/subgraph/legacy-write.ts';
import {
  OUTCOME_UNKNOWN,
  cancellationRefused,
  type BookingCancelled,
  type CancellationRefusal,
  type Unknown,
} from './booking-results.ts';
import { hubRow, isCounterId } from './booking-rows.ts';
import { memberOf, type CardRef } from './card-ref.ts';
import { cardToChange } from './card-to-change.ts';
import type { Context } from './context.ts';
import type { CancelBookingInput } from './schema.generated.ts';
import type { HubBooking } from './store.ts';

export type CancelBookingAnswer = BookingCancelled | CancellationRefusal | Unknown;

type Answered = Attempted<CancelBookingAnswer>;

/** That the cancellation was sent; what it was of stands in the input. */
type Notes = { readonly sentAtMs: number };

const OPERATION = 'Mutation.cancelBooking';

/**
 * Cancels a booking of the hub's, once for a key. Cancelling twice is cancelled, so that the same key
 * sends the cancellation again when its answer was lost.
 */
export async function cancelBooking(
  input: CancelBookingInput,
  context: Context,
): Promise<CancelBookingAnswer> {
  const card = await cardToChange(OPERATION, input.card, context);
  return context.once.aroundCall<CancelBookingAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => cancel(card, input.bookingId, { attempt, context }),
  );
}

type Around = { readonly attempt: Attempt<Notes>; readonly context: Context };

async function cancel(
  card: CardRef | null,
  bookingId: string,
  { attempt, context }: Around,
): Promise<Answered> {
  const { store, clock, signal } = context;
  if (card === null) return refused('CARD_UNKNOWN', attempt);
  if (!card.isUsable) return refused('CARD_NOT_USABLE', attempt);
  const member = memberOf(card);
  if (member === null) return refused('NOT_LINKED', attempt);
  if (isCounterId(bookingId)) return final(cancellationRefused('COUNTER_ONLY'));
  const booking = await store.bookings.findOf(bookingId, member);
  if (booking === null || booking.state === 'sent') return refused('BOOKING_NOT_FOUND', attempt);
  if (booking.state !== 'confirmed') return cancelled(booking, context);
  const earlier = attempt.notes;
  if (earlier === null) assertTimeLeft('sports', signal);
  await attempt.note({ sentAtMs: clock.now().getTime() });
  const outcome = await send(bookingId, { attempt, context });
  if (outcome.kind === 'unknown') return UNSETTLED;
  if (outcome.kind === 'cancelled') return settled(booking, member, context);
  // An earlier cancellation may be on its way still: then a no to this one is not the last word.
  if (earlier === null || !isUnderWay(earlier, context)) {
    return final(cancellationRefused('SPORTS_REFUSED'));
  }
  await orNull(attempt.note(earlier), context);
  return UNSETTLED;
}

function isUnderWay({ sentAtMs }: Notes, { clock }: Context): boolean {
  return clock.now().getTime() - sentAtMs < MAY_BE_UNDER_WAY_MS;
}

const UNSETTLED: Answered = { result: OUTCOME_UNKNOWN, isFinal: false };

/** After a cancellation was sent a change of the card is no proof that nothing came of it. */
function refused(reason: CancellationRefusal['reason'], { notes }: Attempt<Notes>): Answered {
  return notes === null ? final(cancellationRefused(reason)) : UNSETTLED;
}

/** @throws {UpstreamUnavailableError} Nothing was sent, in the first attempt; a later one is unknown again. */
async function send(bookingId: string, { attempt, context }: Around): Promise<CancelOutcome> {
  const { port, deadline } = context;
  const write = attempt.notes === null ? sendWrite : sendWriteAgain;
  return write<CancelOutcome>(
    OPERATION,
    () => port.cancelOrder(bookingId, { signal: deadline }),
    context,
  );
}

/** Kept before it is told, so that it shows at once. Never throws: the cancellation was sent. */
async function settled(
  { orderId }: HubBooking,
  member: LinkedAccount,
  context: Context,
): Promise<Answered> {
  const { store, clock } = context;
  const states = [{ orderId, state: 'cancelledByCustomer' }] as const;
  await orNull(store.bookings.applyStates(states, clock.now()), context);
  const booking = await orNull(store.bookings.findOf(orderId, member), context);
  if (booking === null || booking.state === 'confirmed') return UNSETTLED;
  return cancelled(booking, context);
}

function cancelled(booking: HubBooking, { clock }: Context): Answered {
  const source = {
    system: 'sports',
    asOf: clock.now().toISOString(),
    freshness: 'LIVE',
  } as const;
  return final({ __typename: 'BookingCancelled', booking: hubRow(booking, source) });
}
