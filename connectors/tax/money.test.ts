import { expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { toCents, toEuros } from './money.ts';

it.each([
  ['245,10', 24_510],
  ['245.10', 24_510],
  ['245,1', 24_510],
  ['0,05', 5],
  ['0000000245.10', 24_510],
  ['1.245,10', 124_510],
  ['1,245.10', 124_510],
  ['12.345.678,90', 1_234_567_890],
  [' 8,29 ', 829],
  ['0', 0],
  ['000000000000', 0],
])('reads %j as %d cents', (text, cents) => {
  expect(toCents(text)).toBe(cents);
});

it.each(['1.250', '1,250', '245', '', '-1,00', '+1,00', '1,2,3', '1.24,10', '1e3', '12 €', '١,٠٠'])(
  'does not guess at %j',
  (text) => {
    expect(() => toCents(text)).toThrow('tax: an amount that is none or could be two');
  },
);

it.each(['21.474.836,48', '9999999999,99', '9.999.999.999.999.999,99'])(
  'refuses %j, which no answer could carry',
  (text) => {
    expect(toCents('21.474.836,47')).toBe(2 ** 31 - 1);
    expect(() => toCents(text)).toThrow('tax: an amount beyond 21 million euros');
  },
);

it('gives every amount back that it has sent', () => {
  assert(
    property(integer({ min: 0, max: 99_999_999 }), (cents) => {
      expect(toCents(toEuros(cents))).toBe(cents);
      expect(toEuros(cents)).toMatch(/^\d+,\d{2}$/);
    }),
  );
});
