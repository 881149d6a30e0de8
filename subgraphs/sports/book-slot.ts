import type { BookingOutcome, SlotToBook } from '../../connectors/sports/port.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  MAY_BE_UNDER_WAY_MS,
  assertTimeLeft,
  orNull,
  sendWrite,
  sendWriteAgain,
} from '../../platform/subgraph/legacy-write.ts';
import {
  OUTCOME_UNKNOWN,
  bookingRefused,
  type BookingRefusal,
  type SlotBooked,
  type Unknown,
} from './booking-results.ts';
import { hubRow } from './booking-rows.ts';
import { memberOf, type CardRef } from './card-ref.ts';
import { cardToChange } from './card-to-change.ts';
import type { Context } from './context.ts';
import type { BookSlotInput } from './schema.generated.ts';
import type { HubBooking } from './store.ts';

export type BookSlotAnswer = SlotBooked | BookingRefusal | Unknown;

/**
 * The order just before it was sent. The same order may be sent again, whatever became of it: the
 * booking system does one id once.
 */
type Notes = {
  readonly order: Omit<SlotToBook, 'member'> & { readonly member: string };
  readonly facility: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly sentAtMs: number;
};

type Answered = Attempted<BookSlotAnswer>;

const OPERATION = 'Mutation.bookSlot';
/** A school brings a class, a club a team. */
const MAX_PLACES = 50;

/**
 * Books places of a slot, once for a key. The order's id is chosen and noted before it is sent; when the
 * answer is lost, the same key asks what became of that id, and sends it again when it never arrived.
 *
 * @throws {InvalidInputError} `places` is not 1 to 50.
 */
export async function bookSlot(input: BookSlotInput, context: Context): Promise<BookSlotAnswer> {
  const places = input.places ?? 1;
  if (places < 1 || places > MAX_PLACES) {
    throw new InvalidInputError(`\`places\` must be from 1 to ${MAX_PLACES}.`);
  }
  const card = await cardToChange(OPERATION, input.card, context);
  return context.once.aroundCall<BookSlotAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => {
      // Without notes nothing was sent: they are kept before.
      if (attempt.notes !== null) return findOut(card, attempt.notes, { attempt, context });
      if (card === null) return final(bookingRefused('CARD_UNKNOWN'));
      return bookNow(card, { slotId: input.slotId, places }, { attempt, context });
    },
  );
}

type Wish = { readonly slotId: string; readonly places: number };
type Around = { readonly attempt: Attempt<Notes>; readonly context: Context };

async function bookNow(
  card: CardRef,
  { slotId, places }: Wish,
  { attempt, context }: Around,
): Promise<Answered> {
  const { store, clock, signal, newOrderId } = context;
  if (!card.isUsable) return final(bookingRefused('CARD_NOT_USABLE'));
  const member = memberOf(card);
  if (member === null) return final(bookingRefused('NOT_LINKED'));
  if (places > 1 && card.holder.kind !== 'ORGANISATION') {
    return final(bookingRefused('PLACES_NOT_ALLOWED'));
  }
  const slot = await store.feeds.findSlot(slotId);
  const facility = slot && (await store.feeds.findFacility(slot.facilityId));
  const now = clock.now();
  if (slot === null || facility === null || slot.startsAt <= now) {
    return final(bookingRefused('SLOT_NOT_FOUND'));
  }
  if (slot.offerId === null) return final(bookingRefused('COUNTER_ONLY'));
  assertTimeLeft('sports', signal);
  const notes: Notes = {
    order: { orderId: newOrderId(), slotId, offerId: slot.offerId, member, places },
    facility: facility.name,
    startsAtMs: slot.startsAt.getTime(),
    endsAtMs: slot.endsAt.getTime(),
    sentAtMs: now.getTime(),
  };
  await attempt.note(notes);
  await store.bookings.addSent(toBooking(notes, now), member);
  const outcome = await send(notes, sendWrite, context).catch(async (error: unknown) => {
    // Nothing was sent, so there is nothing to look up either.
    await drop(notes, context);
    throw error;
  });
  return settled(outcome, notes, context);
}

