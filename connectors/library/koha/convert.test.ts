import { expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { createToLocalDay, mayBorrow, toCents, toEuros } from './convert.ts';

it.each([
  [3.5, 350],
  [0.1, 10],
  [1.005, 101],
  [0.004999, 0],
  [0.333333, 33],
  [19.99, 1999],
  [-2.5, -250],
  [0, 0],
])('reads %d euros as %d cents', (euros, cents) => {
  expect(toCents(euros)).toBe(cents);
});

it('gives every amount back that it has sent', () => {
  assert(
    property(integer({ min: 0, max: 999_999_999 }), (cents) => {
      expect(toCents(toEuros(cents))).toBe(cents);
      expect(JSON.stringify(toEuros(cents))).toMatch(/^\d+(\.\d{1,2})?$/);
    }),
  );
});

it.each([1e9, 1e21, Number.NaN])('refuses %d euros', (euros) => {
  expect(() => toCents(euros)).toThrow('regionalLibrary: an amount beyond ten million');
});

it.each([
  ['2026-12-04T23:59:00+01:00', '2026-12-04'],
  ['2026-12-04T22:59:00Z', '2026-12-04'],
  ['2026-06-30T21:59:00+00:00', '2026-06-30'],
  ['2026-06-30T22:30:00Z', '2026-07-01'],
])('takes %s for the day %s in Madrid', (instant, day) => {
  expect(createToLocalDay('Europe/Madrid')(new Date(instant))).toBe(day);
});

const fine = { patron_id: 1, cardnumber: 'R1', restricted: false };

it.each([
  [{}, true],
  [{ expiry_date: null, patron_card_lost: null }, true],
  [{ expiry_date: '2026-11-21' }, true],
  [{ expiry_date: '2026-11-20' }, false],
  [{ restricted: true }, false],
  [{ patron_card_lost: true }, false],
])('lets %j borrow: %s', (more, expected) => {
  expect(mayBorrow({ ...fine, ...more }, '2026-11-21')).toBe(expected);
});
