import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { parseCityDay } from '../../domain/city-day.ts';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import { createUseReads } from '../../sync/uses/read-uses.ts';
import { MUSEUM, newReader, NOON, settle, startCity, tap, type City } from './uses-harness.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;
let city: City;

beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city[Symbol.asyncDispose]());
beforeEach(async () => {
  Object.assign(city, { now: NOON });
  for (const name of ['uses', 'useCounts', 'useClasses', 'useDays', 'useArrivals']) {
    await city.connection.collection(name).deleteMany({});
  }
});

async function upload(events: readonly ReaderEvent[], reader = newReader()) {
  await city.uses.receive(reader, MUSEUM, events);
  await settle(city);
  return reader;
}

function many(count: number, change: (at: number) => Partial<ReaderEvent> = () => ({})) {
  return Array.from({ length: count }, (_, at) => tap(at + 1, change(at)));
}

async function shown(day = '2027-03-01') {
  const [from, until] = [parseCityDay(day), parseCityDay(day)];
  const rows = await createUseReads(city.connection).counts({
    service: null,
    place: null,
    from,
    until,
  });
  return rows.map(({ place, admitted, refused }) => [place, admitted, refused]);
}

async function byClass() {
  const asked = { service: null, kind: 'employment', from: '2027-03', until: '2027-03' };
  const rows = await createUseReads(city.connection).classes(asked);
  return rows.map((row) => [row.class, row.uses]);
}

/** Different holders, each with one use, of whom the first `unemployed` are that. */
function visits(count: number, unemployed: number): readonly ReaderEvent[] {
  const cards = Array.from({ length: count }, () => city.issue('anybody'));
  cards.forEach(({ id }, at) =>
    city.classes.set(id, [at < unemployed ? 'employment:unemployed' : 'employment:employed']),
  );
  city.restart();
  return cards.map(({ key }, at) => tap(at + 1, { cardKey: key }));
}

it('counts uses by place and day, the same however often it counts', async () => {
  const reader = await upload(many(30, (at) => ({ result: at < 12 ? 'denied' : 'accepted' })));
  await upload(
    many(30, (at) => ({ result: at < 12 ? 'denied' : 'accepted' })),
    reader,
  );
  expect(await shown()).toEqual([['Casa Natal', 18, 12]]);
});

it('adds what comes late to its own day', async () => {
  await upload(many(20));
  city.now = new Date(NOON.getTime() + 7 * DAY_MS);
  await upload(many(15));
  expect([await shown(), await shown('2027-03-08')]).toEqual([[['Casa Natal', 35, 0]], []]);
});

it('shows no number under ten', async () => {
  await upload(many(9));
  expect(await shown()).toEqual([['Casa Natal', null, 0]]);
});

it('counts uses by class once a day is quiet, and keeps nothing of the cards', async () => {
  await upload(visits(40, 15));
  expect(await city.parts.classCounting.countStale()).toBe(0);
  city.now = new Date(NOON.getTime() + 6 * MINUTE_MS);
  expect([await city.parts.classCounting.countStale(), await byClass()]).toEqual([
    1,
    [
      ['employed', 25],
      ['unemployed', 15],
    ],
  ]);
  const rows = await city.connection.collection('useClasses').find().toArray();
  expect(JSON.stringify(rows)).not.toContain('card-');
});

it('tells a class of few nowhere, nor by what is left of the others', async () => {
  await upload(visits(40, 6));
  await city.parts.classCounting.countDay(parseCityDay('2027-03-01'));
  expect(await byClass()).toEqual([
    ['employed', null],
    ['unemployed', null],
  ]);
});

it('keeps counts alone once uses were kept long enough', async () => {
  await upload(visits(40, 15));
  city.now = new Date(NOON.getTime() + 89 * DAY_MS);
  expect(await city.parts.forget()).toBe(0);
  city.now = new Date(NOON.getTime() + 90 * DAY_MS);
  expect([await city.parts.forget(), await city.parts.forget()]).toEqual([1, 0]);
  expect(await city.connection.collection('uses').countDocuments()).toBe(0);
  expect([await shown(), (await byClass()).length]).toEqual([[['Casa Natal', 40, 0]], 2]);
});

it('does not count again what is half forgotten', async () => {
  const reader = await upload(visits(40, 15));
  city.now = new Date(NOON.getTime() + 90 * DAY_MS);
  // As after a crash between closing the day and the end of deleting.
  const days = city.connection.collection<{ _id: string }>('useDays');
  await days.updateOne({ _id: '2027-03-01' }, { $set: { closedAt: NOON } }, { upsert: true });
  const uses = city.connection.collection<{ _id: string }>('uses');
  await uses.deleteMany({ _id: { $gt: `${reader}:0000000000000011` } });
  await city.parts.forget();
  expect([await shown(), await uses.countDocuments()]).toEqual([[['Casa Natal', 40, 0]], 0]);
});

it('asks no reader any more for what it never sent of a forgotten time', async () => {
  const reader = await upload([tap(1), tap(4)]);
  city.now = new Date(NOON.getTime() + 90 * DAY_MS);
  await city.parts.forget();
  city.restart();
  const answer = await city.uses.receive(reader, MUSEUM, [tap(5, { at: city.now })]);
  expect(answer).toEqual({ acknowledgedThrough: 5, missing: [] });
});

it("gives a card's uses in pages, the latest first, and none of another card", async () => {
  const [ana, leo] = [city.issue('ana'), city.issue('leo')];
  const events = many(5, (at) => ({
    cardKey: at === 2 ? leo.key : ana.key,
    at: new Date(NOON.getTime() - at * DAY_MS),
  }));
  await upload(events);
  const reads = createUseReads(city.connection);
  const ask = { card: ana.id, first: 3, from: null, until: null };
  const one = await reads.usesOf({ ...ask, after: null });
  const two = await reads.usesOf({ ...ask, after: one.endCursor });
  const days = [...one.items, ...two.items].map(({ at }) => at.toISOString().slice(0, 10));
  expect([days, two.endCursor]).toEqual([
    ['2027-03-01', '2027-02-28', '2027-02-26', '2027-02-25'],
    null,
  ]);
  await expect(reads.usesOf({ ...ask, card: leo.id, after: one.endCursor })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});
