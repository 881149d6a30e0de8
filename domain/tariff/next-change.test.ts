import { expect, it } from '@jest/globals';
import { belongs, born, MADRID, noonOf, person } from '../../tests/support/tariff-holders.ts';
import { parseCityDay } from '../city-day.ts';
import { birthdayOn, nextChange } from './next-change.ts';
import { rulebooksOfGijon } from './rulebooks-of-gijon.ts';
import type { ServiceId } from './service.ts';
import type { TariffHolder } from './situation.ts';

function changeAfter(day: string, service: string, holder: TariffHolder | null): string | null {
  const ask = { rulebooks: rulebooksOfGijon, service: service as ServiceId, holder, zone: MADRID };
  return nextChange({ ...ask, on: noonOf(day) })?.toISOString() ?? null;
}

const leo = born('2014-03-02');
const jobless = belongs('employment', 'unemployed', { lastOn: '2025-10-25' });

it.each<
  readonly [
    what: string,
    day: string,
    service: string,
    holder: TariffHolder | null,
    at: string | null,
  ]
>([
  ['the rulebook that begins', '2025-06-30', 'urban-bus', person(), '2025-06-30T22:00:00.000Z'],
  ['the 13th birthday', '2025-08-01', 'urban-bus', person(leo), '2027-03-01T23:00:00.000Z'],
  [
    'the 26th birthday after it',
    '2027-03-02',
    'urban-bus',
    person(leo),
    '2040-03-01T23:00:00.000Z',
  ],
  [
    'the last day of a fact',
    '2025-08-01',
    'urban-bus',
    person(jobless),
    '2025-10-25T22:00:00.000Z',
  ],
  [
    'a birthday that a better right hides',
    '2039-08-01',
    'urban-bus',
    person(leo, belongs('employment', 'unemployed')),
    null,
  ],
  ['nothing for a stranger', '2025-08-01', 'urban-bus', null, null],
  ['nothing where no rule reads an age', '2025-08-01', 'public-toilets', person(leo), null],
])('is %s', (_what, day, service, holder, at) => {
  expect(changeAfter(day, service, holder)).toBe(at);
});

it('is the day on which a credit is whole again', () => {
  const ask = { rulebooks: rulebooksOfGijon, service: 'swimming-pools' as ServiceId, zone: MADRID };
  const holder = person(belongs('social-bonus', 'granted'));
  const next = nextChange({
    ...ask,
    holder,
    on: noonOf('2025-08-09'),
    creditsLeft: new Map([['social-bonus-entries', 0]]),
  });
  expect(next?.toISOString()).toBe('2025-08-31T22:00:00.000Z');
});

it('is at the latest a withdrawal that is known beforehand', () => {
  const withdrawnAt = new Date('2025-08-09T08:07:06.005Z');
  expect(changeAfter('2025-08-01', 'urban-bus', person({ ...jobless, withdrawnAt }))).toBe(
    withdrawnAt.toISOString(),
  );
});

it.each([
  ['2016-02-29', 12, '2028-02-29'],
  ['2016-02-29', 13, '2029-03-01'],
  ['2000-02-29', 100, '2100-03-01'],
  ['1999-12-31', 26, '2025-12-31'],
])('who was born on %s is %i on %s', (bornOn, age, day) => {
  expect(birthdayOn(parseCityDay(bornOn), age)).toBe(day);
});
