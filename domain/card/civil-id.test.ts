import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { stdnum } from 'stdnum';
import { parseCivilId, parsePassport } from './civil-id.ts';

const spain = stdnum['ES'] ?? {};

it.each([
  ['DNI', '12345678Z 54362315K 00000000T 99999999R 00000001R 11111111H'],
  ['NIE', 'X1234567L Y1234567X Z1234567R X2482300W X5253868R'],
  ['NIF', 'K1234567L L1234567L M1234567L'],
  ['CIF', 'A58818501 A5881850A B64717838 J99216582 J9921658B P33024001 P3302400A'],
])('takes every known good %s', (kind, vectors) => {
  const texts = vectors.split(' ');
  expect(texts.map(parseCivilId)).toEqual(texts.map((canonical) => ({ kind, canonical })));
});

it.each([
  '12345678A',
  'B64717839',
  'X12345678L',
  'K12345678',
  'I1234567L',
  '12345678Ñ',
  '123456789',
  'Z',
  '',
])('refuses %j without repeating it', (text) => {
  expect(() => parseCivilId(text)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.not.stringMatching(/\d/) }),
  );
});

it.each([
  ['x-2482300w', 'X2482300W'],
  ['12.345.678-Z', '12345678Z'],
  [' 12 345 678 z ', '12345678Z'],
  ['1234567L', '01234567L'],
  ['1R', '00000001R'],
  ['ES12345678Z', '12345678Z'],
  ['es-a58818501', 'A58818501'],
  ['ES1234567L', '01234567L'],
  ['12345678–Z', '12345678Z'],
])('reads %j as %s', (text, canonical) => {
  expect(parseCivilId(text).canonical).toBe(canonical);
});

it('agrees with an independent implementation on every nine characters of these shapes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z][0-9]{7}[0-9A-Z]$/), (text) => {
      expect(parses(text)).toBe(spain[moduleFor(text)]?.validate(text).isValid);
    }),
    { numRuns: 3_000 },
  );
});

it('agrees with it on every control letter of a DNI', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').map((letter) => `00123456${letter}`);
  expect(letters.filter(parses)).toEqual(
    letters.filter((text) => spain['dni']?.validate(text).isValid),
  );
});

it('keeps a passport by country and number', () => {
  expect(parsePassport('fra', '12 ab-34567')).toEqual({
    kind: 'PASSPORT',
    canonical: 'FRA:12AB34567',
  });
});

it.each([
  ['FR', '12AB34567'],
  ['FRA', '1234'],
  ['FRA', '12AB:34567'],
])('refuses the passport %j %j', (country, number) => {
  expect(() => parsePassport(country, number)).toThrow(/passport/);
});

/** Asked by kind, since its module for organisations also takes the K, L and M of persons. */
function moduleFor(text: string): string {
  if (/^\d/.test(text)) return 'dni';
  if (/^[XYZ]/.test(text)) return 'nie';
  return /^[KLM]/.test(text) ? 'nif' : 'cif';
}

function parses(text: string): boolean {
  try {
    return parseCivilId(text).canonical === text;
  } catch {
    return false;
  }
}
