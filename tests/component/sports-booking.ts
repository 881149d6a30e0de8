import { bookingsFile, facility, slot, updated } from './sports-fake-port.ts';
import {
  ana,
  ANA_NUMBER,
  hours,
  nextKey,
  NOON,
  STAFF,
  toPaths,
  type Row,
  type Sports,
} from './sports-harness.ts';

export const seen = { startedAt: NOON, since: NOON, at: NOON };

/** A part that knows a facility and some of its slots. */
export async function startWithSlots(start: () => Promise<Sports>): Promise<Sports> {
  const sports = await start();
  const { feeds, nightly } = sports.store;
  await feeds.apply('facilities', [updated('pd-1', 1, facility('pd-1', 'Pádel, pista 1'))], seen);
  const slots = [
    slot('six', 'pd-1', hours(5), 4),
    { ...slot('desk', 'pd-1', hours(6)), offerId: null },
    slot('past', 'pd-1', hours(-1)),
    slot('lost', 'pd-9', hours(5)),
  ];
  await feeds.apply(
    'slots',
    slots.map((each) => updated(each.id, 1, each)),
    seen,
  );
  await nightly.replace(bookingsFile([], { madeAt: hours(-8) }), null, NOON);
  return sports;
}

const BOOK = `mutation ($input: BookSlotInput!) { told: bookSlot(input: $input) {
  __typename
  ... on SlotBooked { booking { id facility startsAt endsAt state places madeThrough source { system freshness } } }
  ... on BookingRefused { reason message }
} }`;

type Told = Row & { readonly booking?: Row };

/** Ana books the slot `six`, unless told otherwise. */
export async function book(sports: Sports, input: object = {}, viewer = STAFF) {
  const whole = { card: ANA_NUMBER, slotId: 'six', idempotencyKey: nextKey(), ...input };
  const { data, errors } = await sports.ask(BOOK, { input: whole }, viewer);
  return { told: (data?.['told'] ?? null) as Told | null, errors: toPaths(errors) };
}

/** Ana's bookings. */
export async function shown(sports: Sports): Promise<unknown> {
  const { sports: parts } = await sports.askCards([ana], 'bookings { id state madeThrough }');
  return parts[0]?.bookings;
}

export const UNKNOWN = { __typename: 'OutcomeUnknown' };
