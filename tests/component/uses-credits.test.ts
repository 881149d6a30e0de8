import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { parseCityDay } from '../../domain/city-day.ts';
import { MUSEUM, newReader, NOON, settle, startCity, tap, type City } from './uses-harness.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CREDIT = { rule: 'two-visits', granted: 2, renewsOn: parseCityDay('2027-04-01') };
let city: City;

beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city[Symbol.asyncDispose]());
beforeEach(() => {
  Object.assign(city, { now: NOON, take: { ...CREDIT, period: '2027-03' } });
  city.entered.splice(0);
  city.warned.splice(0);
});

async function use(card: { readonly key: string }, times: number, reader = newReader()) {
  const events = Array.from({ length: times }, (_, at) => tap(at + 1, { cardKey: card.key }));
  await city.uses.receive(reader, MUSEUM, events);
  await settle(city);
  return reader;
}

it('enters what a use takes, by an id that is the same however often it is told', async () => {
  const ana = city.issue('ana');
  const reader = await use(ana, 1);
  await use(ana, 1, reader);
  const [first] = city.entered;
  expect(first).toMatchObject({ ...CREDIT, cardId: ana.id, amount: 1, period: '2027-03' });
  expect(new Set(city.entered.map(({ useId }) => useId))).toEqual(new Set([first?.useId]));
});

it('warns of overuse in numbers alone', async () => {
  await use(city.issue('leo'), 1);
  expect(city.warned).toEqual(['a credit was overused']);
});

it('enters nothing for a use that was refused or that no rule pays', async () => {
  const rosa = city.issue('rosa');
  const denied = tap(1, { cardKey: rosa.key, result: 'denied' });
  await city.uses.receive(newReader(), MUSEUM, [denied]);
  await settle(city);
  city.take = null;
  await use(rosa, 1);
  expect(city.entered).toEqual([]);
});

it('enters nothing for uses that are forgotten', async () => {
  const leo = city.issue('leo');
  const reader = await use(leo, 2);
  city.entered.splice(0);
  city.now = new Date(NOON.getTime() + 91 * DAY_MS);
  await city.parts.forget();
  await use(leo, 2, reader);
  expect(city.entered).toEqual([]);
});
