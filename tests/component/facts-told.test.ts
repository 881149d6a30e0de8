import { expect, it } from '@jest/globals';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { parseFact, type Fact } from '../../domain/tariff/fact.ts';
import { createAskTax, taxConsentOf } from '../../sync/facts/ask-tax.ts';
import { dueAsks } from '../../sync/facts/facts-due.ts';
import { changeOf, type Answer } from '../../sync/facts/told-facts.ts';
import { belongs, born } from '../support/tariff-holders.ts';

const TODAY = parseCityDay('2026-11-21');
const resident = { kind: 'residency', class: 'resident' } as const;

const census = (told: Answer['told']): Answer => ({
  ...{ source: 'census', told, consentedOn: null, today: TODAY },
});
const change = (facts: readonly Fact[], told: Answer['told']) =>
  changeOf(facts, census(told), () => 'made');

const registered = (name: string, details = {}): Fact =>
  belongs('residency', name, {
    ...{ source: 'census', consentedOn: null, lastOn: '2026-12-10' },
    ...details,
  });

it('makes facts that can be read, good for a year or for good', () => {
  const bornOn = parseCityDay('2014-03-02');
  const told = change(
    [],
    [
      {
        kind: 'birth-date',
        claim: { kind: 'birth-date', bornOn },
        firstOn: bornOn,
        isForGood: true,
      },
      { kind: 'residency', claim: resident },
    ],
  );
  expect(told?.add.map((fact) => parseFact(fact))).toMatchObject([
    { claim: { bornOn }, firstOn: bornOn, lastOn: null, evidencedOn: TODAY },
    { claim: resident, firstOn: TODAY, lastOn: '2027-11-20', source: 'census' },
  ]);
});

it('goes on with what is said again, and withdraws nothing for it', () => {
  const renewed = change([registered('resident')], [{ kind: 'residency', claim: resident }]);
  expect(renewed).toMatchObject({ add: [{ claim: resident }], withdraw: [] });
});

it('changes nothing when the same is said twice on a day', () => {
  const told = [{ kind: 'residency', claim: resident }] as const;
  const first = change([], told);
  expect(change(first?.add ?? [], told)).toBeNull();
});

it('withdraws what its source does not say any more, and nothing that others said', () => {
  const left = { kind: 'residency', class: 'non-resident' } as const;
  const byStaff = registered('resident', { id: 'staff', source: 'staff' });
  const told = change([registered('resident'), byStaff], [{ kind: 'residency', claim: left }]);
  expect(told).toMatchObject({ add: [{ claim: left }], withdraw: ['residency-resident'] });
});

it('leaves kinds alone of which nothing was told', () => {
  expect(change([registered('resident'), born('2014-03-02')], [])).toBeNull();
});

it('keeps nothing for which the consent was withdrawn while the source was asked', async () => {
  const consent = belongs('income', 'low', { consentedOn: parseCityDay('2026-01-02') });
  const marks = { incomeClass: 'low', hasSocialBonus: true } as const;
  const askTax = createAskTax({ fetchTariffMarks: async () => [{ value: marks }] });
  const contributor = parseLinkedAccount('C-1');
  const subject = { ...holder(), civilId: null, birthDay: null, contributor };
  const moment = { facts: [consent], today: TODAY, signal: AbortSignal.timeout(1_000) };
  const [answer] = await askTax(subject, moment);
  if (answer === undefined) throw new Error('nothing was said');
  expect(changeOf([consent], answer, () => 'made')?.add.length).toBe(2);
  const gone = [{ ...consent, withdrawnAt: new Date('2026-11-20T10:00:00Z') }];
  expect(changeOf(gone, answer, () => 'made')).toBeNull();
});

const holder = (...facts: readonly Fact[]) => ({
  ...({ holderId: parseCardholderId('h-1'), kind: 'person', facts } as const),
});
const income = (details: object) => belongs('income', 'low', details);

it.each([
  ['a residency that ends within thirty days', registered('resident'), ['census']],
  ['one that ends later', registered('resident', { lastOn: '2026-12-22' }), []],
  ['one that ended too long ago', registered('resident', { lastOn: '2026-10-21' }), []],
  ['an income class that ends', income({ lastOn: '2026-12-01' }), ['tax']],
  ['one that is for good', income({}), []],
  ['what only staff knows', belongs('student', 'enrolled', { lastOn: '2026-12-01' }), []],
] as const)('asks again about %s: the right source', (_what, fact, sources) => {
  expect(dueAsks(holder(fact), TODAY).map(({ source }) => source)).toEqual(sources);
});

it('knows of no consent when it was withdrawn with its fact', () => {
  const ends = income({ lastOn: '2026-12-01' });
  expect(taxConsentOf([ends])).toBe('2020-01-01');
  expect(taxConsentOf([{ ...ends, withdrawnAt: new Date() }])).toBeNull();
  expect(taxConsentOf([registered('resident')])).toBeNull();
});

it('asks nobody about an organisation', () => {
  const organisation = { ...holder(registered('resident')), kind: 'organisation' } as const;
  expect(dueAsks(organisation, TODAY)).toEqual([]);
});
