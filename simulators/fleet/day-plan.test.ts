import { expect, it } from '@jest/globals';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import { createRandom } from '../city/random.ts';
import { planDay, USES_A_DAY } from './day-plan.ts';

const day = (seed: string) => [
  ...planDay({ groups: groupsOfGijon, cards: 1_000, uses: USES_A_DAY }, createRandom(seed)),
];
const serviceOf = new Map(groupsOfGijon.map(({ id, service }) => [id, service]));

it('has 32,000 uses, three of four on buses, at every group of readers', () => {
  const taps = day('a');
  const onBuses = taps.filter(({ group }) => serviceOf.get(group) === 'urban-bus').length;
  expect(taps).toHaveLength(32_000);
  expect(onBuses / taps.length).toBeCloseTo(0.74, 2);
  expect(new Set(taps.map(({ group }) => group)).size).toBe(groupsOfGijon.length);
});

it('goes on in the order of the hours, and is the same for the same seed', () => {
  const hours = day('b').map(({ hour }) => hour);
  expect(hours).toEqual(hours.toSorted((a, b) => a - b));
  expect(day('b')).toEqual(day('b'));
});
