import { cityDayAt } from '../../../domain/city-day.ts';
import type { CardId } from '../../../domain/card-id.ts';
import type { EnrolmentContext } from './context.ts';
import { toCourseRow, type CourseRow } from './course-row.ts';
import type { Enrolment } from './enrolment.ts';
import { assertMay, assertMayFor } from './policy.ts';

/** As the schema's `Enrolment`. */
export type EnrolmentRow = {
  readonly id: string;
  readonly course: CourseRow;
  readonly state: 'PLACED' | 'WAITING' | 'WITHDRAWN' | 'CANCELLED';
  readonly position: number | null;
  readonly enrolledAt: string;
  readonly listPriceCents: number;
  readonly priceCents: number;
  readonly priceDueCents: number;
};

const STATES = {
  placed: 'PLACED',
  waiting: 'WAITING',
  withdrawn: 'WITHDRAWN',
  cancelled: 'CANCELLED',
} as const;

/** A holder's enrolments in courses that are not over, the latest first. Null while nothing is known of the card. */
export async function findEnrolments(
  card: { readonly id: CardId },
  context: EnrolmentContext,
): Promise<readonly EnrolmentRow[] | null> {
  assertMay('Card.enrolments', context.viewer);
  const { store, enrolmentStores, clock, zone } = context;
  const [right] = await store.rights.find([card.id]);
  if (right === undefined) return null;
  assertMayFor('Card.enrolments', context.viewer, right);
  const enrolments = await enrolmentStores.enrolments.findByHolders([right.holderId]);
  const rows = await toEnrolmentRows(enrolments, context);
  const today = cityDayAt(clock.now(), zone);
  return rows.filter(({ course }) => course.lastOn >= today);
}

/** In the order given; those whose course is not there are left out. */
export async function toEnrolmentRows(
  enrolments: readonly Enrolment[],
  { enrolmentStores, clock, zone }: EnrolmentContext,
): Promise<readonly EnrolmentRow[]> {
  if (enrolments.length === 0) return [];
  const ids = [...new Set(enrolments.map(({ courseId }) => courseId))];
  const isWaited = enrolments.some(({ state }) => state === 'waiting');
  const [courses, orders] = await Promise.all([
    enrolmentStores.courses.findMany(ids),
    isWaited ? enrolmentStores.enrolments.findWaitingOrders(ids) : new Map<string, number[]>(),
  ]);
  const courseById = new Map(courses.map((course) => [course.id, course]));
  const today = cityDayAt(clock.now(), zone);
  return enrolments.flatMap((enrolment) => {
    const course = courseById.get(enrolment.courseId);
    if (course === undefined) return [];
    const waiting = orders.get(course.id) ?? [];
    return toRow(enrolment, { course: toCourseRow(course, today), waiting });
  });
}

function toRow(
  { id, state, order, enrolledAt, price: { quote } }: Enrolment,
  { course, waiting }: { readonly course: CourseRow; readonly waiting: readonly number[] },
): EnrolmentRow {
  const priceCents = quote.outcome.priceCents ?? course.listPriceCents;
  const position = waiting.findIndex((each) => each === order);
  return {
    ...{ id, course, state: STATES[state], enrolledAt: enrolledAt.toISOString() },
    position: state === 'waiting' && position >= 0 ? position + 1 : null,
    listPriceCents: quote.listPriceCents ?? course.listPriceCents,
    priceCents,
    priceDueCents: state === 'placed' ? priceCents : 0,
  };
}
