import { parseCityDay, type CityDay } from '../city-day.ts';
import { InvalidInputError } from '../errors.ts';

/** Days since 2000-01-01 as lists keep them, 16 bits; the highest number stands for no end. */
export const NO_END = 0xffff;

const DAY_MS = 24 * 60 * 60 * 1000;
const EPOCH_MS = Date.parse('2000-01-01T00:00:00Z');

/**
 * @param day Null for no end. A day after 2179-06-04 counts as no end too, in the holder's favour.
 * @throws {InvalidInputError} A day before 2000.
 */
export function toDayNumber(day: CityDay | null): number {
  if (day === null) return NO_END;
  const number = (Date.parse(`${day}T00:00:00Z`) - EPOCH_MS) / DAY_MS;
  if (number < 0) throw new InvalidInputError('A list cannot hold a day before 2000.');
  return Math.min(number, NO_END);
}

/** @param number 0 to 65,535. @returns Null for no end. */
export function fromDayNumber(number: number): CityDay | null {
  if (number === NO_END) return null;
  const known = days.get(number);
  if (known !== undefined) return known;
  const day = parseCityDay(new Date(EPOCH_MS + number * DAY_MS).toISOString().slice(0, 10));
  days.set(number, day);
  return day;
}

/** At most 65,535 of them, and in lists a few hundred: ends are months' ends. */
const days = new Map<number, CityDay>();
