import { expect, it } from '@jest/globals';
import { belongs, born, person } from '../../tests/support/tariff-holders.ts';
import { parseCityDay } from '../city-day.ts';
import type { Fact } from './fact.ts';
import { situationAt, type Situation } from './situation.ts';

function situationOf(...facts: readonly Fact[]): Situation {
  return situationAt(
    person(...facts),
    parseCityDay('2027-03-03'),
    new Date('2027-03-03T10:00:00Z'),
  );
}

it('goes by the later evidence of two facts of one kind, whichever comes first', () => {
  const lost = belongs('employment', 'unemployed', { evidencedOn: '2026-01-01' });
  const found = belongs('employment', 'employed', { evidencedOn: '2026-09-01' });
  expect([...situationOf(lost, found).classes]).toEqual(['employment:employed']);
  expect(situationOf(found, lost)).toEqual(situationOf(lost, found));
});

it('goes back to the earlier evidence when the later has ended', () => {
  const lost = belongs('employment', 'unemployed', { evidencedOn: '2026-01-01' });
  const found = belongs('employment', 'employed', {
    evidencedOn: '2026-09-01',
    lastOn: '2027-03-02',
  });
  expect([...situationOf(lost, found).classes]).toEqual(['employment:unemployed']);
});

it('lets classes with evidence of one day hold together', () => {
  const facts = [belongs('disability', 'from-33'), belongs('disability', 'from-65')];
  expect([...situationOf(...facts).classes]).toEqual(['disability:from-33', 'disability:from-65']);
});

it('believes the census before staff when both tell a birth date on one day', () => {
  const census = born('2014-03-02', { id: 'z', evidencedOn: '2020-01-01' });
  const staff = born('2010-03-02', { id: 'a', evidencedOn: '2020-01-01', source: 'staff' });
  expect([situationOf(census, staff).age, situationOf(staff, census).age]).toEqual([13, 13]);
});

it('knows no age before birth, and none without a birth date', () => {
  const birth = born('2014-03-02');
  const before = situationAt(
    person(birth),
    parseCityDay('2014-03-01'),
    new Date('2014-03-01T10:00:00Z'),
  );
  expect([before.age, situationOf().age]).toEqual([null, null]);
});
