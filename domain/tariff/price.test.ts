import { expect, it } from '@jest/globals';
import { smallRulebook } from '../../tests/support/tariff-arbitraries.ts';
import { belongs, born, noonOf, person } from '../../tests/support/tariff-holders.ts';
import { parseCityDay } from '../city-day.ts';
import { priceFor, type Priced } from './price.ts';
import type { ServiceId } from './service.ts';
import { situationAt, type TariffHolder } from './situation.ts';

const DAY = '2027-03-03';
const ANYBODY: TariffHolder = person();

function priced(
  rules: readonly object[],
  service: string,
  holder = ANYBODY,
  creditsLeft?: ReadonlyMap<string, number>,
): Priced {
  const situation = situationAt(holder, parseCityDay(DAY), noonOf(DAY));
  const rulebook = smallRulebook(...rules);
  return priceFor({ rulebook, service: service as ServiceId, situation, creditsLeft });
}

it('does not take an organisation for a grown-up because it has no age', () => {
  const grownUp = {
    id: 'grown-up',
    services: ['ride'],
    when: { not: { age: { under: 18 } } },
    cents: 5,
  };
  const gym: TariffHolder = { kind: 'organisation', facts: [] };
  expect([priced([grownUp], 'ride').cents, priced([grownUp], 'ride', gym).cents]).toEqual([5, 101]);
});

it('gives organisations what a rule of their own says', () => {
  const schools = {
    id: 'schools',
    services: ['ride'],
    when: { holder: 'organisation' },
    cents: 50,
  };
  const school: TariffHolder = { kind: 'organisation', facts: [born('2014-03-02')] };
  expect([priced([schools], 'ride', school).cents, priced([schools], 'ride').cents]).toEqual([
    50, 101,
  ]);
});

const credit = { services: ['ride'], cents: 0, credit: { uses: 2, per: 'day' } };

it('takes from the same one of two equal credits, whatever their order', () => {
  const [a, b] = [
    { ...credit, id: 'a' },
    { ...credit, id: 'b' },
  ];
  const taken = [priced([a, b], 'ride'), priced([b, a], 'ride')].map(({ takes }) => takes?.rule.id);
  expect(taken).toEqual(['a', 'a']);
});

it('takes from another credit when one is used up', () => {
  const rules = [
    { ...credit, id: 'a' },
    { ...credit, id: 'b' },
  ];
  expect(priced(rules, 'ride', ANYBODY, new Map([['a', 0]])).takes?.rule.id).toBe('b');
});

it('opens a closed service by a credit for as long as it lasts', () => {
  const visits = {
    id: 'visits',
    services: ['gate'],
    opens: true,
    cents: 3,
    credit: { uses: 1, per: 'day' },
  };
  expect(priced([visits], 'gate')).toMatchObject({ isOpen: true, cents: 3 });
  const usedUp = new Map([['visits', 0]]);
  expect(priced([visits], 'gate', ANYBODY, usedUp)).toMatchObject({ isOpen: false, cents: null });
});

it('lets one rule open a service and another make it cheaper', () => {
  const rules = [
    {
      id: 'residents',
      services: ['gate'],
      when: { fact: 'residency', in: ['resident'] },
      opens: true,
      cents: 200,
    },
    { id: 'elderly', services: ['gate'], when: { age: { from: 65 } }, cents: 100 },
  ];
  const [rosa, resident] = [born('1953-04-04'), belongs('residency', 'resident')];
  const cents = [person(rosa), person(resident), person(rosa, resident)].map(
    (holder) => priced(rules, 'gate', holder).cents,
  );
  expect(cents).toEqual([null, 200, 100]);
});
