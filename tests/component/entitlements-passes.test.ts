import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import { newMediumToken } from '../../domain/card/medium-token.ts';
import type { Rights } from '../../sync/readers/rights-port.ts';
import { born } from '../support/tariff-holders.ts';
import { citizen, key, NUMBERS, STAFF, startEntitlements } from './entitlements-harness.ts';
import type { Entitlements } from './entitlements-harness.ts';

let hub: Entitlements;

beforeEach(async () => {
  hub = await startEntitlements('2025-08-01');
  await hub.add('ana', [born('1985-05-05')]);
});
afterEach(async () => hub[Symbol.asyncDispose]());

const GRANT = `mutation ($input: GrantPassInput!) { grantPass(input: $input) { __typename
  ... on PassGranted { pass { id } changedServices } ... on EntitlementRefused { reason } } }`;
const WITHDRAW = `mutation ($input: WithdrawPassInput!) { withdrawPass(input: $input) {
  ... on PassWithdrawn { changedServices } ... on EntitlementRefused { reason } } }`;

const pools = { idempotencyKey: key(1), card: NUMBERS.ana, service: 'swimming-pools' };

const token = newMediumToken(randomBytes);

/** What two doors of the pools say of the card today, as reader lists get it. */
async function doors(): Promise<readonly unknown[]> {
  const found = async () => new Map([[parseCardId('card-ana'), token]]);
  const tokens = { find: found, between: found };
  const rights: Rights = hub.parts.rightsWith(tokens);
  const groups = groupsOfGijon.filter(({ id }) => id === 'pools' || id === 'pools-east');
  const ask = { groups, rulebooks: [2], day: parseCityDay('2025-08-01') };
  const [right] = await rights.find([parseCardId('card-ana')], ask);
  return groups.map((group) => right?.outcome(2, group));
}

it('opens a service at no price, and says until when', async () => {
  const { data } = await hub.ask(GRANT, { input: { ...pools, lastOn: '2025-08-31' } }, STAFF);
  expect(data.grantPass.changedServices).toEqual(['swimming-pools']);
  const free = { priceCents: 0, until: '2025-08-31' };
  expect(await doors()).toEqual([free, free]);
});

it('opens one reader group alone when it is told to', async () => {
  const before = await doors();
  const { data } = await hub.ask(GRANT, { input: { ...pools, group: 'pools-east' } }, STAFF);
  expect(data.grantPass.changedServices).toEqual(['swimming-pools']);
  expect(await doors()).toEqual([before[0], { priceCents: 0, until: null }]);
});

it('is part of a quote, and of its explanation after it was withdrawn', async () => {
  const granted = await hub.ask(GRANT, { input: pools }, STAFF);
  const quote = `{ quote(card: "${NUMBERS.ana}", service: "swimming-pools") {
    ... on Quote { id priceCents } } }`;
  const { id, priceCents } = (await hub.ask(quote, {}, citizen('ana'))).data.quote;
  const passId = granted.data.grantPass.pass.id;
  const input = { idempotencyKey: key(2), card: NUMBERS.ana, passId };
  const { data } = await hub.ask(WITHDRAW, { input }, STAFF);
  expect([priceCents, data.withdrawPass.changedServices]).toEqual([0, ['swimming-pools']]);
  const why = `{ explainQuote(id: "${id}", access: { purpose: APPEAL }) {
    pass { id } priceCents isReproduced } }`;
  const explained = await hub.ask(why, {}, STAFF);
  expect(explained.data.explainQuote).toEqual({
    ...{ pass: { id: passId }, priceCents: 0, isReproduced: true },
  });
});

it('tells nobody of a pass for what is free already', async () => {
  const { data } = await hub.ask(GRANT, { input: { ...pools, service: 'bike-rental' } }, STAFF);
  expect([data.grantPass.changedServices, await hub.told()]).toEqual([[], []]);
});

it.each([
  ['no such service', { service: 'moon-rockets' }, 'SERVICE_UNKNOWN'],
  ['no such group', { group: 'moon' }, 'GROUP_UNKNOWN'],
  ['a group of another service', { group: 'libraries-centre' }, 'GROUP_UNKNOWN'],
  ['no such card', { card: NUMBERS.absent }, 'CARD_UNKNOWN'],
])('refuses a pass for %s', async (_what, change, reason) => {
  const { data } = await hub.ask(GRANT, { input: { ...pools, ...change } }, STAFF);
  expect(data.grantPass).toEqual({ __typename: 'EntitlementRefused', reason });
});
