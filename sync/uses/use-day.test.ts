import { expect, it } from '@jest/globals';
import { createDayFinder, firstDayKept, firstDayNotForgotten, takenAt } from './use-day.ts';

const NOON = new Date('2027-03-28T10:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;

function told(hoursAgo: number): Date {
  return new Date(NOON.getTime() - hoursAgo * 60 * 60 * 1000);
}

it('believes a clock that is right, however late the upload', () => {
  const lastWeek = told(7 * 24);
  expect(takenAt(lastWeek, { receivedAt: NOON, clockSkewMs: 90_000 })).toEqual(lastWeek);
});

it('corrects what a clock that is wrong by a day has told', () => {
  expect(takenAt(told(-22), { receivedAt: NOON, clockSkewMs: DAY_MS })).toEqual(told(2));
  expect(takenAt(told(26), { receivedAt: NOON, clockSkewMs: -DAY_MS })).toEqual(told(2));
});

it('lets nothing happen after it was told, also by a clock of which nothing is known', () => {
  expect(takenAt(told(-5), { receivedAt: NOON, clockSkewMs: null })).toEqual(NOON);
});

it('finds the day in the city, on either side of midnight and of the change to summer time', () => {
  const dayOf = createDayFinder('Europe/Madrid');
  const instants = ['2027-03-27T22:59:59Z', '2027-03-27T23:00:00Z', '2027-03-28T21:59:59Z'];
  expect([...instants, '2027-03-28T22:00:00Z'].map((at) => dayOf(new Date(at)))).toEqual([
    '2027-03-27',
    '2027-03-28',
    '2027-03-28',
    '2027-03-29',
  ]);
});

it('forgets no day of which uses may still be stored', () => {
  const kept = { zone: 'Europe/Madrid', keepDays: 90 };
  const midnight = new Date('2027-03-28T22:00:00Z');
  expect([firstDayKept(midnight, kept), firstDayNotForgotten(midnight, kept)]).toEqual([
    '2026-12-30',
    '2026-12-29',
  ]);
});
