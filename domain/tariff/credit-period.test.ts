import { expect, it } from '@jest/globals';
import { noonOf, belongs, evaluateAt, MADRID, person } from '../../tests/support/tariff-holders.ts';
import { parseCityDay } from '../city-day.ts';
import { creditPeriodOn, creditRenewedOn } from './credit-period.ts';
import { evaluate } from './evaluate.ts';
import { rulebooksOfGijon } from './rulebooks-of-gijon.ts';
import type { ServiceId } from './service.ts';

it.each([
  ['day', '2028-02-28', '2028-02-28', '2028-02-29'],
  ['month', '2028-02-29', '2028-02', '2028-03-01'],
  ['month', '2027-12-31', '2027-12', '2028-01-01'],
  ['year', '2027-01-01', '2027', '2028-01-01'],
  ['rulebook', '2027-01-01', 'rulebook-4', null],
] as const)(
  'a credit per %s lies on %s in %s and is whole again on %s',
  (per, text, period, renewed) => {
    const credit = { kind: 'uses', amount: 1, per } as const;
    const day = parseCityDay(text);
    expect(creditPeriodOn(credit, day, { version: 4 })).toBe(period);
    expect(creditRenewedOn(credit, day)).toBe(renewed);
  },
);

const bonus = person(belongs('social-bonus', 'granted'));
const on = noonOf('2025-07-10');

it('takes one use from the credit of the Social Bonus, and none when the price is zero anyway', () => {
  expect(evaluateAt(on, 'swimming-pools', bonus).why.takes).toEqual({
    rule: 'social-bonus-entries',
    amount: 1,
  });
  expect(evaluateAt(on, 'sport-facilities', bonus).why.takes).toBeNull();
});

it('takes the price without it from a credit of cents, and what is left of it at most', () => {
  const ask = {
    rulebooks: rulebooksOfGijon,
    service: 'sport-training' as ServiceId,
    holder: bonus,
    on,
    zone: MADRID,
  };
  const priceWith = (left: number) => {
    const { outcome, why } = evaluate({
      ...ask,
      listPriceCents: 5000,
      creditsLeft: new Map([['social-bonus-courses', left]]),
    });
    return [outcome.priceCents, why.takes?.amount ?? null];
  };
  expect([12_000, 5000, 1200, 0].map(priceWith)).toEqual([
    [0, 5000],
    [0, 5000],
    [3800, 1200],
    [5000, null],
  ]);
});

it('goes back to the price without it when the credit is used up', () => {
  const creditsLeft = new Map([['social-bonus-entries', 0]]);
  const ask = { rulebooks: rulebooksOfGijon, service: 'swimming-pools' as ServiceId, zone: MADRID };
  expect(evaluate({ ...ask, holder: bonus, on, creditsLeft }).outcome.priceCents).toBe(400);
});
