import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { belongs, born } from '../support/tariff-holders.ts';
import { citizen, NUMBERS, STAFF, startEntitlements } from './entitlements-harness.ts';
import type { Entitlements } from './entitlements-harness.ts';

let hub: Entitlements;

beforeEach(async () => {
  hub = await startEntitlements('2025-08-10');
  await hub.add('rosa', [born('1950-01-01'), belongs('social-bonus', 'granted')]);
});
afterEach(async () => hub[Symbol.asyncDispose]());

let uses = 0;

/** As the follow-up of uses does. */
async function take(count: number, month = '2025-08', card = 'card-rosa') {
  const of = { rule: 'social-bonus-entries', period: month, granted: 20, amount: 1 };
  const day = parseCityDay(`${month}-09`);
  const renewsOn = parseCityDay(month === '2025-08' ? '2025-09-01' : '2025-08-01');
  const takes = Array.from({ length: count }, () => {
    uses += 1;
    return { ...of, renewsOn, day, useId: `r:${uses}`, cardId: parseCardId(card) };
  });
  return { takes, overused: await hub.credits.useBook.enter(takes) };
}

async function dayPasses(day: string): Promise<void> {
  hub.goTo(day);
  while ((await hub.parts.recompute.due(parseCityDay(day), 10)) > 0);
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
  await dayPasses('2025-09-01');
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

it('keeps no readable trace of which credits a holder has, nor of how often', async () => {
  await take(20);
  const names = ['cardRights', 'tariffHolders', 'creditAccounts'];
  const rows = names.map((name) => hub.connection.collection(name).find().toArray());
  const dump = JSON.stringify(await Promise.all(rows));
  expect(['social', 'entries', 'r:1'].filter((word) => dump.includes(word))).toEqual([]);
  const [account] = await hub.connection.collection('creditAccounts').find().toArray();
  expect(JSON.stringify(account)).not.toContain('rosa');
});

it('counts each use once, however often and in however many portions it is told', async () => {
  const { takes } = await take(19);
  await hub.credits.useBook.enter(takes.slice(5));
  await Promise.all(takes.slice(0, 4).map((one) => hub.credits.useBook.enter([one])));
  expect(await pools()).toEqual({ service, priceCents: 0, until: null });
  await take(1);
  expect(await pools()).toMatchObject({ priceCents: 200 });
});

it('loses no use of a holder when two processes enter uses at once', async () => {
  await Promise.all([take(7), take(7), take(6)]);
  expect(await pools()).toMatchObject({ priceCents: 200 });
});

it('tells overuse once', async () => {
  const { takes, overused } = await take(23);
  const again = await hub.credits.useBook.enter(takes);
  const told = { rule: 'social-bonus-entries', period: '2025-08', amount: 3 };
  expect([overused, again]).toEqual([[told], []]);
});

it('takes late uses from the credit of their own month', async () => {
  await take(20, '2025-07');
  expect([await hub.told(), await pools()]).toEqual([[], { service, priceCents: 0, until: null }]);
});

async function addCard(cardVersion: number): Promise<void> {
  await hub.parts.recompute.card({
    ...{ cardId: parseCardId('card-next'), holderId: parseCardholderId('rosa'), cardVersion },
    ...{ holderKind: 'person', standing: 'usable', validUntil: null },
    validFrom: hub.clock.now(),
  });
}

it('is no other credit with another card of the same holder', async () => {
  await take(20);
  await addCard(1);
  const { overused } = await take(1, '2025-08', 'card-next');
  expect([overused.length, await pools()]).toMatchObject([1, { priceCents: 200 }]);
});

it('tells of every card of a holder what time has changed when one of them changes first', async () => {
  await addCard(1);
  await take(20);
  hub.goTo('2025-09-01');
  await addCard(2);
  await dayPasses('2025-09-01');
  expect(await hub.told()).toContain('card-rosa 3 swimming-pools cultural-events');
});

it('keeps sums only of uses that are forgotten, and counts none of them again', async () => {
  const { takes } = await take(19);
  const before = parseCityDay('2025-08-10');
  expect([
    await hub.credits.creditBook.fold(before, 10),
    await hub.credits.creditBook.fold(before, 10),
  ]).toEqual([1, 0]);
  await hub.credits.useBook.enter(takes);
  expect(await pools()).toMatchObject({ priceCents: 0 });
});

it('drops accounts whose period is over once nothing can be told of it any more', async () => {
  await take(3);
  await hub.credits.creditBook.fold(parseCityDay('2025-09-01'), 10);
  expect(await hub.connection.collection('creditAccounts').countDocuments()).toBe(0);
});

it('wakes a holder on the day on which a credit is whole again', async () => {
  await take(1);
  const row = await hub.connection.collection('tariffHolders').findOne({});
  expect(String(row?.['wakeOn']) <= '2025-09-01').toBe(true);
});
