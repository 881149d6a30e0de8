import { expect, it } from '@jest/globals';
import {
  addDays,
  ageOn,
  cityDayAt,
  endOfCityDay,
  parseCityDay,
  startOfCityDay,
} from './city-day.ts';

it.each(['2027-02-29', '2027-13-01', '27-01-01', '2027-1-1', '2027-01-01T00:00:00Z', ''])(
  'refuses the day %j',
  (text) => {
    expect(() => parseCityDay(text)).toThrow(/YYYY-MM-DD/);
  },
);

it('tells the day where the city is, not where the computer is', () => {
  const lateEvening = new Date('2027-03-01T23:30:00Z');
  expect(cityDayAt(lateEvening, 'Europe/Madrid')).toBe('2027-03-02');
  expect(cityDayAt(lateEvening, 'Atlantic/Canary')).toBe('2027-03-01');
});

it.each([
  ['2027-01-15', '2027-01-14T23:00:00.000Z'],
  ['2027-07-15', '2027-07-14T22:00:00.000Z'],
])('begins %s in Madrid at %s', (day, instant) => {
  expect(startOfCityDay(parseCityDay(day), 'Europe/Madrid').toISOString()).toBe(instant);
});

it('begins a day whose midnight is skipped at its first instant', () => {
  const start = startOfCityDay(parseCityDay('2018-11-04'), 'America/Sao_Paulo');
  expect(start.toISOString()).toBe('2018-11-04T03:00:00.000Z');
});

it.each([
  ['Pacific/Kiritimati', '2027-02-28T10:00:00.000Z'],
  ['Pacific/Pago_Pago', '2027-03-01T11:00:00.000Z'],
  ['Asia/Kathmandu', '2027-02-28T18:15:00.000Z'],
])('begins a day in %s, far from UTC or at odd minutes, at %s', (zone, instant) => {
  expect(startOfCityDay(parseCityDay('2027-03-01'), zone).toISOString()).toBe(instant);
});

it('ends the day of the change to summer time after 23 hours', () => {
  const day = parseCityDay('2027-03-28');
  const zone = 'Europe/Madrid';
  const hours = (endOfCityDay(day, zone).getTime() - startOfCityDay(day, zone).getTime()) / 3.6e6;
  expect(hours).toBe(23);
});

it('adds days over the ends of months and leap years', () => {
  expect(addDays(parseCityDay('2028-02-28'), 2)).toBe('2028-03-01');
  expect(addDays(parseCityDay('2027-01-01'), -1)).toBe('2026-12-31');
});

it.each([
  ['2014-03-02', '2027-03-01', 12],
  ['2014-03-02', '2027-03-02', 13],
  ['2012-02-29', '2027-02-28', 14],
  ['2012-02-29', '2027-03-01', 15],
])('who was born on %s is on %s aged %i', (born, day, age) => {
  expect(ageOn(parseCityDay(born), parseCityDay(day))).toBe(age);
});
