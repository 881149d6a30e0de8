import type { ParkingSession, StayAsk } from '../../connectors/parking/port.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  assertTimeLeft,
  forgetLastKnown,
  orNull,
  sendWrite,
  sendWriteAgain,
} from '../../platform/subgraph/legacy-write.ts';
import type { CardRef } from './card-ref.ts';
import { cardToUse, platesOf } from './card-to-use.ts';
import {
  OUTCOME_UNKNOWN,
  parkingRefused,
  type ParkingRefusal,
  type ParkingStarted,
  type Unknown,
} from './change-results.ts';
import type { Context } from './context.ts';
import { fetchSessionInTime } from './fetch-in-time.ts';
import { assertStayEnd, readInstant, toWholeSecond } from './inputs.ts';
import { mayResend, mayStillCome, sentNow, type Sent } from './lost-write.ts';
import { toLiveSession, toPlateRow, type PlateRow } from './parking-rows.ts';
import { regulatedZone } from './regulated-zone.ts';
import type { StartParkingInput } from './schema.generated.ts';

export type StartParkingAnswer = ParkingStarted | ParkingRefusal | Unknown;

/** The stay as it is sent: its repeat looks for, or sends, the very same. Sealed at rest. */
type Stay = Sent & {
  readonly sessionId: string;
  readonly plate: PlateRow;
  readonly zoneId: string;
  readonly fromMs: number;
  readonly untilMs: number;
};

/** The card that parks, and the attempt under the caller's key. */
type Start = { readonly card: CardRef; readonly attempt: Attempt<Stay> };

const OPERATION = 'Mutation.startParking';
const UNKNOWN: Attempted<Unknown> = { result: OUTCOME_UNKNOWN, isFinal: false };

/**
 * Begins a stay, at most once for a key. The session's id is made and noted before anything is sent;
 * when the answer is lost, the same key looks for that session and, while the wish is fresh and there
 * is none, sends it again under the same id.
 */
export async function startParking(
  input: StartParkingInput,
  context: Context,
): Promise<StartParkingAnswer> {
  const card = await cardToUse(OPERATION, input.card, context);
  const until = readInstant(input.until, 'The end of a stay');
  return context.once.aroundCall<StartParkingAnswer, Stay>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => {
      if (card === null) {
        return attempt.notes === null ? final(parkingRefused('CARD_UNKNOWN')) : UNKNOWN;
      }
      const start = { card, attempt };
      // Without notes nothing was sent: they are kept before.
      if (attempt.notes !== null) return findOut(start, attempt.notes, context);
      return startNow(start, { input, until }, context);
    },
  );
}

async function startNow(
  start: Start,
  { input, until }: { readonly input: StartParkingInput; readonly until: Date },
  context: Context,
): Promise<Attempted<StartParkingAnswer>> {
  if (!start.card.isUsable) return final(parkingRefused('CARD_NOT_USABLE'));
  const now = context.clock.now();
  assertStayEnd(until, { from: now, now });
  const plate = (await platesOf(start.card, context)).find(({ id }) => id === input.plateId);
  if (plate === undefined) return final(parkingRefused('PLATE_NOT_FOUND'));
  const { zoneId } = input;
  if ((await regulatedZone(zoneId, context)) === null) {
    return final(parkingRefused('ZONE_NOT_FOUND'));
  }
  const stay = {
    ...sentNow(null, now),
    sessionId: context.newId(),
    plate: toPlateRow(plate),
    zoneId,
    fromMs: toWholeSecond(now).getTime(),
    untilMs: until.getTime(),
  };
  if (await isNoted(start.card, stay, context)) return send(start, stay, context);
  return final(parkingRefused('PLATE_NOT_FOUND'));
}

/** Before it is sent the stay becomes the card's; false when the plate has left the card. */
function isNoted({ id }: CardRef, stay: Stay, { plates }: Context): Promise<boolean> {
  const sentAt = new Date(stay.lastSentAtMs);
  return plates.noteStay(id, stay.plate.id, { id: stay.sessionId, sentAt });
}

async function send(
  { card, attempt }: Start,
  stay: Stay,
  context: Context,
): Promise<Attempted<StartParkingAnswer>> {
  const { parking, signal, deadline, clock } = context;
  assertTimeLeft('parking', signal);
  await attempt.note(stay);
  const call = () => parking.postSession(toAsk(stay), { signal: deadline });
  const write = attempt.notes === null ? sendWrite : sendWriteAgain;
  const outcome = await write(OPERATION, call, context);
  await forgetLastKnown(card, context);
  if (outcome.kind === 'done') return final(started(outcome.session, stay, clock.now()));
  if (outcome.kind === 'refused') return final(parkingRefused('PARKING_REFUSED'));
  // `outdated`: there is a session of this id with changes since; the next repeat reads it.
  return UNKNOWN;
}

async function findOut(
  start: Start,
  stay: Stay,
  context: Context,
): Promise<Attempted<StartParkingAnswer>> {
  const { parking, signal, clock } = context;
  const reading = fetchSessionInTime(parking, stay.sessionId, signal);
  const found = await orNull(
    reading.then((session) => ({ session })),
    context,
  );
  await forgetLastKnown(start.card, context);
  if (found === null) return UNKNOWN;
  const now = clock.now();
  if (found.session !== null) return final(started(found.session, stay, now));
  const again = { ...stay, ...sentNow(stay, now) };
  const isWanted = start.card.isUsable && stay.untilMs > now.getTime() && mayResend(stay, now);
  if (isWanted && (await isNoted(start.card, again, context))) {
    return (await orNull(send(start, again, context), context)) ?? UNKNOWN;
  }
  return mayStillCome(stay, now) ? UNKNOWN : final(parkingRefused('NOT_RECORDED'));
}

function toAsk({ sessionId, plate, zoneId, fromMs, untilMs }: Stay): StayAsk {
  const [from, until] = [new Date(fromMs), new Date(untilMs)];
  return { id: sessionId, plate: plate.plate, zoneId, from, until };
}

function started(session: ParkingSession, { plate }: Stay, at: Date): ParkingStarted {
  return { __typename: 'ParkingStarted', session: toLiveSession(session, plate, at) };
}
