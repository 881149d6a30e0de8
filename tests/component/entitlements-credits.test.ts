import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { accountModel } from '../../sync/uses/credits.mongo.ts';
import { belongs, born } from '../support/tariff-holders.ts';
import { citizen, NUMBERS, STAFF, startEntitlements } from './entitlements-harness.ts';
import type { Entitlements } from './entitlements-harness.ts';

let hub: Entitlements;

beforeEach(async () => {
  hub = await startEntitlements('2025-08-10');
  await hub.add('rosa', [born('1950-01-01'), belongs('social-bonus', 'granted')]);
});
afterEach(async () => hub[Symbol.asyncDispose]());

/** As the follow-up of uses does: the account is durable, then the card is judged anew. */
async function take(amount: number, period = '2025-08'): Promise<void> {
  const rule = 'social-bonus-entries';
  const card = { cardId: 'card-rosa', rule, period, granted: 20, renewsOn: '2025-09-01' };
  const account = { ...card, uses: [{ id: 'r:1', day: '2025-08-09', amount }], folded: 0 };
  await accountModel(hub.connection).replaceOne(
    { _id: `card-rosa|${rule}|${period}` },
    { ...account, overused: 0, oldestDay: null, isRenewed: false, version: 1 },
    { upsert: true },
  );
  await judgeAgain();
}

function judgeAgain(): Promise<unknown> {
  const { store, changeHolder } = hub.parts;
  return store.transact((session) =>
    changeHolder(session, parseCardholderId('rosa'), (after) => ({ result: null, after })),
  );
}

async function pools(): Promise<unknown> {
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card {
    entitlements { service { id } priceCents until } } } }`;
  const cards = [{ __typename: 'Card', id: 'card-rosa' }];
  const { data } = await hub.ask(source, { cards }, citizen('rosa'));
  type Row = { readonly service: { readonly id: string } };
  return data._entities[0].entitlements.find((row: Row) => row.service.id === 'swimming-pools');
}

const service = { id: 'swimming-pools' };

it('makes no version of uses that leave some of a credit', async () => {
  await take(19);
  expect([await hub.told(), await pools()]).toEqual([[], { service, priceCents: 0, until: null }]);
});

it('tells readers when a credit is used up, and until when it is so', async () => {
  await take(20);
  const services = ['card-rosa 2 swimming-pools cultural-events'];
  expect([await hub.told(), await pools()]).toEqual([
    services,
    { service, priceCents: 200, until: '2025-08-31' },
  ]);
});

it('gives the credit back with the next period', async () => {
  await take(25);
  hub.goTo('2025-09-01');
  await judgeAgain();
  expect([await hub.told(), await pools()]).toEqual([
    ['card-rosa 2 swimming-pools cultural-events', 'card-rosa 3 swimming-pools cultural-events'],
    { service, priceCents: 0, until: null },
  ]);
});

it('quotes what is due once a credit is used up, and tells it again', async () => {
  await take(20);
  const source = `{ quote(card: "${NUMBERS.rosa}", service: "swimming-pools") {
    ... on Quote { id priceCents } } }`;
  const { id, priceCents } = (await hub.ask(source, {}, citizen('rosa'))).data.quote;
  await take(3);
  const why = `{ explainQuote(id: "${id}", access: { purpose: APPEAL }) { rules isReproduced } }`;
  const { data } = await hub.ask(why, {}, STAFF);
  expect([priceCents, data.explainQuote]).toEqual([
    200,
    { rules: ['reduced-from-65'], isReproduced: true },
  ]);
});

it('keeps no readable trace of which credits a card has', async () => {
  await take(20);
  const rows = await hub.connection.collection('cardRights').find().toArray();
  expect([rows.length, JSON.stringify(rows).includes('social')]).toEqual([1, false]);
});
