import { expect, it } from '@jest/globals';
import { assert, constantFrom, integer, property, record, tuple } from 'fast-check';
import { addDays, parseCityDay } from './city-day.ts';
import {
  c60ControlDigits,
  limitDayOf,
  MAX_C60_CENTS,
  parseC60Barcode,
  parseC60Figures,
  parseC60Issuer,
  toC60Barcode,
  toC60Identification,
  toC60Issuer,
  toC60Reference,
} from './cuaderno60.ts';

it.each([
  ['481166', '0280724001', '1002188265', 1, '07'],
  ['481166', '8123456789', '1002188265', 1100, '86'],
  ['123456', '1234567890', '1521188001', 1200, '63'],
  ['330243', '0000012345', '1001266305', 2550, '91'],
  ['330243', '0000000079', '1001266305', 2550, '99'],
  ['330243', '0000000025', '1001266305', 2550, '01'],
])(
  'gives issuer %s, document %s, identification %s and %d cents the control digits %s',
  (issuer, document, identification, amountCents, control) => {
    const figures = { issuer, document, identification, amountCents };
    expect(c60ControlDigits(figures)).toBe(control);
    expect(toC60Reference(figures)).toBe(`${document}${control}`);
  },
);

it.each([
  ['48116', '481166'],
  ['33024', '330243'],
  ['48001', '480010'],
  ['28079', '280793'],
  ['08019', '080196'],
])('gives the municipality %s the issuer %s', (municipality, issuer) => {
  expect(toC60Issuer(municipality)).toBe(issuer);
  expect(parseC60Issuer(issuer)).toBe(issuer);
});

it.each(['330244', '33024', '3302430', '33024x', '٣٣٠٢٤٣'])('refuses the issuer %s', (issuer) => {
  expect(() => parseC60Issuer(issuer)).toThrow(/issuer/);
});

it.each([
  ['521', 2018, '2018-01-01', '1521188001'],
  ['001', 2026, '2026-11-01', '1001266305'],
  ['001', 2026, '2027-01-05', '1001267005'],
  ['001', 2028, '2028-12-31', '1001288366'],
])('identifies tribute %s of %d to be paid by %s as %s', (tribute, taxYear, limit, expected) => {
  expect(toC60Identification({ tribute, taxYear, limitOn: parseCityDay(limit) })).toBe(expected);
});

const GIJON = {
  issuer: '330243',
  reference: '000001234591',
  identification: '1001266305',
  amountCents: 2550,
};
const BARCODE = '905213302430000012345911001266305000025500';

it('writes and reads the barcode of a bill', () => {
  expect(toC60Barcode(GIJON)).toBe(BARCODE);
  expect(parseC60Barcode(BARCODE)).toEqual(GIJON);
});

it.each([
  ['the document instead of the reference, as pymipago prints it', '00', '0000012345'],
  ['a reference of a test manual', '', '169600703501'],
])('refuses %s', (_what, pad, reference) => {
  const padded = `${pad}${reference}`;
  expect(() => parseC60Figures({ ...GIJON, reference: padded })).toThrow('control digits');
});

it.each([
  [BARCODE.slice(1), 'The barcode has to be 42 digits.'],
  [`${BARCODE.slice(0, 41)}1`, 'begins with 90521 and ends with 0'],
  [`90507${BARCODE.slice(5)}`, 'begins with 90521'],
  // An amount filled up with zeros on the right, as mipago-bundle prints it.
  [BARCODE.replace('000025500', '255000000'), 'control digits'],
])('refuses the barcode %s', (barcode, message) => {
  expect(() => parseC60Barcode(barcode)).toThrow(message);
});

it('refuses amounts that eight digits do not hold', () => {
  for (const amountCents of [-1, 0.5, MAX_C60_CENTS + 1, Number.NaN]) {
    expect(() => toC60Reference({ ...GIJON, document: '0000012345', amountCents })).toThrow(
      'An amount is 0 to 99999999 cents.',
    );
  }
});

const digits = (count: number) =>
  integer({ min: 0, max: 10 ** count - 1 }).map((value) => String(value).padStart(count, '0'));

const documents = record({
  issuer: digits(5).map(toC60Issuer),
  document: digits(10),
  identification: digits(10),
  amountCents: integer({ min: 0, max: MAX_C60_CENTS }),
});

