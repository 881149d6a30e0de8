import { addDays, parseCityDay, type CityDay } from './city-day.ts';
import { InvalidInputError } from './errors.ts';

/*
 * Payment documents of Spanish municipal bills, "Cuaderno 60", Modalidad 2: the figures by which any
 * bank takes the money and the town hall knows what was paid. Everything is kept as text of a fixed
 * number of digits, since leading zeros count.
 * Source: AEB, serie normas 60, November 2015, as three independent programs implement it
 * (codesyntax/pymipago, SIGEM `ieci.tecdoc.sgm.pe`, formato521). An officially published example
 * of control digits was not found.
 */

/** What a bank needs to take the money for one bill. */
export type C60Figures = {
  /** Six digits: municipality (INE) and check digit. */
  readonly issuer: string;
  /** Twelve digits: document number and two control digits. */
  readonly reference: string;
  /** Ten digits: what the bill is and until when it may be paid. */
  readonly identification: string;
  /** Euro cents, at most eight digits. */
  readonly amountCents: number;
};

/** What the two control digits of a reference are computed from. */
export type C60Document = Omit<C60Figures, 'reference'> & {
  /** Ten digits. */
  readonly document: string;
};

/** What a bill is, and the last day on which a bank takes it. */
export type C60Identified = {
  /** Three digits, from the book's list of tributes. */
  readonly tribute: string;
  readonly taxYear: number;
  readonly limitOn: CityDay;
};

/** The most that eight digits hold: 999,999.99 euros. */
export const MAX_C60_CENTS = 99_999_999;

const ISSUER_WEIGHTS = [6, 5, 4, 3, 2] as const;
/** Application 90, format 521: Modalidad 2. */
const BARCODE_HEAD = '90521';
/** Says that the period is one of a tax year. */
const PERIOD_DISCRIMINANT = '1';
const PARITY = '0';

/**
 * The issuer of a municipality: its five digits and a check digit.
 *
 * @throws {InvalidInputError} Not five digits.
 */
export function toC60Issuer(municipality: string): string {
  const digits = digitsOf(municipality, 5, 'municipality code');
  const sum = ISSUER_WEIGHTS.reduce(
    (total, weight, place) => total + weight * Number(digits[place]),
    0,
  );
  return `${digits}${(sum % 11) % 10}`;
}

/** Whether a text is six digits, the last of them the check digit of the others. */
export function isC60Issuer(text: string): boolean {
  return /^[0-9]{6}$/.test(text) && toC60Issuer(text.slice(0, 5)) === text;
}

/** @throws {InvalidInputError} Not six digits, or the last is not the check digit of the others. */
export function parseC60Issuer(text: string): string {
  const issuer = digitsOf(text, 6, 'issuer');
  if (isC60Issuer(issuer)) return issuer;
  throw new InvalidInputError('The check digit of the issuer is not the one of its municipality.');
}

/**
 * Ten digits: discriminant, tribute, two digits of the tax year, and of the limit date the last
 * digit of the year and the day of the year.
 *
 * @throws {InvalidInputError} A tribute that is not three digits, or a year that is not four.
 */
export function toC60Identification({ tribute, taxYear, limitOn }: C60Identified): string {
  const year = digitsOf(String(taxYear), 4, 'tax year').slice(2);
  const limit = `${limitOn.slice(3, 4)}${String(dayOfYear(limitOn)).padStart(3, '0')}`;
  return `${PERIOD_DISCRIMINANT}${digitsOf(tribute, 3, 'tribute')}${year}${limit}`;
}

/**
 * The last day on which a bank takes a document, from its identification alone: of the years that end
 * in its digit, the one from the year before the tax year to eight years after it.
 *
 * @param today Says which century the tax year is of: from 89 years before to ten after.
 * @throws {InvalidInputError} Not ten digits, or a day that its year does not have: the 366th of a
 *   year of 365.
 */
export function limitDayOf(identification: string, today: CityDay): CityDay {
  const digits = digitsOf(identification, 10, 'identification');
  const taxYear = lastEndingIn(digits.slice(4, 6), Number(today.slice(0, 4)) + 10);
  const year = lastEndingIn(digits.slice(6, 7), taxYear + 8);
  const days = Number(digits.slice(7));
  const limitOn = addDays(parseCityDay(`${year}-01-01`), days - 1);
  if (Number(limitOn.slice(0, 4)) === year) return limitOn;
  throw new InvalidInputError(`The year ${year} has no day number ${days}.`);
}

