import type { ClientSession } from 'mongoose';
import type { CityDay } from '../../../domain/city-day.ts';
import type { ServiceId } from '../../../domain/tariff/service.ts';
import type { Course, NewCourse } from './course.ts';
import type { Enrolment, EnrolmentState } from './enrolment.ts';

/** By how much the counts of a course change. */
export type CourseCounts = { readonly placed: number; readonly waiting: number };

/** The offer, one row a course. */
export type CourseStore = {
  /** In the caller's session where a transaction decides by it. */
  find(id: string, session?: ClientSession): Promise<Course | null>;
  /** Those that are not there are left out. */
  findMany(ids: readonly string[]): Promise<readonly Course[]>;
  /**
   * Courses of a service that are not over and not cancelled, those that begin first first.
   *
   * @param page.after The last one of the page before, or null.
   */
  findOffered(
    service: ServiceId,
    page: { readonly first: number; readonly after: CoursePlace | null; readonly today: CityDay },
  ): Promise<readonly Course[]>;
  /** Inside the caller's transaction. */
  add(session: ClientSession, course: NewCourse): Promise<void>;
  setState(session: ClientSession, id: string, state: Course['state']): Promise<void>;
  /**
   * Changes the counts. Every change of a course's enrolments does, if only by zero: of two at once the
   * second begins again and sees what the first did, so that no place is given twice.
   */
  count(session: ClientSession, id: string, by: CourseCounts): Promise<void>;
};

/** Where a course stands in the offer. */
export type CoursePlace = { readonly firstOn: CityDay; readonly id: string };

/** Everybody's part in the courses. Prices are sealed at rest; rows go a year after the course's last day. */
export type EnrolmentStore = {
  find(id: string, session?: ClientSession): Promise<Enrolment | null>;
  /** The one that stands. */
  findActive(
    session: ClientSession,
    of: { readonly courseId: string; readonly holderId: string },
  ): Promise<Enrolment | null>;
  /** Who waits longest. */
  findNext(session: ClientSession, courseId: string): Promise<Enrolment | null>;
  /** All that stand, in the order in which they were made. */
  findAllActive(session: ClientSession, courseId: string): Promise<readonly Enrolment[]>;
  /** The highest order that was ever given in a course; 0 for none. */
  findLastOrder(session: ClientSession, courseId: string): Promise<number>;
  /** Inside the caller's transaction. @param keepUntil The row is deleted from then on. */
  add(session: ClientSession, enrolment: Enrolment, keepUntil: Date): Promise<void>;
  setState(
    session: ClientSession,
    ids: readonly string[],
    to: { readonly state: EnrolmentState; readonly at: Date },
  ): Promise<void>;
  /** One query; the latest first, withdrawn ones too, 200 a holder at most. */
  findByHolders(holderIds: readonly string[]): Promise<readonly Enrolment[]>;
  /** Orders of those who wait, by course, ascending. One query. */
  findWaitingOrders(courseIds: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
};

export type EnrolmentStores = {
  readonly courses: CourseStore;
  readonly enrolments: EnrolmentStore;
};
