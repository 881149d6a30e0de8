import { parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';

/** With the offset, since an instant without one is another instant in every place. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * @returns Null for what was not given.
 * @throws {InvalidInputError} Not an instant with its offset, or on a day that no calendar has.
 */
export function readInstant(text: string | null | undefined): Date | null {
  if (text === null || text === undefined) return null;
  if (INSTANT.test(text)) {
    // Date rolls 30 February over to March.
    parseCityDay(text.slice(0, 'YYYY-MM-DD'.length));
    const at = new Date(text);
    if (!Number.isNaN(at.getTime())) return at;
  }
  throw new InvalidInputError(
    'An instant is written with its offset, such as 2027-03-01T10:00:00Z.',
  );
}

/** @throws {InvalidInputError} Not a day of the calendar. */
export function readDay(text: string | null | undefined): CityDay | null {
  return text === null || text === undefined ? null : parseCityDay(text);
}

/** @throws {InvalidInputError} The day lies ahead. */
export function assertNotAhead(day: CityDay | null, today: CityDay, what: string): void {
  if (day !== null && day > today) throw new InvalidInputError(`${what} lies after today.`);
}
