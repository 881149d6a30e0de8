import { expect, it } from '@jest/globals';
import {
  born,
  belongs,
  evaluateAt,
  noonOf,
  person,
  priceAt,
} from '../../tests/support/tariff-holders.ts';
import type { TariffHolder } from './situation.ts';

const LAST = noonOf('2025-06-30');
const FIRST = noonOf('2025-07-01');

const leo = born('2014-03-02');
const ines = born('2003-05-05');
const ana = born('1985-01-20');
const rosa = born('1953-04-04');
const jobless = belongs('employment', 'unemployed');
const poor = belongs('income', 'low');
const bonus = belongs('social-bonus', 'granted');
const disabled = belongs('disability', 'from-33');
const family = belongs('large-family', 'general');
const bigFamily = belongs('large-family', 'special');
const student = belongs('student', 'enrolled');
const resident = belongs('residency', 'resident');
const stranger = null;
const gym: TariffHolder = { kind: 'organisation', facts: [leo, jobless, poor, bonus, disabled] };

type Row = readonly [
  who: string,
  holder: TariffHolder | null,
  service: string,
  ...(number | null)[],
];
const table: readonly Row[] = [
  // who, holder, service, cents on 30 June 2025, cents on 1 July 2025 (null: no access)
  ['a stranger', stranger, 'urban-bus', 150, 150],
  ['a holder of whom nothing is known', person(), 'urban-bus', 38, 75],
  ['an adult', person(ana), 'urban-bus', 38, 75],
  [
    'an adult who is no resident',
    person(ana, belongs('residency', 'non-resident')),
    'urban-bus',
    38,
    75,
  ],
  ['a child of 11', person(leo), 'urban-bus', 0, 0],
  ['somebody of 22', person(ines), 'urban-bus', 35, 70],
  ['somebody of 72', person(rosa), 'urban-bus', 35, 70],
  ['low income', person(ana, poor), 'urban-bus', 16, 32],
  ['72 and low income', person(rosa, poor), 'urban-bus', 16, 32],
  ['unemployed', person(ana, jobless), 'urban-bus', 0, 0],
  ['unemployed with low income', person(ana, jobless, poor), 'urban-bus', 0, 0],
  ['the Social Bonus alone', person(ana, bonus), 'urban-bus', 38, 75],
  ['a disability', person(ana, disabled), 'urban-bus', 16, 32],
  ['a large family', person(ana, family), 'urban-bus', 30, 60],
  ['a large family of the special sort', person(ana, bigFamily), 'urban-bus', 19, 37],
  ['a student of 40', person(ana, student), 'urban-bus', 35, 70],
  ['an organisation, whatever is recorded', gym, 'urban-bus', 38, 75],
  ['a stranger', stranger, 'public-toilets', 100, 100],
  ['any holder', person(), 'public-toilets', 0, 0],
  ['an organisation', gym, 'public-toilets', 0, 0],
  ['a stranger', stranger, 'bike-rental', null, null],
  ['any holder', person(), 'bike-rental', 0, 0],
  ['any holder', person(), 'municipal-museums', 0, 0],
  ['any holder', person(), 'sport-facilities', 0, 0],
  ['a stranger', stranger, 'private-museums', 1000, 1000],
  ['any holder', person(), 'private-museums', 800, 800],
  ['an organisation', gym, 'private-museums', 800, 800],
  ['any holder', person(), 'art-and-industry-centre', 640, 640],
  ['an adult', person(ana), 'swimming-pools', 400, 400],
  ['somebody of 72', person(rosa), 'swimming-pools', 200, 200],
  ['low income', person(poor), 'swimming-pools', 200, 200],
  ['the Social Bonus', person(bonus), 'swimming-pools', 0, 0],
  ['the Social Bonus', person(bonus), 'cultural-events', 0, 0],
  ['the Social Bonus', person(bonus), 'sport-training', 0, 0],
  ['an organisation', gym, 'swimming-pools', 400, 400],
  ['a large family', person(family), 'cultural-courses', 4800, 4800],
  ['a holder who is no resident', person(), 'restricted-traffic', null, null],
  ['a resident', person(resident), 'restricted-traffic', 0, 0],
];

