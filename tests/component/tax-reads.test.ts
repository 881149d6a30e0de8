import { expect, it } from '@jest/globals';
import { parseCardId } from '../../domain/card-id.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { createSubgraphExecutor } from '../../platform/subgraph/subgraph-executor.ts';
import {
  ana,
  ANA_VIEWER,
  askTax,
  AT_THE_DESK,
  bill,
  downTaxOffice,
  entitiesQuery,
  fakeTaxOffice,
  inMemoryLastKnown,
  NOON,
  outage,
  silent,
  STAFF,
  startTaxPart,
  subsidy,
  taxSubgraph,
  toRepresentation,
  twenty,
} from './tax-harness.ts';

const FIELDS = `bills { id concept amountCents reference dueOn state }
  subsidies { billId concept amountCents } source { system asOf freshness }`;
const told = {
  bills: [
    {
      id: 'b1',
      concept: 'Impuesto sobre vehículos',
      amountCents: 6_320,
      reference: '000001234591',
      dueOn: '2026-12-05',
      state: 'PENDING',
    },
  ],
  subsidies: ['value' in subsidy && subsidy.value],
  source: { system: 'tax', asOf: NOON.toISOString(), freshness: 'LIVE' },
};
const DESK = 'citizenAssistance given';

it('tells bills and subsidies with their source', async () => {
  expect(await askTax({}, FIELDS)).toMatchObject({ tax: told, errors: [] });
});

it('asks once for each of twenty contributors, in one call', async () => {
  const taxOffice = fakeTaxOffice();
  await askTax({ taxOffice }, FIELDS, { cards: twenty });
  const asks = twenty.map((card) => `${card.taxContributorNumber} bills subsidies`);
  expect(taxOffice.asked).toEqual([[DESK, ...asks]]);
});

it.each([
  ['bills { id }', 'bills'],
  ['subsidies { concept }', 'subsidies'],
  ['source { freshness }', 'bills'],
])('asks for what %j needs only', async (fields, list) => {
  const taxOffice = fakeTaxOffice();
  await askTax({ taxOffice }, fields);
  expect(taxOffice.asked).toEqual([[DESK, `C-ana ${list}`]]);
});

it('asks once for a contributor that two cards, two aliases and a later fetch have in common', async () => {
  const taxOffice = fakeTaxOffice();
  const subgraph = taxSubgraph({ taxOffice });
  const executor = createSubgraphExecutor({ name: 'tax', log: silent, ...subgraph });
  const query = entitiesQuery(
    `a: tax${AT_THE_DESK} { bills { id } } b: tax${AT_THE_DESK} { subsidies { billId } bills { id } }`,
  );
  const variables = { cards: [ana, { ...ana, id: parseCardId('card-b') }].map(toRepresentation) };
  const request = { query, variables, viewer: STAFF, requestKey: {} };
  await executor.execute(request);
  await executor.execute(request);
  expect(taxOffice.asked).toEqual([[DESK, 'C-ana bills subsidies']]);
});

it.each([
  ['nothing is linked', FIELDS, null],
  ['no field needs the tax office', '__typename', 'C-ana'],
])('asks nobody when %s', async (_when, fields, taxContributorNumber) => {
  const taxOffice = fakeTaxOffice();
  const cards = [{ ...ana, taxContributorNumber }];
  const { errors } = await askTax({ taxOffice }, fields, { cards });
  expect([errors, taxOffice.asked]).toEqual([[], []]);
});

it('puts a null item with an error in the place of a bill that cannot be read, and remembers no such list', async () => {
  const broken = { error: new UpstreamMalformedError('tax', 'wrong reference') };
  const lastKnown = inMemoryLastKnown();
  const taxOffice = fakeTaxOffice({ tell: () => ({ bills: { value: [broken, bill('b2')] } }) });
  const asked = await askTax({ taxOffice, lastKnown }, 'bills { id } subsidies { billId }');
  expect(asked).toMatchObject({
    tax: { bills: [null, { id: 'b2' }] },
    errors: ['bills.0 UPSTREAM_MALFORMED'],
  });
  expect([...lastKnown.kept.keys()]).toEqual(['card-ana 3 tax:subsidies']);
});

it.each([
  ['staff with another purpose', STAFF, '(access: { purpose: APPEAL, consent: LEGAL_BASIS })'],
  ['the holder', ANA_VIEWER, ''],
])('tells %s what the tax office said last while it is silent', async (_who, viewer, access) => {
  const lastKnown = inMemoryLastKnown();
  await askTax({ lastKnown }, FIELDS);
  const clock = { now: () => new Date('2026-11-22T09:00:00.000Z') };
  const hub = { taxOffice: downTaxOffice(), lastKnown, clock };
  const source = { ...told.source, freshness: 'LAST_KNOWN' };
  expect(await askTax(hub, FIELDS, { viewer, access })).toMatchObject({
    tax: { ...told, source },
    errors: [],
  });
});

it('shows the worse of two lists as the source', async () => {
  const lastKnown = inMemoryLastKnown();
  await askTax({ lastKnown }, 'subsidies { billId }');
  const taxOffice = fakeTaxOffice({ tell: () => ({ subsidies: outage() }) });
  const { tax, errors } = await askTax({ taxOffice, lastKnown }, FIELDS);
  expect([tax.source.freshness, errors]).toEqual(['LAST_KNOWN', []]);
});

it.each([
  ['nothing is known', ana],
  ['the card is not active', { ...ana, isUsable: false }],
  ['what is known is of another version of the card', { ...ana, version: 4 }],
])('never looks whole when the tax office is silent and %s', async (why, card) => {
  const lastKnown = inMemoryLastKnown();
  if (why !== 'nothing is known') await askTax({ lastKnown }, FIELDS);
  const hub = { taxOffice: downTaxOffice(), lastKnown };
  const source = { system: 'tax', asOf: null, freshness: null };
  expect(await askTax(hub, FIELDS, { cards: [card] })).toMatchObject({
    tax: { bills: [null], subsidies: [null], source },
    errors: ['bills.0 UPSTREAM_UNAVAILABLE', 'subsidies.0 UPSTREAM_UNAVAILABLE'],
  });
});

it("leaves the other cards of a request alone when one contributor's bills cannot be told", async () => {
  const taxOffice = fakeTaxOffice({
    tell: ({ contributor }) => (contributor === 'C-0' ? { bills: outage() } : {}),
  });
  const source = entitiesQuery(`tax${AT_THE_DESK} { bills { id } }`);
  const cards = twenty.slice(0, 2).map(toRepresentation);
  const { data } = await startTaxPart({ taxOffice })(source, { cards });
  expect(data._entities).toEqual([{ tax: { bills: [null] } }, { tax: { bills: [{ id: 'b1' }] } }]);
});

it('leaves a tax office behind that does not listen to the deadline', async () => {
  const never = new Promise<never>(() => {});
  const taxOffice = fakeTaxOffice({ fetchContributors: () => never });
  const { errors } = await askTax({ taxOffice, deadlineMs: 20 }, 'bills { id }');
  expect(errors).toEqual(['bills.0 UPSTREAM_UNAVAILABLE']);
});
