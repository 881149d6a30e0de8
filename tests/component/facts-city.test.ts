import { expect, it } from '@jest/globals';
import { parseCityDay } from '../../domain/city-day.ts';
import { parseFact, type Fact } from '../../domain/tariff/fact.ts';
import { createCity } from '../../simulators/city/city.ts';
import { hasSocialBonus } from '../../simulators/city/tax-record.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';

const MADE_ON = parseCityDay('2026-11-21');
const { cardholders } = createCity({ people: 5_000, madeOn: MADE_ON, seed: 'facts' });

const holdersOf = () => [...toTariffHolders(cardholders, MADE_ON, 'Europe/Madrid')];

function classOf(facts: readonly Fact[], kind: string): string | null {
  const claim = facts.find((fact) => fact.claim.kind === kind)?.claim;
  return claim === undefined || claim.kind === 'birth-date' ? null : claim.class;
}

it('gives the same city the same facts', () => {
  expect(holdersOf()).toEqual(holdersOf());
});

it('makes facts that stand on the day the city was made, each of which can be read', () => {
  for (const { facts } of holdersOf()) {
    for (const fact of facts) {
      expect(parseFact(fact)).toEqual(fact);
      expect([fact.firstOn <= MADE_ON, (fact.lastOn ?? MADE_ON) >= MADE_ON]).toEqual([true, true]);
    }
  }
});

it('says what the census and the tax office would say, of those who have consented', () => {
  const told = holdersOf().map(({ facts }) => ({
    birth: facts.find(({ claim }) => claim.kind === 'birth-date')?.claim ?? null,
    bonus: classOf(facts, 'social-bonus'),
    income: classOf(facts, 'income'),
  }));
  const right = cardholders.map(({ birthDate, tax }, place) => ({
    birth: birthDate && { kind: 'birth-date', bornOn: birthDate },
    bonus: told[place]?.bonus && tax && hasSocialBonus(tax) ? 'granted' : null,
    income: told[place]?.income && tax ? tax.incomeClass : null,
  }));
  expect(told).toEqual(right);
});

it('gives classes in shares that a city has, and organisations none', () => {
  const holders = holdersOf();
  const people = holders.filter(({ kind }) => kind === 'person');
  const share = (kind: string, name: string) =>
    people.filter(({ facts }) => classOf(facts, kind) === name).length / people.length;
  expect(share('residency', 'resident')).toBeGreaterThan(0.9);
  expect(share('employment', 'unemployed')).toBeCloseTo(0.045, 1);
  expect(share('income', 'low')).toBeCloseTo(0.12, 1);
  const known = holders.filter(({ kind, facts }) => kind === 'organisation' && facts.length > 0);
  expect([known, people.length < holders.length]).toEqual([[], true]);
});
