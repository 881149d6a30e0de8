import { expect, it } from '@jest/globals';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { createLibraryDates } from './dates.ts';

const gijon = createLibraryDates({ timeZone: 'Europe/Madrid', dueDateFormat: null });
const withFormat = (dueDateFormat: string) =>
  createLibraryDates({ timeZone: 'Europe/Madrid', dueDateFormat });

it.each([
  ['2026-11-21T08:30:00Z', '20261121    093000'],
  ['2026-07-31T22:00:05Z', '20260801    000005'],
])('dates a message of %s with the clock on the wall', (instant, timestamp) => {
  expect(gijon.toTimestamp(new Date(instant))).toBe(timestamp);
});

it.each([
  ['local time', '20261128    235900', '2026-11-28'],
  ['UTC late in the evening', '20261128   Z233000', '2026-11-29'],
])('reads a due date in %s', (_, text, day) => {
  expect(gijon.parseDueOn(text)).toBe(day);
});

it.each([
  ['DD/MM/YYYY', '28/11/2026'],
  ['DD/MM/YYYY HH:mm', '28/11/2026 23:59'],
  ['YYYY-MM-DD HH:mm:ss', '2026-11-28 23:59:00'],
  ['DD.MM.YYYY', '28.11.2026'],
])('reads a due date in the form %s', (format, text) => {
  expect(withFormat(format).parseDueOn(text)).toBe('2026-11-28');
});

it('reads the standard form where another one is set as well', () => {
  expect(withFormat('DD/MM/YYYY').parseDueOn('20261128    235900')).toBe('2026-11-28');
});

it.each(['28/11/2026', '20260230    235900', '20261128 XXX235900', '20261128   Z256000', ''])(
  'refuses %j',
  (text) => {
    expect(() => gijon.parseDueOn(text)).toThrow(UpstreamMalformedError);
  },
);

it('takes a mark in a format for itself', () => {
  expect(() => withFormat('DD.MM.YYYY').parseDueOn('28-11-2026')).toThrow(UpstreamMalformedError);
});

it('refuses a format that names no year', () => {
  expect(() => withFormat('DD/MM')).toThrow('the due date format DD/MM has no YYYY');
});
