import { expect, it } from '@jest/globals';
import { assert, date, property } from 'fast-check';
import { parseInstant } from './instants.ts';

const MADRID = 'Europe/Madrid';

it.each([
  ['2026-01-02T09:00:00Z', '2026-01-02T09:00:00.000Z'],
  ['2026-01-02t09:00:00.5z', '2026-01-02T09:00:00.500Z'],
  ['2026-01-02T09:00:00+01:00', '2026-01-02T08:00:00.000Z'],
  ['2026-01-02T09:00:00+0100', '2026-01-02T08:00:00.000Z'],
  // Without an offset: winter, summer, to the minute.
  ['2026-01-02T09:00:00', '2026-01-02T08:00:00.000Z'],
  ['2026-07-02T09:00:00', '2026-07-02T07:00:00.000Z'],
  ['2026-07-02T09:00', '2026-07-02T07:00:00.000Z'],
  // Half past two comes twice on 25 October, and never on 29 March.
  ['2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T03:00:00', '2026-10-25T02:00:00.000Z'],
  ['2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'],
])('reads %s as %s', (text, instant) => {
  expect(parseInstant(text, MADRID)?.toISOString()).toBe(instant);
});

it.each(['', 'never', '2026-02-30T00:00:00Z', '2026-01-02', '2026-01-02T25:00:00Z', '1767344400'])(
  'reads nothing from %j',
  (text) => {
    expect(parseInstant(text, MADRID)).toBeNull();
  },
);

it('reads what it would have written, in any zone', () => {
  const min = new Date('1980-01-01T00:00:00Z');
  const max = new Date('2080-01-01T00:00:00Z');
  assert(
    property(date({ min, max, noInvalidDate: true }), (instant) => {
      expect(parseInstant(instant.toISOString(), 'Pacific/Chatham')).toEqual(instant);
    }),
  );
});
