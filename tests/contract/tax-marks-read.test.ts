import { globSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { hasSocialBonus } from '../../simulators/city/tax-record.ts';
import { fault } from '../support/regional-library.ts';
import {
  ANA,
  CITY,
  CONTRIBUTORS,
  createClientOf,
  FOR_TARIFFS,
  startOffice,
} from './support/tax-office.ts';

const PATIENT = { timeoutMs: 10_000, retries: 0, breakerMinimumCalls: 10_000 };

it('tells class of income and Social Bonus of each contributor, in the order asked', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, { guard: PATIENT });
  const some = CONTRIBUTORS.slice(0, 100).toReversed();
  const records = new Map(
    CITY.cardholders.flatMap(({ tax }) => (tax === null ? [] : [[tax.contributor, tax]])),
  );
  const right = some.map((contributor) => {
    const tax = records.get(contributor);
    if (tax === undefined) throw new Error('no such contributor');
    return { value: { incomeClass: tax.incomeClass, hasSocialBonus: hasSocialBonus(tax) } };
  });
  expect(await client.fetchTariffMarks(some, FOR_TARIFFS)).toEqual(right);
  const told = right.map(({ value }) => value);
  expect(new Set(told.map(({ incomeClass }) => incomeClass))).toEqual(
    new Set(['low', 'other', null]),
  );
  expect(new Set(told.map((each) => each.hasSocialBonus))).toEqual(new Set([true, false]));
});

it('says of a number that nobody has that it is not known', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const answers = await client.fetchTariffMarks(
    [parseLinkedAccount('C999999999'), ANA],
    FOR_TARIFFS,
  );
  expect(answers).toEqual([
    { value: null },
    { value: { incomeClass: 'low', hasSocialBonus: true } },
  ]);
});

it('asks with its own purpose and the consent of the holder', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  await client.fetchTariffMarks([ANA], FOR_TARIFFS);
  expect(office.accesses()).toMatchObject([
    { operation: 'ConsultarDatosTarifa', purpose: 'TARIFAS', consent: 'Si', user: 'facts' },
  ]);
});

it.each([{ purpose: 'citizenAssistance' }, { consent: 'legalBasis' }])(
  'is told nothing with %j',
  async (change) => {
    await using office = await startOffice();
    await using client = createClientOf(office);
    const access = { ...FOR_TARIFFS, ...change } as typeof FOR_TARIFFS;
    const [answer] = await client.fetchTariffMarks([ANA], access);
    expect(answer).toMatchObject({ error: { code: 'UPSTREAM_REJECTED' } });
  },
);

it.each(['error', 'malformed', 'close', 'hang'] as const)(
  'puts a failure in its place at the fault %s',
  async (kind) => {
    await using office = await startOffice();
    await using client = createClientOf(office, { guard: { timeoutMs: 200, retries: 0 } });
    await office.putFault(fault(kind));
    const answers = await client.fetchTariffMarks([ANA], FOR_TARIFFS);
    expect(answers).toMatchObject([{ error: { code: expect.stringMatching(/^UPSTREAM_/) } }]);
    expect(inspect(answers, { depth: null, showHidden: true })).not.toContain(ANA);
  },
);

it('has a port that nothing of the graph knows', () => {
  const folders = '{gateway,subgraphs,platform,embedded}/**/*.{ts,graphql}';
  const knowing = globSync(folders).filter((file) =>
    /tariffMarks|incomeClass|hasSocialBonus/i.test(readFileSync(file, 'utf8')),
  );
  expect(knowing).toEqual([]);
});
