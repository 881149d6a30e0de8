import { parseCardNumber, type CardNumber } from '../../domain/card-number.ts';
import type { BlockReason } from '../../domain/card/card-life.ts';
import type { ChipEncoding } from '../../domain/card/chip.ts';
import { parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { LinkedSystem } from '../../domain/linked-account.ts';
import type {
  BlockReason as BlockReasonName,
  ChipEncoding as ChipEncodingName,
  LinkedSystem as LinkedSystemName,
  LinkProposalStatus,
} from './schema.generated.ts';
import type { PageAsk, ProposalStatus } from './store.ts';

export const ENCODINGS: Readonly<Record<ChipEncodingName, ChipEncoding>> = {
  HEX_MSB: 'hexMSB',
  HEX_LSB: 'hexLSB',
  DEC_LE: 'decLE',
  DEC_BE: 'decBE',
  FIRST4: 'first4',
  LAST4: 'last4',
  WIEGAND26: 'wiegand26',
};

export const SYSTEMS: Readonly<Record<LinkedSystemName, LinkedSystem>> = {
  LIBRARY: 'library',
  REGIONAL_LIBRARY: 'regionalLibrary',
  SPORTS: 'sports',
  TRANSPORT: 'transport',
  TAX: 'tax',
};

export const BLOCK_REASONS: Readonly<Record<BlockReasonName, BlockReason>> = {
  HOLDER_REQUEST: 'holderRequest',
  SUSPECTED_MISUSE: 'suspectedMisuse',
  DAMAGED: 'damaged',
  ADMINISTRATIVE: 'administrative',
};

export const PROPOSAL_STATUSES: Readonly<Record<LinkProposalStatus, ProposalStatus>> = {
  OPEN: 'open',
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
};

const MAX_CARDS = 100;
const MAX_PAGE = 50;

/** With the offset, since an instant without one is another instant in every place. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const EARLIEST_INSTANT = new Date('1970-01-01T00:00:00Z');
/** Later ones are written with a sign and six digits of a year, which no client expects. */
const LATEST_INSTANT = new Date('9999-12-31T23:59:59.999Z');

/** @throws {InvalidInputError} Not text, or not a card number. */
export function readCardNumber(value: unknown): CardNumber {
  if (typeof value !== 'string') {
    throw new InvalidInputError('A card number is given as text, in quotation marks.');
  }
  return parseCardNumber(value);
}

/** @throws {InvalidInputError} More than 100, or one that is not a card number. */
export function readCardNumbers(values: readonly unknown[]): readonly CardNumber[] {
  if (values.length > MAX_CARDS) {
    throw new InvalidInputError(`Ask for at most ${MAX_CARDS} cards at once.`);
  }
  return values.map(readCardNumber);
}

/**
 * @returns Null for what was not given.
 * @throws {InvalidInputError} Not an instant with its offset in the years 1970 to 9999, or on a day
 *   that no calendar has.
 */
export function readInstant(value: unknown, what: string): Date | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && INSTANT.test(value)) {
    // Date rolls 30 February over to March.
    parseCityDay(value.slice(0, 'YYYY-MM-DD'.length));
    const at = new Date(value);
    if (at >= EARLIEST_INSTANT && at <= LATEST_INSTANT) return at;
  }
  throw new InvalidInputError(`${what} is an instant such as 2027-03-01T10:00:00Z.`);
}

/** @throws {InvalidInputError} Not a day of the calendar. */
export function readDay(value: unknown): CityDay {
  return parseCityDay(typeof value === 'string' ? value : '');
}

/** @throws {InvalidInputError} Not 1 to 50. */
export function readPage(
  first: number | null | undefined,
  after: string | null | undefined,
): PageAsk {
  const size = first ?? 20;
  if (size < 1 || size > MAX_PAGE) {
    throw new InvalidInputError(`A page has 1 to ${MAX_PAGE} rows.`);
  }
  return { first: size, after: after ?? null };
}

/** @throws {InvalidInputError} None given, or more than one. */
export function assertExactlyOne(values: Readonly<Record<string, unknown>>): void {
  const given = Object.values(values).filter((value) => value !== null && value !== undefined);
  if (given.length === 1) return;
  throw new InvalidInputError(`Give exactly one of ${Object.keys(values).join(', ')}.`);
}
