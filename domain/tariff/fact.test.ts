import { expect, it } from '@jest/globals';
import { belongs, born } from '../../tests/support/tariff-holders.ts';
import { parseCityDay } from '../city-day.ts';
import { askAgainOn, factsToAskAgain, isInForce, parseFact } from './fact.ts';

it('tells every mistake of a fact together', () => {
  const wrong = {
    ...{ id: 'f-1', claim: { kind: 'disability', class: 'some' }, source: 'census' },
    ...{ purpose: 'tariff', consentedOn: null, evidencedOn: '2027-01-01', withdrawnAt: null },
    ...{ firstOn: '2027-01-01', lastOn: '2026-12-31' },
  };
  expect(() => parseFact(wrong)).toThrow(
    [
      'The fact cannot be read.',
      'source: disability is told by staff, not by census.',
      'claim.class: The classes of disability are from-33, from-65.',
      "consentedOn: disability is kept only with the holder's consent.",
      'lastOn: The last day, 2026-12-31, is before the first.',
    ].join('\n'),
  );
});

it.each([
  [
    'birth after its evidence',
    { evidencedOn: '2014-03-01' },
    'claim.bornOn: Nobody is born after the evidence of it.',
  ],
  [
    'an end that is meant as none',
    { lastOn: '9999-12-31' },
    'lastOn: A day lies between 1850-01-01 and 2999-12-31.',
  ],
  [
    'a claim of another shape',
    { claim: { kind: 'height' } },
    'claim: A claim is a birth-date with bornOn, or one of residency,',
  ],
  [
    'an unknown purpose',
    { purpose: 'advertising' },
    'purpose: This has to be one of tariff, statistics.',
  ],
])('refuses %s', (_what, change, message) => {
  expect(() => born('2014-03-02', change)).toThrow(message);
});

const job = belongs('employment', 'unemployed', { firstOn: '2027-01-01', lastOn: '2027-06-30' });

it.each([
  ['2026-12-31', false],
  ['2027-01-01', true],
  ['2027-06-30', true],
  ['2027-07-01', false],
])('holds on %s: %s', (day, holds) => {
  expect(isInForce(job, parseCityDay(day), new Date(`${day}T10:00:00Z`))).toBe(holds);
});

it('holds until the instant it is withdrawn, and only for its purpose', () => {
  const day = parseCityDay('2027-03-03');
  const at = new Date('2027-03-03T10:00:00Z');
  const withdrawn = { ...job, withdrawnAt: at };
  expect(isInForce(withdrawn, day, new Date(at.getTime() - 1))).toBe(true);
  expect(isInForce(withdrawn, day, at)).toBe(false);
  expect(isInForce({ ...job, purpose: 'statistics' }, day, at)).toBe(false);
});

it('asks the source again from thirty days before the end, and never about what does not end', () => {
  expect(askAgainOn(job)).toBe('2027-05-31');
  expect(askAgainOn(belongs('student', 'enrolled'))).toBeNull();
  expect(askAgainOn({ ...job, firstOn: parseCityDay('2027-06-20') })).toBe('2027-06-20');
});

it('asks about the facts that end soon and that nothing outlasts', () => {
  const day = parseCityDay('2027-05-31');
  const renewed = { ...job, id: 'renewed', lastOn: parseCityDay('2027-12-31') };
  const income = belongs('income', 'low', { lastOn: '2027-06-01' });
  const gone = {
    ...belongs('student', 'enrolled', { lastOn: '2027-06-01' }),
    withdrawnAt: new Date(0),
  };
  const ids = (facts: Parameters<typeof factsToAskAgain>[0]) =>
    factsToAskAgain(facts, day).map(({ id }) => id);
  expect(ids([job, income, gone])).toEqual(['employment-unemployed', 'income-low']);
  expect(ids([job, income, renewed])).toEqual(['income-low']);
  expect(ids([job, { ...job, id: 'twin' }])).toEqual(['employment-unemployed']);
});
