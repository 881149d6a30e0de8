import { addDays, cityDayAt, startOfCityDay, type CityDay } from '../../domain/city-day.ts';

/** A clock that differs by less is right: the way of an upload, and seconds that a crystal drifts. */
const RIGHT_CLOCK_MS = 2 * 60 * 1000;

/** What is known of the clock that told an instant. */
export type ToldBy = {
  /** The hub's time. */
  readonly receivedAt: Date;
  readonly clockSkewMs: number | null;
};

/**
 * When a use happened, by the hub's time. A reader's clock is believed as long as it was seen to be
 * right, however late the upload: a week offline counts on its own days. A clock that is seen to be
 * wrong by more than two minutes has told all of the upload wrong by as much. Nothing happens after it
 * was told, whatever is known of the clock.
 */
export function takenAt(told: Date, { receivedAt, clockSkewMs }: ToldBy): Date {
  const skew = clockSkewMs ?? 0;
  const corrected = Math.abs(skew) > RIGHT_CLOCK_MS ? told.getTime() - skew : told.getTime();
  return new Date(Math.min(corrected, receivedAt.getTime()));
}

/** Finds days of many instants that lie close together: asking the calendar for each would cost most of an upload. */
export function createDayFinder(zone: string): (instant: Date) => CityDay {
  let [day, from, until]: [CityDay | null, number, number] = [null, 0, 0];
  return (instant) => {
    const at = instant.getTime();
    if (day !== null && at >= from && at < until) return day;
    day = cityDayAt(instant, zone);
    from = startOfCityDay(day, zone).getTime();
    until = startOfCityDay(addDays(day, 1), zone).getTime();
    return day;
  };
}

/** The first day of which uses are still stored. */
export function firstDayKept(
  now: Date,
  { zone, keepDays }: { readonly zone: string; readonly keepDays: number },
): CityDay {
  return addDays(cityDayAt(now, zone), 1 - keepDays);
}

/** Keeps what is being stored at midnight apart from what is being forgotten. */
const FORGET_LATER_MS = 60 * 60 * 1000;

/** The first day of which uses are still kept with their cards: what is earlier is forgotten. */
export function firstDayNotForgotten(
  now: Date,
  kept: { readonly zone: string; readonly keepDays: number },
): CityDay {
  return firstDayKept(new Date(now.getTime() - FORGET_LATER_MS), kept);
}
