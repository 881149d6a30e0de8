import { expect, it } from '@jest/globals';
import { assert, nat, property, tuple } from 'fast-check';
import { belongs, born, MADRID, person } from '../../tests/support/tariff-holders.ts';
import { parseCityDay } from '../city-day.ts';
import { parseRulebook } from './parse-rulebook.ts';
import { SMALLEST_CELL, tallyPreview, toPreview, type PreviewAsk } from './preview.ts';
import july from './rulebook-2025-07.json' with { type: 'json' };
import type { ServiceId } from './service.ts';
import { servicesOfGijon } from './services-of-gijon.ts';

/** July's rulebook with free rides up to 17, and without the fare of those from 65 on. */
const rules = july.rules
  .filter(({ id }) => id !== 'bus-from-65')
  .map((rule) => (rule.id === 'bus-under-13' ? { ...rule, when: { age: { under: 18 } } } : rule));
const ask: PreviewAsk = {
  before: parseRulebook(july, { catalogue: servicesOfGijon }),
  after: parseRulebook(
    { ...july, version: 3, startsOn: '2027-01-01', rules },
    { catalogue: servicesOfGijon },
  ),
  day: parseCityDay('2027-01-01'),
  zone: MADRID,
};

const teenager = person(born('2012-05-05'));
const senior = person(born('1950-05-05'));
const adult = person(born('1985-05-05'), belongs('residency', 'resident'));

function crowd(teenagers: number, seniors: number, adults: number) {
  const some = (count: number, holder: typeof adult) => Array.from({ length: count }, () => holder);
  return [...some(teenagers, teenager), ...some(seniors, senior), ...some(adults, adult)];
}

it.each([
  ['all cells are large', crowd(20, 30, 500), { wins: 20, loses: 30, same: 500 }],
  ['two cells are small', crowd(4, 9, 500), { wins: null, loses: null, same: 500 }],
  [
    'small cells would follow from the rest',
    crowd(4, 3, 500),
    { wins: null, loses: null, same: null },
  ],
  ['one cell is small', crowd(4, 30, 500), { wins: null, loses: null, same: 500 }],
  ['nobody is in a cell', crowd(0, 30, 500), { wins: null, loses: null, same: 500 }],
  ['the crowd is small', crowd(3, 3, 3), { wins: null, loses: null, same: null }],
])('tells numbers only, and hides what is under ten, when %s', (_what, holders, row) => {
  expect(toPreview(ask, tallyPreview(ask, holders))).toEqual({
    rows: [{ service: 'urban-bus', ...row }],
  });
});

/** July's rulebook without the fare of those from 65 on: nobody can win. */
const dearer: PreviewAsk = {
  ...ask,
  after: parseRulebook(
    {
      ...july,
      version: 3,
      startsOn: '2027-01-01',
      rules: july.rules.filter(({ id }) => id !== 'bus-from-65'),
    },
    { catalogue: servicesOfGijon },
  ),
};

it.each([
  ['the others are large', crowd(0, 30, 500), { wins: 0, loses: 30, same: 500 }],
  ['another is small', crowd(0, 4, 500), { wins: 0, loses: null, same: null }],
  ['another is empty by chance', crowd(0, 0, 500), { wins: 0, loses: null, same: null }],
])('tells a zero that follows from the rulebooks alone, when %s', (_what, holders, row) => {
  expect(toPreview(dearer, tallyPreview(dearer, holders))).toEqual({
    rows: [{ service: 'urban-bus', ...row }],
  });
});

it('comes to the same in portions', () => {
  const [some, others] = [crowd(11, 0, 3), crowd(2, 40, 70)];
  const inPortions = tallyPreview(ask, others, tallyPreview(ask, some));
  expect(inPortions).toEqual(tallyPreview(ask, [...some, ...others]));
});

it('has no row where nothing changes', () => {
  expect(
    toPreview(
      { ...ask, after: ask.before },
      tallyPreview({ ...ask, after: ask.before }, crowd(20, 20, 20)),
    ),
  ).toEqual({
    rows: [],
  });
});

it('never shows a number under ten, nor one that follows by subtraction from the number of all', () => {
  const law = property(tuple(nat(30), nat(30), nat(30)), (counts) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const [row] = toPreview(ask, tallyPreview(ask, crowd(...counts))).rows;
    const shown = [row?.wins, row?.loses, row?.same].filter((cell) => typeof cell === 'number');
    expect(Math.min(...shown, SMALLEST_CELL)).toBeGreaterThanOrEqual(SMALLEST_CELL);
    const rest = total - shown.reduce((sum, count) => sum + count, 0);
    expect(shown.length === 3 || shown.length === 0 || rest >= SMALLEST_CELL).toBe(true);
    expect(shown.length).not.toBe(2);
  });
  assert(law);
});

it('counts a service that opens as won and one that closes as lost', () => {
  const free = {
    source: 'a test',
    withoutCard: { access: 'allow', cents: 0 },
    withCard: { access: 'allow', cents: 0 },
    whenStale: 'open',
  };
  const opened = {
    ...july,
    version: 3,
    startsOn: '2027-01-01',
    services: { ...july.services, 'restricted-traffic': free },
    rules: july.rules.filter(({ id }) => id !== 'restricted-traffic-residents'),
  };
  const after = parseRulebook(opened, { catalogue: servicesOfGijon });
  const gate = 'restricted-traffic' as ServiceId;
  const holders = crowd(12, 0, 15);
  expect(tallyPreview({ ...ask, after }, holders).get(gate)).toEqual({
    wins: 12,
    loses: 0,
    same: 15,
  });
  expect(tallyPreview({ ...ask, before: after, after: ask.before }, holders).get(gate)).toEqual({
    wins: 0,
    loses: 12,
    same: 15,
  });
});
