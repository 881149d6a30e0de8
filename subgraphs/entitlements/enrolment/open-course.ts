import { cityDayAt, parseCityDay } from '../../../domain/city-day.ts';
import { InvalidInputError } from '../../../domain/errors.ts';
import { rulebookOn, termsOf } from '../../../domain/tariff/rulebook.ts';
import { onceKey } from '../../../platform/stores/idempotency.ts';
import type { EnrolmentContext } from './context.ts';
import { parseCourseService, toCourseRow } from './course-row.ts';
import type { NewCourse } from './course.ts';
import type { CourseOpened } from './enrolment-results.ts';
import { assertMay } from './policy.ts';

export type OpenCourseInput = {
  readonly service: string;
  readonly title: string;
  readonly firstOn: string;
  readonly lastOn: string;
  readonly places: number;
  readonly listPriceCents: number;
  readonly enrolFrom: string;
  readonly enrolUntil: string;
  readonly idempotencyKey: string;
};

const OPERATION = 'Mutation.openCourse';
/** Cancelling a course takes every pass back in one transaction. */
const MOST_PLACES = 500;
const MOST_CENTS = 1_000_000;
const LONGEST_TITLE = 120;

/**
 * Offers a course.
 *
 * @throws {InvalidInputError} Days, places, price or title do not fit, or the service has no courses.
 */
export async function openCourse(
  input: OpenCourseInput,
  context: EnrolmentContext,
): Promise<CourseOpened> {
  const { viewer, once, rulebooks, clock, zone, enrolmentStores, newId } = context;
  assertMay(OPERATION, viewer);
  const wanted = parseCourse(input, context);
  const today = cityDayAt(clock.now(), zone);
  if (wanted.lastOn < today) throw new InvalidInputError('The course is over already.');
  const rulebook = rulebookOn(await rulebooks.published(), today);
  if (!termsOf(rulebook, wanted.service).hasListPrices) {
    throw new InvalidInputError(`Rulebook ${rulebook.version} has no list prices for courses.`);
  }
  const course = await once.inTransaction<NewCourse>(
    onceKey(viewer, OPERATION, input),
    async (session) => {
      const added: NewCourse = { ...wanted, id: newId() };
      await enrolmentStores.courses.add(session, added);
      return added;
    },
  );
  const kept = await enrolmentStores.courses.find(course.id);
  if (kept === null) throw new Error('a course is not in the store');
  return { __typename: 'CourseOpened', course: toCourseRow(kept, today) };
}

function parseCourse(
  input: OpenCourseInput,
  { catalogue }: EnrolmentContext,
): Omit<NewCourse, 'id'> {
  const { places, listPriceCents } = input;
  const title = input.title.trim();
  if (title.length < 1 || title.length > LONGEST_TITLE) {
    throw new InvalidInputError(`A title has 1 to ${LONGEST_TITLE} characters.`);
  }
  if (places < 1 || places > MOST_PLACES) {
    throw new InvalidInputError(`A course has 1 to ${MOST_PLACES} places.`);
  }
  if (listPriceCents < 0 || listPriceCents > MOST_CENTS) {
    throw new InvalidInputError(`A list price is 0 to ${MOST_CENTS} cents.`);
  }
  const [firstOn, lastOn] = [parseCityDay(input.firstOn), parseCityDay(input.lastOn)];
  const [enrolFrom, enrolUntil] = [parseCityDay(input.enrolFrom), parseCityDay(input.enrolUntil)];
  if (lastOn < firstOn) throw new InvalidInputError('The last day is before the first.');
  if (enrolUntil < enrolFrom || enrolUntil > lastOn) {
    throw new InvalidInputError('Enrolling ends after it begins and no later than the course.');
  }
  const service = parseCourseService(input.service, catalogue);
  return { service, title, firstOn, lastOn, places, listPriceCents, enrolFrom, enrolUntil };
}
