import type { CallOptions, ParkingSession, SessionOutcome } from '../../connectors/parking/port.ts';
import type { InvalidInputError } from '../../domain/errors.ts';
import { final, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  assertTimeLeft,
  forgetLastKnown,
  orNull,
  sendWrite,
  sendWriteAgain,
  type Uncertain,
} from '../../platform/subgraph/legacy-write.ts';
import type { CardRef } from './card-ref.ts';
import { platesOf } from './card-to-use.ts';
import {
  OUTCOME_UNKNOWN,
  parkingRefused,
  type ParkingRefusal,
  type Unknown,
} from './change-results.ts';
import type { Context } from './context.ts';
import { fetchSessionInTime } from './fetch-in-time.ts';
import { mayResend, mayStillCome, sentNow, type Sent } from './lost-write.ts';
import { toLiveSession, toPlateRow, type PlateRow, type SessionRow } from './parking-rows.ts';
import type { CardOperation } from './policy.ts';
import type { ParkingRefusalReason } from './schema.generated.ts';

/** A change of a session that exists, as a card wishes it. */
export type SessionWish<Done> = {
  readonly operation: CardOperation;
  readonly card: CardRef;
  readonly sessionId: string;
  /** Whether the session is as wished; one that was not before has been changed. */
  readonly isFulfilled: (session: ParkingSession) => boolean;
  /** Why this cannot be wished of the session now; null when it can. */
  readonly objectionTo: (
    session: ParkingSession,
    now: Date,
  ) => ParkingRefusalReason | InvalidInputError | null;
  /** @param at When the wish was first sent. */
  readonly send: (
    session: ParkingSession,
    at: Date,
    options: CallOptions,
  ) => Promise<SessionOutcome>;
  readonly toResult: (session: SessionRow) => Done;
};

export type Changed<Done> = Attempted<Done | ParkingRefusal | Unknown>;

/** A session that was begun with the card. */
type Own = { readonly session: ParkingSession; readonly plate: PlateRow };

const UNKNOWN: Attempted<Unknown> = { result: OUTCOME_UNKNOWN, isFinal: false };

/**
 * Changes a session, at most once for a key. It is read before anything is sent, and the version that
 * was read goes along: when somebody else was faster it is read again, once. When the answer is lost,
 * the same key reads it; a change that it does not show is sent again, for that same version.
 */
export async function changeSession<Done>(
  wish: SessionWish<Done>,
  attempt: Attempt<Sent>,
  context: Context,
): Promise<Changed<Done>> {
  if (attempt.notes !== null) return findOut(wish, attempt.notes, attempt, context);
  const own = await findOwn(wish, context);
  if (own === null) return final(parkingRefused('SESSION_NOT_FOUND'));
  return refusalOf(wish, own, context) ?? change(wish, own, attempt, context);
}

async function change<Done>(
  wish: SessionWish<Done>,
  own: Own,
  attempt: Attempt<Sent>,
  context: Context,
): Promise<Changed<Done>> {
  const outcome = await send(wish, own, attempt, context);
  if (outcome.kind !== 'outdated') return toChanged(wish, own, outcome, context);
  // The system took nothing, so this may still fail or refuse as if nothing had been sent.
  const again = await findOwn(wish, context);
  if (again === null) return final(parkingRefused('SESSION_NOT_FOUND'));
  if (wish.isFulfilled(again.session)) return done(wish, again, context);
  const refused = refusalOf(wish, again, context);
  if (refused !== null) return refused;
  return toChanged(wish, again, await send(wish, again, attempt, context), context);
}

async function findOut<Done>(
  wish: SessionWish<Done>,
  sent: Sent,
  attempt: Attempt<Sent>,
  context: Context,
): Promise<Changed<Done>> {
  const own = await orNull(findOwn(wish, context), context);
  await forgetLastKnown(wish.card, context);
  // A session that is gone, or is no longer one of the card's, tells nothing.
  if (own === null) return UNKNOWN;
  if (wish.isFulfilled(own.session)) return done(wish, own, context);
  const now = context.clock.now();
  if (mayResend(sent, now) && wish.objectionTo(own.session, now) === null) {
    return (await orNull(change(wish, own, attempt, context), context)) ?? UNKNOWN;
  }
  return mayStillCome(sent, now) ? UNKNOWN : final(parkingRefused('NOT_RECORDED'));
}

/**
 * Null for a foreign session as for none: a foreign one is not even asked for.
 *
 * @throws {HubError} The parking system does not answer.
 */
async function findOwn<Done>(
  { card, sessionId }: SessionWish<Done>,
  context: Context,
): Promise<Own | null> {
  const plate = (await platesOf(card, context)).find(({ stays }) => stays.includes(sessionId));
  if (plate === undefined) return null;
  const session = await fetchSessionInTime(context.parking, sessionId, context.signal);
  return session && { session, plate: toPlateRow(plate) };
}

/** @throws {InvalidInputError} The wish can be fulfilled of no session that is as this one. */
function refusalOf<Done>(
  wish: SessionWish<Done>,
  { session }: Own,
  { clock }: Context,
): Attempted<ParkingRefusal> | null {
  const objection = wish.objectionTo(session, clock.now());
  if (objection === null) return null;
  if (typeof objection === 'string') return final(parkingRefused(objection));
  throw objection;
}

async function send<Done>(
  wish: SessionWish<Done>,
  { session }: Own,
  attempt: Attempt<Sent>,
  context: Context,
): Promise<SessionOutcome | Uncertain> {
  const { signal, deadline, clock } = context;
  assertTimeLeft('parking', signal);
  const sent = sentNow(attempt.notes, clock.now());
  await attempt.note(sent);
  const call = () => wish.send(session, new Date(sent.firstSentAtMs), { signal: deadline });
  const write = attempt.notes === null ? sendWrite : sendWriteAgain;
  const outcome = await write(wish.operation, call, context);
  await forgetLastKnown(wish.card, context);
  return outcome;
}

function toChanged<Done>(
  wish: SessionWish<Done>,
  { plate }: Own,
  outcome: SessionOutcome | Uncertain,
  context: Context,
): Changed<Done> {
  if (outcome.kind === 'done') return done(wish, { session: outcome.session, plate }, context);
  if (outcome.kind === 'unknown') return UNKNOWN;
  const reason = outcome.kind === 'outdated' ? 'SESSION_CHANGED' : 'PARKING_REFUSED';
  return final(parkingRefused(reason));
}

function done<Done>(
  wish: SessionWish<Done>,
  { session, plate }: Own,
  { clock }: Context,
): Attempted<Done> {
  return final(wish.toResult(toLiveSession(session, plate, clock.now())));
}
