import { addDays, cityDayAt, parseCityDay, type CityDay } from '../../../domain/city-day.ts';
import { InvalidInputError } from '../../../domain/errors.ts';
import type { ServiceCatalogue, ServiceId } from '../../../domain/tariff/service.ts';
import type { EnrolmentContext } from './context.ts';
import type { CoursePlace } from './course-store.ts';
import { enrolmentOn, type Course } from './course.ts';
import { assertMay } from './policy.ts';

/** As the schema's `Course`. */
export type CourseRow = {
  readonly id: string;
  readonly service: string;
  readonly title: string;
  readonly firstOn: string;
  readonly lastOn: string;
  readonly listPriceCents: number;
  readonly places: number;
  readonly freePlaces: number;
  readonly waiting: number;
  readonly enrolFrom: string;
  readonly enrolUntil: string;
  readonly enrolment: 'NOT_YET' | 'OPEN' | 'OVER';
  readonly isCancelled: boolean;
};

/** As the schema's `CoursePage`. */
export type CoursePageRow = {
  readonly items: readonly CourseRow[];
  readonly endCursor: string | null;
};

type PageWish = {
  readonly service: string;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
};

const ENROLMENT = { notYet: 'NOT_YET', open: 'OPEN', over: 'OVER' } as const;
const USUAL_PAGE = 20;
const MAX_PAGE = 50;

/**
 * The courses of a service that are not over, those that begin first first.
 *
 * @throws {InvalidInputError} The service has no courses, or the page is none.
 */
export async function findCourses(
  { service, first, after }: PageWish,
  context: EnrolmentContext,
): Promise<CoursePageRow> {
  const { enrolmentStores, catalogue, clock, zone, viewer } = context;
  assertMay('Query.courses', viewer);
  const size = first ?? USUAL_PAGE;
  if (size < 1 || size > MAX_PAGE) {
    throw new InvalidInputError(`A page has 1 to ${MAX_PAGE} courses.`);
  }
  const today = cityDayAt(clock.now(), zone);
  const page = { first: size + 1, after: parseCursor(after), today };
  const id = parseCourseService(service, catalogue);
  const found = await enrolmentStores.courses.findOffered(id, page);
  const items = found.slice(0, size);
  const last = items.at(-1);
  const endCursor = found.length > size && last !== undefined ? toCursor(last) : null;
  return { items: items.map((course) => toCourseRow(course, today)), endCursor };
}

/** @throws {InvalidInputError} There is no such service, or it is not enrolled in. */
export function parseCourseService(text: string, catalogue: ServiceCatalogue): ServiceId {
  const service = [...catalogue.values()].find(({ id }) => id === text);
  if (service?.priceKind === 'per-course-by-situation') return service.id;
  throw new InvalidInputError(`The service ${JSON.stringify(text.slice(0, 64))} has no courses.`);
}

export function toCourseRow(course: Course, today: CityDay): CourseRow {
  const { id, service, title, firstOn, lastOn, listPriceCents, places, waiting } = course;
  return {
    ...{ id, service, title, firstOn, lastOn, listPriceCents, places, waiting },
    freePlaces: course.state === 'cancelled' ? 0 : places - course.placed,
    enrolFrom: course.enrolFrom,
    enrolUntil: course.enrolUntil,
    enrolment: ENROLMENT[enrolmentOn(course, today)],
    isCancelled: course.state === 'cancelled',
  };
}

function toCursor({ firstOn, id }: Course): string {
  return `${firstOn}.${id}`;
}

function parseCursor(text: string | null | undefined): CoursePlace | null {
  if (text === null || text === undefined) return null;
  const day = text.slice(0, 'YYYY-MM-DD'.length);
  return { firstOn: parseCityDay(day), id: text.slice(day.length + 1) };
}

/** How long what is personal about a course is kept after its last day. */
export function keptUntil({ lastOn }: Pick<Course, 'lastOn'>): Date {
  return new Date(`${addDays(lastOn, 366)}T00:00:00Z`);
}
