import type { ClientSession } from 'mongoose';
import { parseCardNumber } from '../../../domain/card-number.ts';
import { cityDayAt } from '../../../domain/city-day.ts';
import { onceKey } from '../../../platform/stores/idempotency.ts';
import type { CardRef } from '../card-ref.ts';
import type { EnrolmentContext } from './context.ts';
import { getRow } from './enrol.ts';
import {
  enrolmentRefused,
  type EnrolmentRefusal,
  type EnrolmentWithdrawn,
} from './enrolment-results.ts';
import { isActive, type Enrolment } from './enrolment.ts';
import { closeDoor, giveBackCredit, moveUp } from './places.ts';
import { assertMay, assertMayFor } from './policy.ts';

export type WithdrawEnrolmentInput = {
  readonly card: string;
  readonly enrolmentId: string;
  readonly idempotencyKey: string;
};

const OPERATION = 'Mutation.withdrawEnrolment';

/** Gives up a place or the wait for one; a place goes to who waits longest, in the same transaction. */
export async function withdrawEnrolment(
  input: WithdrawEnrolmentInput,
  context: EnrolmentContext,
): Promise<EnrolmentWithdrawn | EnrolmentRefusal> {
  const { viewer, once, oneAtATime, cardOf, enrolmentStores } = context;
  const number = parseCardNumber(input.card);
  assertMay(OPERATION, viewer);
  const card = await cardOf(number, viewer);
  assertMayFor(OPERATION, viewer, card);
  const key = onceKey(viewer, OPERATION, input);
  const known = await enrolmentStores.enrolments.find(input.enrolmentId);
  const refusal = await oneAtATime(known?.courseId ?? '', () =>
    once.inTransaction<EnrolmentRefusal | null>(key, async (session) => {
      if (card === null) return enrolmentRefused('CARD_UNKNOWN');
      if (!card.isUsable) return enrolmentRefused('CARD_NOT_USABLE');
      return withdraw(session, { card, enrolmentId: input.enrolmentId }, context);
    }),
  );
  if (refusal !== null) return refusal;
  return {
    __typename: 'EnrolmentWithdrawn',
    enrolment: await getRow(input.enrolmentId, context),
  };
}

type Wish = { readonly card: CardRef; readonly enrolmentId: string };

async function withdraw(
  session: ClientSession,
  { card, enrolmentId }: Wish,
  context: EnrolmentContext,
): Promise<EnrolmentRefusal | null> {
  const { enrolmentStores, clock, zone } = context;
  const enrolment = await enrolmentStores.enrolments.find(enrolmentId, session);
  if (enrolment?.holderId !== card.holderId) return enrolmentRefused('ENROLMENT_UNKNOWN');
  // Withdrawing what is withdrawn changes nothing.
  if (enrolment.state === 'withdrawn') return null;
  const course = await enrolmentStores.courses.find(enrolment.courseId, session);
  const isOver = course === null || cityDayAt(clock.now(), zone) > course.lastOn;
  if (isOver || !isActive(enrolment.state)) return enrolmentRefused('OVER');
  const to = { state: 'withdrawn', at: clock.now() } as const;
  await enrolmentStores.enrolments.setState(session, [enrolmentId], to);
  await giveBackCredit(session, enrolment, context);
  const left = await leave(session, enrolment, context);
  const moved = left.placed < 0 ? await moveUp(session, course, context) : NOBODY;
  await enrolmentStores.courses.count(session, course.id, {
    placed: left.placed + moved.placed,
    waiting: left.waiting + moved.waiting,
  });
  return null;
}

const NOBODY = { placed: 0, waiting: 0 };

async function leave(
  session: ClientSession,
  enrolment: Enrolment,
  context: EnrolmentContext,
): Promise<{ readonly placed: number; readonly waiting: number }> {
  if (enrolment.state === 'waiting') return { placed: 0, waiting: -1 };
  await closeDoor(session, enrolment, context);
  return { placed: -1, waiting: 0 };
}
