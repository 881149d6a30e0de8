import type { CityDay } from '../../../domain/city-day.ts';
import type { ServiceId } from '../../../domain/tariff/service.ts';

/**
 * Something to enrol in: a sport training or a cultural course. It is `open` from the day it is offered;
 * `closed` takes nobody further, while those who wait still move up; `cancelled` does not take place, and
 * everybody has lost their place. From `open` staff moves it to either, from `closed` to `cancelled`.
 */
export type Course = {
  readonly id: string;
  readonly service: ServiceId;
  readonly title: string;
  /** First and last city day of the course. */
  readonly firstOn: CityDay;
  readonly lastOn: CityDay;
  readonly places: number;
  /** Before any reduction, whole cents. */
  readonly listPriceCents: number;
  /** First and last city day on which one may enrol. */
  readonly enrolFrom: CityDay;
  readonly enrolUntil: CityDay;
  readonly state: 'open' | 'closed' | 'cancelled';
  /** How many have a place, and how many wait for one. */
  readonly placed: number;
  readonly waiting: number;
};

/** As it is offered first. */
export type NewCourse = Omit<Course, 'state' | 'placed' | 'waiting'>;

/** Whether one may enrol: only `open`, and only on these days. */
export function enrolmentOn(course: Course, today: CityDay): 'notYet' | 'open' | 'over' {
  if (course.state !== 'open' || today > course.enrolUntil || today > course.lastOn) return 'over';
  return today < course.enrolFrom ? 'notYet' : 'open';
}
