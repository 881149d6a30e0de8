import { expect, it } from '@jest/globals';
import { parseCardId } from '../../domain/card-id.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { createSubgraphExecutor } from '../../platform/subgraph/subgraph-executor.ts';
import {
  ana,
  askTransport,
  downTransport,
  fakeTransport,
  inMemoryLastKnown,
  NOON,
  purse,
  silent,
  STAFF,
  startTransportPart,
  toRepresentation,
  transportCard,
  transportSubgraph,
} from './transport-harness.ts';

const FIELDS =
  'state expiresOn purses { name amount unit balanceAt } source { system asOf freshness }';
const balanceAt = '2026-11-20T18:30:00.000Z';
const told = {
  state: 'ACTIVE',
  expiresOn: '2029-06-30',
  purses: [
    { name: 'Monedero', amount: 1_230, unit: 'EUR_CENT', balanceAt },
    { name: 'Bono', amount: 7, unit: 'TRIP', balanceAt },
  ],
  source: { system: 'transport', asOf: NOON.toISOString(), freshness: 'LIVE' },
};
const twenty = Array.from({ length: 20 }, (_, at) => ({
  ...ana,
  id: parseCardId(`card-${at}`),
  transportCardNumber: `T-${at}`,
}));

it('tells state, last day and each purse with its unit and the date of its balance', async () => {
  expect(await askTransport({}, FIELDS)).toEqual({ transport: told, errors: [] });
});

it('asks for twenty cards in one call', async () => {
  const transport = fakeTransport();
  await askTransport({ transport }, FIELDS, { cards: twenty });
  expect(transport.asked).toEqual([twenty.map((card) => card.transportCardNumber)]);
});

it('asks once for an account that two cards, two aliases and a later fetch have in common', async () => {
  const transport = fakeTransport();
  const executor = createSubgraphExecutor({
    ...{ name: 'transport', log: silent },
    ...transportSubgraph({ transport }),
  });
  const query = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card {
    a: transport { state } b: transport { ${FIELDS} } } } }`;
  const variables = { cards: [toRepresentation(ana), toRepresentation(ana)] };
  const request = { query, variables, viewer: STAFF, requestKey: {} };
  await executor.execute(request);
  await executor.execute(request);
  expect(transport.asked).toEqual([['T-ana']]);
});

it.each([
  ['no card is linked', FIELDS, null],
  ['no field needs the back office', '__typename', 'T-ana'],
])('asks nobody when %s', async (_when, fields, transportCardNumber) => {
  const transport = fakeTransport();
  const { errors } = await askTransport({ transport }, fields, {
    cards: [{ ...ana, transportCardNumber }],
  });
  expect([errors, transport.asked, transport.pages]).toEqual([[], [], []]);
});

it('puts a null item with an error in the place of a purse that cannot be read, and remembers nothing', async () => {
  const broken = { error: new UpstreamMalformedError('transport', 'no unit') };
  const lastKnown = inMemoryLastKnown();
  const card = (account: Parameters<typeof transportCard>[0]) => ({
    value: transportCard(account, [broken, purse('Bono', 7, 'trips')]),
  });
  const asked = await askTransport(
    { transport: fakeTransport({ card }), lastKnown },
    'purses { name }',
  );
  expect(asked).toEqual({
    transport: { purses: [null, { name: 'Bono' }] },
    errors: ['purses.0 UPSTREAM_MALFORMED'],
  });
  expect([...lastKnown.kept]).toEqual([]);
});

it('tells what the back office said last while it is silent', async () => {
  const lastKnown = inMemoryLastKnown();
  await askTransport({ lastKnown }, FIELDS);
  const later = { now: () => new Date('2026-11-22T09:00:00.000Z') };
  const asked = await askTransport({ transport: downTransport(), lastKnown, clock: later }, FIELDS);
  const source = { ...told.source, freshness: 'LAST_KNOWN' };
  expect(asked).toEqual({ transport: { ...told, source }, errors: [] });
});

it('recalls the cards of one request in one round trip', async () => {
  const lastKnown = inMemoryLastKnown();
  await askTransport({ transport: downTransport(), lastKnown }, FIELDS, { cards: twenty });
  expect(lastKnown.recalls.length).toBe(1);
});

it.each([
  ['nothing is known', ana],
  ['the card is not active', { ...ana, isUsable: false }],
  ['what is known is of another version of the card', { ...ana, version: 4 }],
])('never looks whole when the back office is silent and %s', async (why, card) => {
  const lastKnown = inMemoryLastKnown();
  if (why !== 'nothing is known') await askTransport({ lastKnown }, FIELDS);
  const hub = { transport: downTransport(), lastKnown };
  const source = { system: 'transport', asOf: null, freshness: null };
  expect(await askTransport(hub, FIELDS, { cards: [card] })).toEqual({
    transport: { state: null, expiresOn: null, purses: [null], source },
    errors: [
      'expiresOn UPSTREAM_UNAVAILABLE',
      'purses.0 UPSTREAM_UNAVAILABLE',
      'state UPSTREAM_UNAVAILABLE',
    ],
  });
});

it('leaves a back office behind that does not listen to the deadline', async () => {
  const never = new Promise<never>(() => {});
  const transport = fakeTransport({ fetchCards: () => never, fetchMovements: () => never });
  const fields = 'state movements { nextPage }';
  const { errors } = await askTransport({ transport, deadlineMs: 20 }, fields);
  expect(errors).toEqual(['movements UPSTREAM_UNAVAILABLE', 'state UPSTREAM_UNAVAILABLE']);
});

it("leaves the other cards of a request alone when one card's number is unknown", async () => {
  const card = (account: Parameters<typeof transportCard>[0]) =>
    account === 'T-0' ? downTransportAnswer() : { value: transportCard(account) };
  const ask = startTransportPart({ transport: fakeTransport({ card }) });
  const query = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { transport { state } } } }`;
  const { data } = await ask(query, { cards: twenty.slice(0, 2).map(toRepresentation) });
  expect(data._entities).toEqual([
    { transport: { state: null } },
    { transport: { state: 'ACTIVE' } },
  ]);
});

function downTransportAnswer() {
  return { error: new UpstreamMalformedError('transport', 'unknown state') };
}
