import { final, onceKey } from '../../platform/stores/idempotency.ts';
import type { CardRef } from './card-ref.ts';
import { cardToUse } from './card-to-use.ts';
import {
  parkingRefused,
  type ParkingRefusal,
  type ParkingStopped,
  type Unknown,
} from './change-results.ts';
import { changeSession, type SessionWish } from './change-session.ts';
import type { Context } from './context.ts';
import { readSessionId, toWholeSecond } from './inputs.ts';
import type { Sent } from './lost-write.ts';
import { isRunning } from './running-session.ts';
import type { StopParkingInput } from './schema.generated.ts';

export type StopParkingAnswer = ParkingStopped | ParkingRefusal | Unknown;

const OPERATION = 'Mutation.stopParking';

/** Ends a running stay, at most once for a key; a card that is not active may still stop paying. */
export async function stopParking(
  input: StopParkingInput,
  context: Context,
): Promise<StopParkingAnswer> {
  const card = await cardToUse(OPERATION, input.card, context);
  const sessionId = readSessionId(input.sessionId);
  return context.once.aroundCall<StopParkingAnswer, Sent>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) =>
      card === null
        ? final(parkingRefused('CARD_UNKNOWN'))
        : changeSession(stopOf(card, sessionId, context), attempt, context),
  );
}

function stopOf(
  card: CardRef,
  sessionId: string,
  { parking }: Context,
): SessionWish<ParkingStopped> {
  return {
    operation: OPERATION,
    card,
    sessionId,
    isFulfilled: ({ endedAt }) => endedAt !== null,
    objectionTo: (session, now) => (isRunning(session, now) ? null : 'SESSION_ENDED'),
    // A repeat ends the stay when its holder first wished it, not when the answer got through.
    send: (session, at, options) => parking.stopSession(session, toWholeSecond(at), options),
    toResult: (session) => ({ __typename: 'ParkingStopped', session }),
  };
}