it('computes control digits as exact arithmetic does', () => {
  assert(
    property(documents, (figures) => {
      const total =
        BigInt(figures.issuer) * 76n +
        BigInt(figures.document) * 9n +
        (BigInt(figures.identification) + BigInt(figures.amountCents) - 1n) * 55n;
      const decimals = ((total % 97n) * 100n) / 97n;
      const expected = String(99n - decimals).padStart(2, '0');
      expect(c60ControlDigits(figures)).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

it('gives every barcode back as it was written', () => {
  assert(
    property(documents, (figures) => {
      const { issuer, identification, amountCents } = figures;
      const whole = { issuer, identification, amountCents, reference: toC60Reference(figures) };
      expect(parseC60Barcode(toC60Barcode(whole))).toEqual(whole);
    }),
  );
});

/** Whether a barcode is refused. */
function isRefused(barcode: string): boolean {
  try {
    parseC60Barcode(barcode);
    return false;
  } catch {
    return true;
  }
}

const barcodes = documents.map((figures) =>
  toC60Barcode({ ...figures, reference: toC60Reference(figures) }),
);

function withDigit(barcode: string, place: number, digit: number): string {
  return `${barcode.slice(0, place)}${digit}${barcode.slice(place + 1)}`;
}

it('catches every change of one digit anywhere in a barcode', () => {
  assert(
    property(barcodes, (barcode) => {
      for (const [place, original] of barcode.split('').entries()) {
        for (const digit of Array.from({ length: 10 }, (_, value) => value)) {
          if (digit === Number(original)) continue;
          expect(isRefused(withDigit(barcode, place, digit))).toBe(true);
        }
      }
    }),
    { numRuns: 20 },
  );
});

it('catches two different neighbours that change places within a field', () => {
  // Document, identification and amount; across two fields the weights differ.
  const places = [...Array(9).keys()].map((place) => 11 + place);
  places.push(...[...Array(9).keys()].map((place) => 23 + place));
  places.push(...[...Array(7).keys()].map((place) => 33 + place));
  assert(
    property(barcodes, constantFrom(...places), (barcode, place) => {
      const [first, second] = barcode.slice(place, place + 2);
      if (first === second) return;
      const swapped = `${barcode.slice(0, place)}${second}${first}${barcode.slice(place + 2)}`;
      expect(isRefused(swapped)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('lets about one in 97 of the other changes pass', () => {
  let passed = 0;
  let changed = 0;
  const change = tuple(barcodes, digits(10), digits(10));
  assert(
    property(change, ([barcode, document, identification]) => {
      changed += 1;
      const forged = `${barcode.slice(0, 11)}${document}${barcode.slice(21, 23)}${identification}${barcode.slice(33)}`;
      if (forged !== barcode && !isRefused(forged)) passed += 1;
    }),
    // A fixed seed: a share of chance is no share to test by chance.
    { numRuns: 20_000, seed: 60 },
  );
  expect(passed / changed).toBeGreaterThan(0.006);
  expect(passed / changed).toBeLessThan(0.016);
});

it('does not notice cents that move between identification and amount', () => {
  const [identification, amountCents] = ['1001266304', 2551];
  expect(parseC60Figures({ ...GIJON, identification, amountCents })).toMatchObject({ amountCents });
});

it('finds the limit day of an identification again', () => {
  const limits = record({
    taxYear: integer({ min: 1937, max: 2036 }),
    later: integer({ min: -1, max: 8 }),
    day: integer({ min: 0, max: 364 }),
  });
  assert(
    property(limits, ({ taxYear, later, day }) => {
      const limitOn = addDays(parseCityDay(`${taxYear + later}-01-01`), day);
      const identification = toC60Identification({ tribute: '001', taxYear, limitOn });
      expect(limitDayOf(identification, parseCityDay('2026-06-30'))).toBe(limitOn);
    }),
  );
});

it('refuses the 366th day of a year of 365, and the day before the first', () => {
  const today = parseCityDay('2026-11-21');
  expect(limitDayOf('1001288366', today)).toBe('2028-12-31');
  expect(() => limitDayOf('1001266366', today)).toThrow('The year 2026 has no day number 366.');
  expect(() => limitDayOf('1001266000', today)).toThrow('The year 2026 has no day number 0.');
});
