import { parseCardNumber, type CardNumber } from '../../domain/card-number.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';

/** The longest stay that is sold at once, also with extensions. */
const MAX_STAY_MS = 24 * 60 * 60 * 1000;

/** With the offset, since an instant without one is another instant in every place. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** What stands in a path of the parking system: nothing that a path could mean. */
const SESSION_ID = /^[A-Za-z0-9][A-Za-z0-9:_-]{0,127}$/;

/** @throws {InvalidInputError} Not text, or not a card number. */
export function readCardNumber(value: unknown): CardNumber {
  if (typeof value !== 'string') {
    throw new InvalidInputError('A card number is given as text, in quotation marks.');
  }
  return parseCardNumber(value);
}

/**
 * In whole seconds, as all instants that are sent: parking systems cut fractions off, and a stay that
 * ends half a second early would not look as it was wished.
 *
 * @throws {InvalidInputError} Not an instant with its offset, or on a day that no calendar has.
 */
export function readInstant(value: unknown, what: string): Date {
  if (typeof value === 'string' && INSTANT.test(value)) {
    // Date rolls 30 February over to March.
    parseCityDay(value.slice(0, 'YYYY-MM-DD'.length));
    const at = new Date(value);
    if (!Number.isNaN(at.getTime())) return toWholeSecond(at);
  }
  throw new InvalidInputError(
    `${what} is an instant with its offset, such as 2027-03-01T10:00:00Z.`,
  );
}

/** @throws {InvalidInputError} Not what the id of a session looks like. */
export function readSessionId(text: string): string {
  if (SESSION_ID.test(text)) return text;
  throw new InvalidInputError('This is not the id of a parking session.');
}

export function toWholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

type StayFrame = { readonly from: Date; readonly now: Date };

/** What is wrong with the end of a stay: not after now, or too far from its beginning. */
export function stayEndObjection(until: Date, { from, now }: StayFrame): InvalidInputError | null {
  if (until <= now) return new InvalidInputError('The end of a stay must lie in the future.');
  if (until.getTime() - from.getTime() <= MAX_STAY_MS) return null;
  return new InvalidInputError('A stay is at most 24 hours long, extensions included.');
}

/** @throws {InvalidInputError} See `stayEndObjection`. */
export function assertStayEnd(until: Date, frame: StayFrame): void {
  const objection = stayEndObjection(until, frame);
  if (objection !== null) throw objection;
}
