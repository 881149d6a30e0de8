import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dayNumberAt, parseGtfsDate, parseGtfsTime, serviceDayStart, weekdayOf } from './times.ts';

const day = fc.integer({ min: 0, max: 40_000 });
const zone = fc.constantFrom(
  'Europe/Madrid',
  'Atlantic/Canary',
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
);
const HOUR = 3_600;

function written(seconds: number, width: number): string {
  const parts = [Math.floor(seconds / HOUR), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = '', ...rest] = parts.map(String);
  return [hours.padStart(width, '0'), ...rest.map((part) => part.padStart(2, '0'))].join(':');
}

/** The clock of a zone at an instant. */
function clockOf(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(instant);
}

it('reads every time of four days, however it is written', () => {
  const blanks = fc.constantFrom('', ' ', '  ', '\t');
  fc.assert(
    fc.property(fc.nat(96 * HOUR - 1), fc.constantFrom(1, 2), blanks, (seconds, width, blank) => {
      expect(parseGtfsTime(`${blank}${written(seconds, width)}${blank}`)).toBe(seconds);
    }),
  );
});

it.each([
  '',
  '8:00',
  '08:60:00',
  '08:00:60',
  '96:00:00',
  '100:00:00',
  '-1:00:00',
  '08.00.00',
  '8:0:0',
])('takes %j for no time', (text) => {
  expect(parseGtfsTime(text)).toBeNull();
});

it.each(['', '2026-11-21', '20261301', '20260229', '20260200', '20261', '00000000'])(
  'takes %j for no day',
  (text) => {
    expect(parseGtfsDate(text)).toBeNull();
  },
);

it('reads days as the calendar counts them', () => {
  fc.assert(
    fc.property(day, (number) => {
      const date = new Date(number * 86_400_000);
      expect(parseGtfsDate(date.toISOString().slice(0, 10).replaceAll('-', ''))).toBe(number);
      expect(weekdayOf(number)).toBe(date.getUTCDay());
    }),
  );
});

it('shows noon of every service day at twelve by the clock of its day', () => {
  fc.assert(
    fc.property(day, zone, (number, timeZone) => {
      const noon = serviceDayStart(number, timeZone) + 12 * HOUR * 1000;
      expect(clockOf(noon, timeZone)).toBe('12:00:00');
      expect(dayNumberAt(new Date(noon), timeZone)).toBe(number);
    }),
  );
});

it('takes a time beyond midnight for the same clock time of the day after, but when clocks move', () => {
  fc.assert(
    fc.property(day, zone, fc.nat(24 * HOUR - 1), (number, timeZone, seconds) => {
      const beyond = serviceDayStart(number, timeZone) + (24 * HOUR + seconds) * 1000;
      const dayAfter = serviceDayStart(number + 1, timeZone) + seconds * 1000;
      // By how much the clock is moved between the two noons.
      const [one, other] = [number, number + 1].map((noon) => {
        const shown = clockOf(noon * 86_400_000 + 12 * HOUR * 1000, timeZone);
        return parseGtfsTime(shown) ?? Number.NaN;
      });
      const moved = (other ?? 0) - (one ?? 0);
      expect((dayAfter - beyond) / 1000).toBe(moved === 0 ? 0 : -moved);
    }),
  );
});
