import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { parseCityDay } from '../../domain/city-day.ts';
import { MUSEUM, newReader, NOON, settle, startCity, tap, type City } from './uses-harness.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const JUNE_RULE = { rule: 'two-visits', granted: 2, renewsOn: parseCityDay('2027-04-01') };
let city: City;

beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city[Symbol.asyncDispose]());
beforeEach(() => {
  Object.assign(city, { now: NOON, take: { ...JUNE_RULE, period: '2027-03' } });
  city.judged.splice(0);
  city.warned.splice(0);
});

async function use(card: { readonly key: string }, times: number, reader = newReader()) {
  const events = Array.from({ length: times }, (_, at) => tap(at + 1, { cardKey: card.key }));
  await city.uses.receive(reader, MUSEUM, events);
  await settle(city);
  return reader;
}

async function balance(card: ReturnType<City['issue']>) {
  return (await city.parts.credits.find([card.id])).get(card.id)?.[0]?.balance;
}

it('takes each use from the credit once, however often it is told', async () => {
  const ana = city.issue('ana');
  const reader = await use(ana, 1);
  await use(ana, 1, reader);
  expect(await balance(ana)).toEqual({ granted: 2, used: 1, left: 1, overused: 0 });
  expect(new Set(city.judged)).toEqual(new Set([ana.id]));
});

it('tells overuse once, in numbers alone', async () => {
  const leo = city.issue('leo');
  const reader = await use(leo, 4);
  await use(leo, 4, reader);
  expect(await balance(leo)).toEqual({ granted: 2, used: 4, left: 0, overused: 2 });
  expect(city.warned.filter((line) => line === 'a credit was overused')).toHaveLength(1);
});

it('takes nothing for a use that was refused or that no rule pays', async () => {
  const rosa = city.issue('rosa');
  const reader = newReader();
  const denied = tap(1, { cardKey: rosa.key, result: 'denied' });
  await city.uses.receive(reader, MUSEUM, [denied]);
  await settle(city);
  city.take = null;
  await use(rosa, 1);
  expect(await balance(rosa)).toBeUndefined();
});

it('judges a card anew when its credit is whole again, once', async () => {
  const ana = city.issue('ana');
  await use(ana, 2);
  city.judged.splice(0);
  const renewed = async (day: string) => {
    while ((await city.parts.credits.renew(parseCityDay(day), 10)) > 0);
    return city.judged.filter((id) => id === ana.id).length;
  };
  expect([
    await renewed('2027-03-31'),
    await renewed('2027-04-01'),
    await renewed('2027-04-02'),
  ]).toEqual([0, 1, 1]);
});

it('keeps the sum when uses are forgotten, and counts none of them again', async () => {
  const leo = city.issue('leo');
  city.take = { ...JUNE_RULE, period: 'rulebook-3', renewsOn: null };
  const reader = await use(leo, 2);
  city.now = new Date(NOON.getTime() + 91 * DAY_MS);
  await city.parts.forget();
  await use(leo, 2, reader);
  expect(await balance(leo)).toMatchObject({ used: 2, left: 0 });
  const row = await city.connection.collection('creditAccounts').findOne({ cardId: leo.id });
  expect(row?.['uses']).toEqual([]);
});

it('loses no use when two processes apply uses to one account', async () => {
  const rosa = city.issue('rosa');
  const taken = Array.from({ length: 8 }, (_, at) => ({
    ...{ useId: `door-${at}:1`, cardId: rosa.id, group: MUSEUM.id, service: MUSEUM.service },
    ...{ takenAt: NOON, day: parseCityDay('2027-03-01'), rulebook: 3, code: 77 },
  }));
  await Promise.all(taken.map((one) => city.parts.credits.apply([one])));
  expect(await balance(rosa)).toMatchObject({ used: 8 });
});