it.each(table)('%s pays what the rulebook says', (_who, holder, service, before, after) => {
  expect([priceAt(LAST, service, holder), priceAt(FIRST, service, holder)]).toEqual([
    before,
    after,
  ]);
});

it('changes the fare at the first instant of 1 July 2025 in the city, two hours before it is July in UTC', () => {
  const change = new Date('2025-06-30T22:00:00.000Z');
  const before = new Date(change.getTime() - 1);
  expect([
    priceAt(before, 'urban-bus', person(ana)),
    priceAt(change, 'urban-bus', person(ana)),
  ]).toEqual([38, 75]);
});

it.each([
  ['the 13th birthday', '2012-09-10', '2025-09-09', 0, 70],
  ['the 13th birthday on the day after 29 February', '2015-03-01', '2028-02-29', 0, 70],
  ['the 26th birthday', '1999-09-10', '2025-09-09', 70, 75],
  ['the 65th birthday', '1960-09-10', '2025-09-09', 75, 70],
  ['the 13th birthday of 29 February', '2016-02-29', '2029-02-28', 0, 70],
  ['the 26th birthday of 29 February', '2000-02-29', '2026-02-28', 70, 75],
  ['the 65th birthday of 29 February', '1964-02-29', '2029-02-28', 75, 70],
])('holds the price up to the last instant before %s', (_what, bornOn, dayBefore, old, young) => {
  const midnight = new Date(noonOf(dayBefore).getTime() + 12 * 3_600_000);
  const holder = person(born(bornOn));
  const prices = [midnight.getTime() - 1, midnight.getTime()].map((at) =>
    priceAt(new Date(at), 'urban-bus', holder),
  );
  expect(prices).toEqual([old, young]);
});

it.each([
  ['to summer time, a day of 23 hours', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['to winter time, a day of 25 hours', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
])('lets a fact of one day hold all through the change %s', (_what, from, to) => {
  const day = from.startsWith('2026-03') ? '2026-03-29' : '2026-10-25';
  const holder = person(belongs('employment', 'unemployed', { firstOn: day, lastOn: day }));
  const [start, end] = [new Date(from).getTime(), new Date(to).getTime()];
  const at = [start - 1, start, end - 1, end].map((instant) =>
    priceAt(new Date(instant), 'urban-bus', holder),
  );
  expect(at).toEqual([75, 0, 0, 75]);
});

it('goes by the midnight of the city and not by that of UTC', () => {
  const holder = person(belongs('employment', 'unemployed', { lastOn: '2026-01-31' }));
  const prices = ['2026-01-31T22:59:59.999Z', '2026-01-31T23:00:00Z'].map((at) =>
    priceAt(new Date(at), 'urban-bus', holder),
  );
  expect(prices).toEqual([0, 75]);
});

it('tells why apart from what: rules, version and the facts by which they hold', () => {
  const { outcome, why } = evaluateAt(FIRST, 'urban-bus', person(ines, poor, disabled, resident));
  expect(outcome).toEqual({ access: 'allow', priceCents: 32, outcomeKey: 'urban-bus/allow/32' });
  expect(why).toEqual({
    ...{ rulebook: 2, rules: ['bus-disability', 'bus-low-income'], takes: null },
    ...{ facts: ['disability-from-33', 'income-low'] },
    factsRead: ['birth', 'disability-from-33', 'income-low'],
  });
});

it('gives one key to one outcome, whatever led to it', () => {
  const keys = [person(leo), person(ana, jobless)].map(
    (holder) => evaluateAt(FIRST, 'urban-bus', holder).outcome.outcomeKey,
  );
  expect(new Set(keys).size).toBe(1);
});

it('refuses to price a day before every rulebook', () => {
  expect(() => priceAt(noonOf('2024-12-31'), 'urban-bus', null)).toThrow(
    'No rulebook is in force on 2024-12-31.',
  );
});
