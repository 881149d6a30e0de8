import { expect, it } from '@jest/globals';
import { assert, constantFrom, integer, property, string, tuple } from 'fast-check';
import { InvalidInputError } from './errors.ts';
import { parsePlate, partsOfPlate, type Plate } from './plate.ts';

it.each([
  ['1234 bcd', 'ES', 'ES 1234BCD'],
  ['1234-BCD', 'es', 'ES 1234BCD'],
  ['O-1234-AB', 'ES', 'ES O1234AB'],
  ['GI 0001', 'ES', 'ES GI0001'],
  ['12.34.BC', 'PT', 'PT 1234BC'],
  ['ab 123 cd', 'FR', 'FR AB123CD'],
])('reads %j of %s as %j', (number, country, plate) => {
  expect(parsePlate(number, country)).toBe(plate);
});

it.each([
  ['1234ABC', 'ES'],
  ['1234BCÑ', 'ES'],
  ['1234QCD', 'ES'],
  ['O234BCD', 'ES'],
  ['123BCD', 'ES'],
  ['', 'ES'],
  ['1', 'PT'],
  ['12345678901', 'PT'],
  ['AB/12', 'PT'],
  ['AB,12', 'PT'],
  ['1234BCD', 'ESP'],
  ['1234BCD', ''],
])('refuses %j of %j without repeating it', (number, country) => {
  const message = messageOf(number, country);
  expect(message).toMatch(/plate/);
  // Shorter ones may be a word's part.
  expect(number.length > 2 && message.includes(number)).toBe(false);
});

it('takes every Spanish plate since 2000, and gives its halves back', () => {
  const letter = constantFrom(...'BCDFGHJKLMNPRSTVWXYZ'.split(''));
  assert(
    property(integer({ min: 0, max: 9_999 }), tuple(letter, letter, letter), (digits, letters) => {
      const number = `${String(digits).padStart(4, '0')}${letters.join('')}`;
      expect(partsOfPlate(parsePlate(number))).toEqual({ country: 'ES', number });
    }),
  );
});

it('is its own normal form, or refused', () => {
  assert(
    property(string(), constantFrom('ES', 'PT', 'de', '?'), (text, code) => {
      const plate = plateOrNull(text, code);
      const { country, number } = partsOfPlate(plate ?? parsePlate('0000BBB'));
      expect(plate === null ? null : plateOrNull(number, country)).toBe(plate);
    }),
  );
});

function plateOrNull(number: string, country: string): Plate | null {
  try {
    return parsePlate(number, country);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

function messageOf(number: string, country: string): string {
  try {
    return `${parsePlate(number, country)} is none`;
  } catch (error) {
    return error instanceof InvalidInputError ? error.publicMessage : '';
  }
}
