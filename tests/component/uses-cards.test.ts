import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MUSEUM, newReader, settle, startCity, tap, type City } from './uses-harness.ts';

let city: City;

beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

async function cardsOf(reader: string): Promise<readonly unknown[]> {
  const rows = await city.connection.collection('uses').find({ reader }).sort({ _id: 1 }).toArray();
  return rows.map((row) => row['cardId'] ?? null);
}

it('recognises cards by the group and epoch of a use, after it is stored', async () => {
  const [ana, leo] = [city.issue('ana'), city.issue('leo', MUSEUM, 2)];
  city.restart();
  const reader = newReader();
  const events = [tap(1, { cardKey: ana.key }), tap(2, { cardKey: leo.key, epoch: 2 })];
  await city.uses.receive(reader, MUSEUM, [...events, tap(3, { cardKey: leo.key })]);
  expect(await cardsOf(reader)).toEqual([null, null, null]);
  await settle(city);
  // The third says a key of another epoch, which no card has in this one.
  expect(await cardsOf(reader)).toEqual([ana.id, leo.id, null]);
});

it('names the card at once when the table of its group is ready', async () => {
  const rosa = city.issue('rosa');
  await city.index.find(MUSEUM.id, 1, [rosa.key], city.now);
  const reader = newReader();
  await city.uses.receive(reader, MUSEUM, [tap(1, { cardKey: rosa.key }), tap(2, { cardKey: '' })]);
  expect(await cardsOf(reader)).toEqual([rosa.id, null]);
});

it('finds a card that was issued after the table was made', async () => {
  await city.index.find(MUSEUM.id, 1, ['00'.repeat(10)], city.now);
  const gym = city.issue('gym');
  const before = city.countReads();
  const found = await city.index.find(MUSEUM.id, 1, [gym.key, 'ff'.repeat(10)], city.now);
  expect([[...found], city.countReads()]).toEqual([[[gym.key, gym.id]], before]);
});

it('makes no table for an epoch that is over, whatever a reader says', async () => {
  const ana = city.issue('ana', MUSEUM, 9);
  expect([...(await city.index.find(MUSEUM.id, 9, [ana.key], city.now))]).toEqual([]);
});

it('follows up what was stored before a crash', async () => {
  const ana = city.issue('ana');
  const reader = newReader();
  await city.uses.receive(reader, MUSEUM, [tap(1, { cardKey: ana.key })]);
  city.restart();
  await settle(city);
  expect(await cardsOf(reader)).toEqual([ana.id]);
  expect(await city.connection.collection('useArrivals').countDocuments()).toBe(0);
});
