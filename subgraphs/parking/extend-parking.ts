import type { ParkingSession } from '../../connectors/parking/port.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { final, onceKey } from '../../platform/stores/idempotency.ts';
import type { CardRef } from './card-ref.ts';
import { cardToUse } from './card-to-use.ts';
import {
  parkingRefused,
  type ParkingExtended,
  type ParkingRefusal,
  type Unknown,
} from './change-results.ts';
import { changeSession, type SessionWish } from './change-session.ts';
import type { Context } from './context.ts';
import { readInstant, readSessionId, stayEndObjection } from './inputs.ts';
import type { Sent } from './lost-write.ts';
import { isRunning } from './running-session.ts';
import type { ExtendParkingInput } from './schema.generated.ts';

export type ExtendParkingAnswer = ParkingExtended | ParkingRefusal | Unknown;

const OPERATION = 'Mutation.extendParking';

/** Moves the paid end of a running stay, at most once for a key. */
export async function extendParking(
  input: ExtendParkingInput,
  context: Context,
): Promise<ExtendParkingAnswer> {
  const card = await cardToUse(OPERATION, input.card, context);
  const sessionId = readSessionId(input.sessionId);
  const until = readInstant(input.until, 'The end of a stay');
  return context.once.aroundCall<ExtendParkingAnswer, Sent>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) =>
      card === null
        ? final(parkingRefused('CARD_UNKNOWN'))
        : changeSession(extensionOf({ card, sessionId, until }, context), attempt, context),
  );
}

type Extension = { readonly card: CardRef; readonly sessionId: string; readonly until: Date };

function extensionOf(
  { card, sessionId, until }: Extension,
  { parking }: Context,
): SessionWish<ParkingExtended> {
  return {
    operation: OPERATION,
    card,
    sessionId,
    isFulfilled: ({ paidUntil }) => paidUntil !== null && paidUntil >= until,
    objectionTo: (session, now) =>
      card.isUsable ? objectionTo(session, until, now) : 'CARD_NOT_USABLE',
    send: (session, _at, options) => parking.extendSession(session, until, options),
    toResult: (session) => ({ __typename: 'ParkingExtended', session }),
  };
}

function objectionTo(session: ParkingSession, until: Date, now: Date) {
  if (!isRunning(session, now)) return 'SESSION_ENDED';
  if (session.paidUntil !== null && until <= session.paidUntil) {
    return new InvalidInputError('The new end of a stay must be later than the present one.');
  }
  return stayEndObjection(until, { from: session.startedAt, now });
}