/** Never throws: an earlier attempt has sent the order. */
async function findOut(
  card: CardRef | null,
  notes: Notes,
  { attempt, context }: Around,
): Promise<Answered> {
  const { port, signal } = context;
  const state = await orNull(port.fetchOrderStatus(notes.order.orderId, { signal }), context);
  if (state === null) return UNSETTLED;
  if (state !== 'absent') {
    const answered = await settled(
      { kind: 'booked', orderId: notes.order.orderId },
      notes,
      context,
    );
    // It was booked, and cancelled since: the first result is that it was booked.
    const states = [{ orderId: notes.order.orderId, state }];
    await orNull(context.store.bookings.applyStates(states, context.clock.now()), context);
    return answered;
  }
  const reason = whyNotAgain(card, notes, context);
  if (reason !== null)
    return isUnderWay(notes, context) ? UNSETTLED : final(bookingRefused(reason));
  return sendAgain(notes, { attempt, context });
}

/** The same order under the same id, written down as the first one was: its answer may be lost too. */
async function sendAgain(earlier: Notes, { attempt, context }: Around): Promise<Answered> {
  const now = context.clock.now();
  const notes: Notes = { ...earlier, sentAtMs: now.getTime() };
  const writing = async () => {
    await attempt.note(notes);
    const member = parseLinkedAccount(notes.order.member);
    await context.store.bookings.addSent(toBooking(notes, now), member);
    return true;
  };
  if ((await orNull(writing(), context)) === null) return UNSETTLED;
  const outcome = await send(notes, sendWriteAgain, context);
  // The earlier order may be on its way still: then a no to this one is not the last word.
  const isNo = outcome.kind === 'full' || outcome.kind === 'refused';
  if (!isNo || !isUnderWay(earlier, context)) return settled(outcome, notes, context);
  await orNull(attempt.note(earlier), context);
  return UNSETTLED;
}

const UNSETTLED: Answered = { result: OUTCOME_UNKNOWN, isFinal: false };

/** What has changed since the order was sent first, so that it is not sent again. */
function whyNotAgain(
  card: CardRef | null,
  { order, startsAtMs }: Notes,
  { clock }: Context,
): BookingRefusal['reason'] | null {
  if (card === null) return 'CARD_UNKNOWN';
  if (!card.isUsable) return 'CARD_NOT_USABLE';
  if (memberOf(card) !== order.member) return 'NOT_LINKED';
  return startsAtMs <= clock.now().getTime() ? 'SLOT_NOT_FOUND' : null;
}

function isUnderWay({ sentAtMs }: Notes, { clock }: Context): boolean {
  return clock.now().getTime() - sentAtMs < MAY_BE_UNDER_WAY_MS;
}

function send(
  { order }: Notes,
  write: typeof sendWrite | typeof sendWriteAgain,
  context: Context,
): Promise<BookingOutcome> {
  const slot = { ...order, member: parseLinkedAccount(order.member) };
  return write<BookingOutcome>(
    OPERATION,
    () => context.port.putOrder(slot, { signal: context.deadline }),
    context,
  );
}

async function drop({ order, sentAtMs }: Notes, context: Context): Promise<void> {
  const sent = { orderId: order.orderId, statedAt: new Date(sentAtMs) };
  await orNull(context.store.bookings.dropSent(sent), context);
}

/** The booking is kept before it is told, so that it shows at once. Never throws: the order was sent. */
async function settled(outcome: BookingOutcome, notes: Notes, context: Context): Promise<Answered> {
  const { store, clock } = context;
  if (outcome.kind === 'unknown') return UNSETTLED;
  if (outcome.kind !== 'booked') {
    await drop(notes, context);
    return final(bookingRefused(outcome.kind === 'full' ? 'SLOT_FULL' : 'SPORTS_REFUSED'));
  }
  const now = clock.now();
  const member = parseLinkedAccount(notes.order.member);
  const kept = await orNull(store.bookings.confirm(toBooking(notes, now), member), context);
  if (kept === null) return UNSETTLED;
  const source = { system: 'sports', asOf: now.toISOString(), freshness: 'LIVE' } as const;
  return final({ __typename: 'SlotBooked', booking: hubRow(kept, source) });
}

function toBooking(
  { order, facility, startsAtMs, endsAtMs }: Notes,
  statedAt: Date,
): Omit<HubBooking, 'state'> {
  return {
    orderId: order.orderId,
    facility,
    startsAt: new Date(startsAtMs),
    endsAt: new Date(endsAtMs),
    places: order.places,
    statedAt,
  };
}
