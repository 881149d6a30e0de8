import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { CensusAnswer } from '../../connectors/census/port.ts';
import { createCity } from '../../simulators/city/city.ts';
import {
  ANA,
  askFor,
  CITY,
  createClientOf,
  DOCUMENTED,
  FOR_TARIFFS,
  headOf,
  startOffice,
} from './support/census-office.ts';

it('has the example person as a resident who is alive, in a city of any size', () => {
  for (const people of [1, 50]) {
    const [first] = createCity({ people, madeOn: '2026-01-31', seed: 'gijon' }).cardholders;
    expect(first?.census).toMatchObject({ leftTo: null, isDeceased: false, hasDocument: true });
    expect(first?.census?.since).not.toBeNull();
  }
});

it('gives the same people the same records in a larger city', () => {
  const larger = createCity({ ...CITY.options, people: 400 });
  expect(larger.cardholders.slice(0, 300)).toEqual(CITY.cardholders);
});

it('knows neither organisations nor visitors', () => {
  const others = CITY.cardholders.filter(({ kind }) => kind !== 'resident');
  expect(others.length).toBeGreaterThan(3);
  expect(others.every(({ census }) => census === null)).toBe(true);
});

it('tells of a death that is reported, and of one less in the household', async () => {
  const [child = ANA] = DOCUMENTED_CHILDREN;
  await using office = await startOffice();
  await using client = createClientOf(office);
  const asks = [askFor(child, 'identity'), askFor(headOf(child), 'household')];
  const before = await client.fetchPersons(asks, FOR_TARIFFS);
  office.report({ kind: 'death', index: child.index });
  const after = await client.fetchPersons(asks, FOR_TARIFFS);
  expect(before[0]).toMatchObject({ identity: { value: { isDeceased: false } } });
  expect(after[0]).toMatchObject({ identity: { value: { isDeceased: true } } });
  expect(membersIn(after[1])).toBe(membersIn(before[1]) - 1);
});

const DOCUMENTED_CHILDREN = DOCUMENTED.filter(
  ({ birthDate, census }) => birthDate > '2010-01-01' && census.leftTo === null,
);

function membersIn(answer: CensusAnswer | undefined): number {
  const household = answer?.household;
  if (!household || 'error' in household || household.value === 'unknownPerson') return Number.NaN;
  return household.value.memberCount;
}

it('keeps what was reported for the next start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'census-'));
  const journalPath = join(folder, 'census.jsonl');
  {
    await using office = await startOffice({ journalPath });
    office.report({ kind: 'departure', index: ANA.index });
  }
  await using office = await startOffice({ journalPath });
  await using client = createClientOf(office);
  const asks = [askFor(ANA, 'residency', 'household')];
  expect(await client.fetchPersons(asks, FOR_TARIFFS)).toMatchObject([
    { residency: { value: { isResident: false } }, household: { value: 'unknownPerson' } },
  ]);
  await rm(folder, { recursive: true });
});

it('takes no report of somebody who is not in the books', async () => {
  await using office = await startOffice();
  expect(() => office.report({ kind: 'death', index: 9_999 })).toThrow('the books lack 9999');
});

it('describes itself with the address by which it is asked', async () => {
  await using office = await startOffice();
  const answer = await fetch(`${office.address}/soap?wsdl`);
  expect(await answer.text()).toContain(`<soap:address location="${office.address}/soap"/>`);
  expect(office.calls()).toEqual({ 'GET /soap': 1 });
});
