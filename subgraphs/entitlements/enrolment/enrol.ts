import type { ClientSession } from 'mongoose';
import { parseCardNumber, type CardNumber } from '../../../domain/card-number.ts';
import { cityDayAt } from '../../../domain/city-day.ts';
import { onceKey } from '../../../platform/stores/idempotency.ts';
import type { CardRef } from '../card-ref.ts';
import type { EnrolmentContext } from './context.ts';
import { takePrice } from './course-price.ts';
import { assertRoomForPass } from '../grant-pass.ts';
import { keptUntil } from './course-row.ts';
import { enrolmentOn, type Course } from './course.ts';
import { enrolmentRefused, type Enrolled, type EnrolmentRefusal } from './enrolment-results.ts';
import { toEnrolmentRows } from './enrolment-row.ts';
import type { Enrolment } from './enrolment.ts';
import { openDoor, toHolderId } from './places.ts';
import { assertMay, assertMayFor } from './policy.ts';

export type EnrolInput = {
  readonly card: string;
  readonly courseId: string;
  readonly idempotencyKey: string;
};

const OPERATION = 'Mutation.enrol';
/** Cancelling a course takes back all of it in one transaction. */
const MOST_WAITING = 500;

type Made = { readonly enrolmentId: string };

/**
 * Gives the holder a place, or one at the end of the waiting list, once for a key. Place, price, credit
 * and pass are one transaction.
 */
export async function enrol(
  input: EnrolInput,
  context: EnrolmentContext,
): Promise<Enrolled | EnrolmentRefusal> {
  const { viewer, once, oneAtATime, cardOf } = context;
  const number = parseCardNumber(input.card);
  assertMay(OPERATION, viewer);
  const card = await cardOf(number, viewer);
  assertMayFor(OPERATION, viewer, card);
  const key = onceKey(viewer, OPERATION, input);
  const made = await oneAtATime(input.courseId, () =>
    once.inTransaction<Made | EnrolmentRefusal>(key, async (session) => {
      if (card === null) return enrolmentRefused('CARD_UNKNOWN');
      if (!card.isUsable) return enrolmentRefused('CARD_NOT_USABLE');
      // Not for a wish that is repeated. Who enrols and withdraws again and again asks prices.
      if (!(await mayBeTold(number, context))) return enrolmentRefused('TOO_MANY_QUOTES');
      return enrolCard(session, { card, courseId: input.courseId }, context);
    }),
  );
  if ('reason' in made) return made;
  return { __typename: 'Enrolled', enrolment: await getRow(made.enrolmentId, context) };
}

/** Holders may enrol themselves as often as they like. */
async function mayBeTold(
  number: CardNumber,
  { viewer, quoteLimits }: EnrolmentContext,
): Promise<boolean> {
  return viewer.kind === 'citizen' || quoteLimits.take(viewer.kind, number);
}

/** @throws {Error} It is not there: the caller has just written it. */
export async function getRow(id: string, context: EnrolmentContext) {
  const enrolment = await context.enrolmentStores.enrolments.find(id);
  const [row] = enrolment === null ? [] : await toEnrolmentRows([enrolment], context);
  if (row === undefined) throw new Error('an enrolment is not in the store');
  return row;
}

type Wish = { readonly card: CardRef; readonly courseId: string };

async function enrolCard(
  session: ClientSession,
  { card, courseId }: Wish,
  context: EnrolmentContext,
): Promise<Made | EnrolmentRefusal> {
  const { enrolmentStores, clock, zone } = context;
  const course = await enrolmentStores.courses.find(courseId, session);
  if (course === null) return enrolmentRefused('COURSE_UNKNOWN');
  const enrolment = enrolmentOn(course, cityDayAt(clock.now(), zone));
  if (enrolment !== 'open') return enrolmentRefused(enrolment === 'over' ? 'OVER' : 'NOT_YET');
  const { holderId } = card;
  const known = await enrolmentStores.enrolments.findActive(session, { courseId, holderId });
  if (known !== null) return enrolmentRefused('ALREADY_ENROLLED');
  const isPlaced = course.placed < course.places;
  if (!isPlaced && course.waiting >= MOST_WAITING) return enrolmentRefused('WAITING_LIST_FULL');
  return give(session, { card, course, isPlaced }, context);
}

type Gift = { readonly card: CardRef; readonly course: Course; readonly isPlaced: boolean };

async function give(
  session: ClientSession,
  { card, course, isPlaced }: Gift,
  context: EnrolmentContext,
): Promise<Made | EnrolmentRefusal> {
  const { enrolmentStores, changeHolder, newId, clock } = context;
  const { courses, enrolments } = enrolmentStores;
  const { holderId } = card;
  const { result: holder } = await changeHolder(session, toHolderId(holderId), (record) => ({
    result: record,
    after: null,
  }));
  assertRoomForPass(holder.passes);
  const id = newId();
  const price = await takePrice(session, { enrolmentId: id, course, holderId, holder }, context);
  if (price.quote.outcome.access === 'deny') return enrolmentRefused('NOT_OPEN_TO_HOLDER');
  const now = clock.now();
  const enrolment: Enrolment = {
    ...{ id, courseId: course.id, holderId, cardId: card.id, price },
    state: isPlaced ? 'placed' : 'waiting',
    order: (await enrolments.findLastOrder(session, course.id)) + 1,
    ...{ enrolledAt: now, statedAt: now },
  };
  await courses.count(session, course.id, isPlaced ? PLACED : WAITING);
  await enrolments.add(session, enrolment, keptUntil(course));
  if (isPlaced) await openDoor(session, enrolment, { course, ...context });
  return { enrolmentId: enrolment.id };
}

const PLACED = { placed: 1, waiting: 0 };
const WAITING = { placed: 0, waiting: 1 };