/** The last year up to `latest` that ends in these digits. */
function lastEndingIn(digits: string, latest: number): number {
  const span = 10 ** digits.length;
  return latest - ((latest - Number(digits)) % span);
}

/**
 * The two control digits of a reference: 99 less the first two decimals of a ninety-seventh. A
 * change of one digit in any field always changes them, since none of the weights is a multiple of
 * 97; of other changes one in 97 passes.
 *
 * @throws {InvalidInputError} A field of another length, or an amount beyond eight digits.
 */
export function c60ControlDigits({
  issuer,
  document,
  identification,
  amountCents,
}: C60Document): string {
  const total =
    Number(digitsOf(issuer, 6, 'issuer')) * 76 +
    Number(digitsOf(document, 10, 'document number')) * 9 +
    (Number(digitsOf(identification, 10, 'identification')) + centsOf(amountCents) - 1) * 55;
  // Below 10^12, hence exact; dividing in floating point and cutting decimals off would not be.
  const scaled = (total % 97) * 100;
  const decimals = (scaled - (scaled % 97)) / 97;
  return String(99 - decimals).padStart(2, '0');
}

/** Document number and control digits. @throws {InvalidInputError} As `c60ControlDigits`. */
export function toC60Reference(document: C60Document): string {
  return `${document.document}${c60ControlDigits(document)}`;
}

/**
 * The figures, if they belong together.
 *
 * @throws {InvalidInputError} A field of another length, a wrong check digit of the issuer, or a
 *   reference whose control digits are not those that all four figures give.
 */
export function parseC60Figures(figures: C60Figures): C60Figures {
  const { reference, identification, amountCents } = figures;
  const issuer = parseC60Issuer(figures.issuer);
  const document = digitsOf(reference, 12, 'reference').slice(0, 10);
  if (toC60Reference({ issuer, document, identification, amountCents }) === reference) {
    return { issuer, reference, identification, amountCents };
  }
  throw new InvalidInputError('The control digits of the reference are not those of its figures.');
}

/**
 * The 42 digits of the barcode, format 521.
 *
 * @throws {InvalidInputError} As `parseC60Figures`.
 */
export function toC60Barcode(figures: C60Figures): string {
  const { issuer, reference, identification, amountCents } = parseC60Figures(figures);
  const amount = String(amountCents).padStart(8, '0');
  return `${BARCODE_HEAD}${issuer}${reference}${identification}${amount}${PARITY}`;
}

/**
 * The figures of a barcode. Printed ones are often wrong, so everything is computed again and compared.
 *
 * @throws {InvalidInputError} Not 42 digits of format 521, or as `parseC60Figures`.
 */
export function parseC60Barcode(text: string): C60Figures {
  const digits = digitsOf(text, 42, 'barcode');
  if (!digits.startsWith(BARCODE_HEAD) || !digits.endsWith(PARITY)) {
    throw new InvalidInputError('A barcode of format 521 begins with 90521 and ends with 0.');
  }
  return parseC60Figures({
    issuer: digits.slice(5, 11),
    reference: digits.slice(11, 23),
    identification: digits.slice(23, 33),
    amountCents: Number(digits.slice(33, 41)),
  });
}

function digitsOf(text: string, length: number, what: string): string {
  if (text.length === length && /^[0-9]+$/.test(text)) return text;
  throw new InvalidInputError(`The ${what} has to be ${length} digits.`);
}

function centsOf(amountCents: number): number {
  const isCents = Number.isInteger(amountCents) && amountCents >= 0;
  if (isCents && amountCents <= MAX_C60_CENTS) return amountCents;
  throw new InvalidInputError(`An amount is 0 to ${MAX_C60_CENTS} cents.`);
}

function dayOfYear(day: CityDay): number {
  const [year] = day.split('-');
  return (Date.parse(day) - Date.parse(`${year}-01-01`)) / 86_400_000 + 1;
}
