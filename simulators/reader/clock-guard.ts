import { cityDayAt, endOfCityDay, type CityDay } from '../../domain/city-day.ts';
import type { Clock } from '../../platform/clock.ts';

/** A clock may be wrong by so much (a day and a zone) without being called unset. */
export const MAX_BACK_MS = 36 * 60 * 60 * 1000;

/** No reader was made before: a clock that says less has lost its battery. */
const EARLIEST_MS = Date.parse('2025-01-01T00:00:00Z');

/** What the reader goes by. */
export type GuardedTime = {
  /** Never before a time that the hub has signed. The best guess while the clock is unset. */
  readonly now: Date;
  /** False while the clock is unset, or was moved back by more than `MAX_BACK_MS`. */
  readonly isSet: boolean;
  /** The day in the city at `now`. */
  readonly today: CityDay;
};

export type ClockGuard = {
  read(): GuardedTime;
  /** What the reader's own clock says, whatever it is worth; for its report. */
  readonly raw: Date;
  /**
   * Takes note of a time that the hub has signed in something just accepted. Time never goes behind it.
   * A clock that agrees with it to 36 hours is right, also where it had been far ahead before.
   */
  witness(signedAt: Date): void;
};

/**
 * States: set (the clock is within 36 hours of the highest time known or later), unset (it is not). Only
 * the clock itself or a signed time that agrees with it leads out of unset.
 *
 * @param options.floor The latest signed time known from before, which nothing goes behind.
 * @param options.zone Of the city, such as `Europe/Madrid`.
 */
export function createClockGuard(options: {
  readonly clock: Clock;
  readonly zone: string;
  readonly floor: Date | null;
}): ClockGuard {
  const { clock, zone } = options;
  let floorMs = Math.max(EARLIEST_MS, options.floor?.getTime() ?? 0);
  let highestMs = floorMs;
  let day: { readonly today: CityDay; readonly fromMs: number; readonly untilMs: number } | null =
    null;
  const dayAt = (ms: number): CityDay => {
    if (day === null || ms < day.fromMs || ms >= day.untilMs) {
      const today = cityDayAt(new Date(ms), zone);
      day = { today, fromMs: ms, untilMs: endOfCityDay(today, zone).getTime() };
    }
    return day.today;
  };
  return {
    read() {
      const ms = clock.now().getTime();
      const isSet = ms >= highestMs - MAX_BACK_MS && ms >= EARLIEST_MS;
      if (isSet) highestMs = Math.max(highestMs, ms);
      const nowMs = Math.max(floorMs, isSet ? ms : 0);
      return { now: new Date(nowMs), isSet, today: dayAt(nowMs) };
    },
    get raw() {
      return clock.now();
    },
    witness(signedAt) {
      floorMs = Math.max(floorMs, signedAt.getTime());
      const ms = clock.now().getTime();
      const agrees = Math.abs(ms - signedAt.getTime()) <= MAX_BACK_MS;
      highestMs = agrees ? Math.max(floorMs, ms) : Math.max(highestMs, floorMs);
    },
  };
}
