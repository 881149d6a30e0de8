import { cityDayAt } from '../../../../domain/city-day.ts';
import { instantOfClock } from '../../zone-time.ts';

/** A calendar day as days since 1970-01-01, which is 0. */
export type DayNumber = number;

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;

/** A trip of four days is a mistake. */
const MOST_HOURS = 96;

/**
 * Seconds from noon minus twelve hours of the service day: `H:MM:SS` or `HH:MM:SS`, beyond
 * `24:00:00` for what happens after midnight. Leading blanks, which many feeds have, do not matter.
 *
 * Source: gtfs.org, GTFS Schedule Reference, field types, Time.
 *
 * @returns Null for what is no such time, an empty text included.
 */
export function parseGtfsTime(text: string): number | null {
  const [, hours, minutes, seconds] = /^\s*(\d{1,2}):([0-5]\d):([0-5]\d)\s*$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) >= MOST_HOURS) return null;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** `YYYYMMDD`; null for what is no day of the calendar. */
export function parseGtfsDate(text: string): DayNumber | null {
  const [, year, month, day] = /^\s*(\d{4})(\d{2})(\d{2})\s*$/.exec(text) ?? [];
  if (year === undefined) return null;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isReal = new Date(time).getUTCDate() === Number(day) && Number(month) <= 12;
  return isReal && Number(month) > 0 ? time / DAY_MS : null;
}

/** The day that it is in a zone at an instant. */
export function dayNumberAt(instant: Date, zone: string): DayNumber {
  return Date.parse(`${cityDayAt(instant, zone)}T00:00:00Z`) / DAY_MS;
}

/** 0 is Sunday. */
export function weekdayOf(day: DayNumber): number {
  // 1970-01-01 was a Thursday.
  return (((day + 4) % 7) + 7) % 7;
}

/**
 * Noon minus twelve hours, in milliseconds since 1970: where the times of a service day are counted
 * from. It is midnight but on the days on which clocks move, where it is an hour beside, so that a
 * bus at 8:00 is at eight by the clock.
 */
export function serviceDayStart(day: DayNumber, zone: string): number {
  return instantOfClock(day * DAY_MS + HALF_DAY_MS, zone).getTime() - HALF_DAY_MS;
}
