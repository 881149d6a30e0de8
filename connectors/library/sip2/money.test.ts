import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { formatCents, parseCents } from './money.ts';

it.each([
  ['3.50', 350],
  ['3,50', 350],
  ['0.0', 0],
  ['12', 1_200],
  [' 7.5 ', 750],
  ['3.300000', 330],
  ['-1.25', -125],
  ['9999999.99', 999_999_999],
])('reads %j as %i cents', (text, cents) => {
  expect(parseCents(text)).toBe(cents);
});

it.each([
  '',
  '3.505',
  '1.250',
  '1,250',
  '1.250,00',
  '3.5e2',
  '0x10',
  '€ 3.50',
  '12345678',
  '.5',
  '5.',
])('refuses %j', (text) => {
  expect(() => parseCents(text)).toThrow(UpstreamMalformedError);
});

it('reads what it writes', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999), (cents) => {
      expect(parseCents(formatCents(cents))).toBe(cents);
    }),
  );
});

it.each([
  [5, '0.05'],
  [350, '3.50'],
])('writes %i cents as %s', (cents, text) => {
  expect(formatCents(cents)).toBe(text);
});
