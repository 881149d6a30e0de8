import type { ClientSession } from 'mongoose';
import { cityDayAt } from '../../../domain/city-day.ts';
import { onceKey } from '../../../platform/stores/idempotency.ts';
import type { EnrolmentContext } from './context.ts';
import { toCourseRow } from './course-row.ts';
import type { Course } from './course.ts';
import { enrolmentRefused, type CourseClosed, type EnrolmentRefusal } from './enrolment-results.ts';
import { closeDoor, giveBackCredit } from './places.ts';
import { assertMay } from './policy.ts';

export type CloseCourseInput = {
  readonly courseId: string;
  readonly closing: 'ENROLMENT_ENDS' | 'COURSE_CANCELLED';
  readonly idempotencyKey: string;
};

const OPERATION = 'Mutation.closeCourse';

/** Ends enrolling, or cancels the course with every place in it, in one transaction. */
export async function closeCourse(
  input: CloseCourseInput,
  context: EnrolmentContext,
): Promise<CourseClosed | EnrolmentRefusal> {
  const { viewer, once, oneAtATime, clock, zone, enrolmentStores } = context;
  assertMay(OPERATION, viewer);
  const key = onceKey(viewer, OPERATION, input);
  const today = cityDayAt(clock.now(), zone);
  const refusal = await oneAtATime(input.courseId, () =>
    once.inTransaction<EnrolmentRefusal | null>(key, async (session) => {
      const course = await enrolmentStores.courses.find(input.courseId, session);
      if (course === null) return enrolmentRefused('COURSE_UNKNOWN');
      if (course.state === 'cancelled') return null;
      if (today > course.lastOn) return enrolmentRefused('OVER');
      if (input.closing === 'COURSE_CANCELLED') await cancel(session, course, context);
      else await enrolmentStores.courses.setState(session, course.id, 'closed');
      return null;
    }),
  );
  if (refusal !== null) return refusal;
  const course = await enrolmentStores.courses.find(input.courseId);
  if (course === null) throw new Error('a course is not in the store');
  return { __typename: 'CourseClosed', course: toCourseRow(course, today) };
}

async function cancel(
  session: ClientSession,
  course: Course,
  context: EnrolmentContext,
): Promise<void> {
  const { courses, enrolments } = context.enrolmentStores;
  const standing = await enrolments.findAllActive(session, course.id);
  await courses.setState(session, course.id, 'cancelled');
  const counts = { placed: -course.placed, waiting: -course.waiting };
  await courses.count(session, course.id, counts);
  const ids = standing.map(({ id }) => id);
  await enrolments.setState(session, ids, { state: 'cancelled', at: context.clock.now() });
  for (const enrolment of standing) {
    await giveBackCredit(session, enrolment, context);
    if (enrolment.state === 'placed') await closeDoor(session, enrolment, context);
  }
}
