import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { belongs, born } from '../support/tariff-holders.ts';
import {
  citizen,
  NOBODY,
  NUMBERS,
  STAFF,
  startEntitlements,
  type Entitlements,
  type Name,
} from './entitlements-harness.ts';

let hub: Entitlements;

beforeAll(async () => {
  hub = await startEntitlements('2025-08-01');
  await hub.add('leo', [born('2014-03-02')]);
  await hub.add('rosa', [born('1950-01-01'), belongs('social-bonus', 'granted')]);
  await hub.add('ana', [
    born('1985-05-05'),
    belongs('employment', 'unemployed', { lastOn: '2025-09-30' }),
    belongs('income', 'low'),
  ]);
  await hub.add('gym', [], 'organisation');
});
afterAll(async () => hub[Symbol.asyncDispose]());

const QUOTE = `query ($card: CardNumber, $service: ID!, $on: DateTime, $list: Int) {
  quote(card: $card, service: $service, on: $on, listPriceCents: $list) {
    __typename ... on Quote { access priceCents } ... on QuoteRefused { reason }
  }
}`;

type Row = readonly [
  what: string,
  name: Name | null,
  service: string,
  on: string,
  cents: number | null,
];

it.each<Row>([
  ['a child under 13 rides free', 'leo', 'urban-bus', '2027-03-01T22:59:59Z', 0],
  ['the 13th birthday ends that', 'leo', 'urban-bus', '2027-03-01T23:00:00Z', 70],
  ['who is unemployed rides free', 'ana', 'urban-bus', '2025-09-30T21:59:59Z', 0],
  ['then low income counts', 'ana', 'urban-bus', '2025-09-30T22:00:00Z', 32],
  ['the elderly pay less', 'rosa', 'urban-bus', '2025-08-01T10:00:00Z', 70],
  ['the Social Bonus opens pools', 'rosa', 'swimming-pools', '2025-08-01T10:00:00Z', 0],
  ['an organisation pays as any card', 'gym', 'urban-bus', '2025-08-01T10:00:00Z', 75],
  ['the last evening of the old fares', 'gym', 'urban-bus', '2025-06-30T21:59:59Z', 38],
  ['the first instant of the new ones', 'gym', 'urban-bus', '2025-06-30T22:00:00Z', 75],
  ['the elderly before', 'rosa', 'urban-bus', '2025-06-30T21:59:59Z', 35],
  ['a stranger on a bus', null, 'urban-bus', '2025-08-01T10:00:00Z', 150],
  ['a stranger in a toilet', null, 'public-toilets', '2025-08-01T10:00:00Z', 100],
  ['a card in a toilet', 'gym', 'public-toilets', '2025-08-01T10:00:00Z', 0],
  ['a stranger takes no bike', null, 'bike-rental', '2025-08-01T10:00:00Z', null],
])('quotes a price through the graph: %s', async (_what, name, service, on, priceCents) => {
  const card = name === null ? null : NUMBERS[name];
  const { data, errors } = await hub.ask(QUOTE, { card, service, on }, STAFF);
  const access = priceCents === null ? 'DENY' : 'ALLOW';
  expect([data?.quote, errors]).toEqual([{ __typename: 'Quote', access, priceCents }, []]);
});

it('counts a share off the list price', async () => {
  const wish = { card: NUMBERS.ana, service: 'cultural-events', list: 2_001 };
  const { data } = await hub.ask(QUOTE, wish, citizen('ana'));
  expect(data.quote.priceCents).toBe(1_000);
});

it('shows a holder every service with its end, and never why', async () => {
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card {
    entitlements { service { id } access priceCents until passGroups code } } } }`;
  const cards = [{ __typename: 'Card', id: 'card-ana' }];
  const { data } = await hub.ask(source, { cards }, citizen('ana'));
  const rows = data._entities[0].entitlements;
  const bus = rows.find((row: { service: { id: string } }) => row.service.id === 'urban-bus');
  expect([rows.length, bus]).toEqual([
    20,
    {
      ...{ service: { id: 'urban-bus' }, access: 'ALLOW', priceCents: 0, until: '2025-09-30' },
      ...{ passGroups: [], code: expect.stringMatching(/^[0-9a-f]{8}$/) },
    },
  ]);
});

it('tells an end that a rulebook makes', async () => {
  const source = `query ($cards: [_Any!]!, $on: DateTime) { _entities(representations: $cards) {
    ... on Card { entitlements(on: $on) { service { id } priceCents until } } } }`;
  const cards = [{ __typename: 'Card', id: 'card-gym' }];
  const { data } = await hub.ask(source, { cards, on: '2025-06-01T10:00:00Z' }, STAFF);
  const bus = data._entities[0].entitlements[2];
  expect(bus).toEqual({ service: { id: 'urban-bus' }, priceCents: 38, until: '2025-06-30' });
});

it.each([
  ['another citizen', citizen('leo'), 'FORBIDDEN'],
  ['nobody', NOBODY, 'UNAUTHENTICATED'],
])('does not show entitlements to %s', async (_who, viewer, code) => {
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) {
    ... on Card { entitlements { code } } } }`;
  const cards = [{ __typename: 'Card', id: 'card-ana' }];
  const { errors } = await hub.ask(source, { cards }, viewer);
  expect(errors).toEqual([`_entities.0.entitlements ${code}`]);
});

it('tells a holder nothing, and no error, while the rights of a card are not known yet', async () => {
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) {
    ... on Card { entitlements { code } enrolments { id } } } }`;
  const cards = [{ __typename: 'Card', id: 'card-just-issued' }];
  const { data, errors } = await hub.ask(source, { cards }, citizen('ana'));
  expect([data._entities, errors]).toEqual([[{ entitlements: null, enrolments: null }], []]);
});

it('lists the twenty services for everybody, with what a stranger pays', async () => {
  const source = '{ services { id ownership priceKind access priceCents hasListPrices } }';
  const { data, errors } = await hub.ask(source, {}, NOBODY);
  expect([errors, data.services.length, data.services[2]]).toEqual([
    [],
    20,
    {
      ...{ id: 'urban-bus', ownership: 'PUBLIC', priceKind: 'PER_USE_BY_SITUATION' },
      ...{ access: 'ALLOW', priceCents: 150, hasListPrices: false },
    },
  ]);
});
