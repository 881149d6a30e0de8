import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import { KEEP_DAYS, MUSEUM, newReader, NOON, startCity, tap, type City } from './uses-harness.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let city: City;

beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city[Symbol.asyncDispose]());
beforeEach(() => {
  Object.assign(city, { now: NOON, skewMs: null });
  city.warned.splice(0);
});

async function stored(reader: string, field = 'day'): Promise<readonly unknown[]> {
  const rows = await city.connection.collection('uses').find({ reader }).sort({ _id: 1 }).toArray();
  return rows.map((row) => row[field]);
}

function taps(...sequences: readonly number[]): readonly ReaderEvent[] {
  return sequences.map((sequence) => tap(sequence));
}

it('acknowledges up to which nothing is missing, and tells the gaps behind it', async () => {
  const reader = newReader();
  expect(await city.uses.receive(reader, MUSEUM, taps(4, 1, 2, 7))).toEqual({
    acknowledgedThrough: 2,
    missing: [
      [3, 3],
      [5, 6],
    ],
  });
});

it('stores what comes again, in any order and cut in any way, once', async () => {
  const reader = newReader();
  for (const some of [
    [3, 4],
    [1, 2, 3],
    [4, 2],
    [5, 5],
  ]) {
    await city.uses.receive(reader, MUSEUM, taps(...some));
  }
  expect(await city.uses.receive(reader, MUSEUM, [])).toEqual({
    acknowledgedThrough: 5,
    missing: [],
  });
  expect(await stored(reader)).toHaveLength(5);
});

it('knows after a restart what had come, with its gaps', async () => {
  const reader = newReader();
  await city.uses.receive(reader, MUSEUM, taps(1, 2, 3, 6));
  city.restart();
  expect(await city.uses.receive(reader, MUSEUM, taps(5))).toEqual({
    acknowledgedThrough: 3,
    missing: [[4, 4]],
  });
});

it('keeps what came first when a sequence comes with other content, and notes that once', async () => {
  const reader = newReader();
  await city.uses.receive(reader, MUSEUM, [tap(1, { code: 5 })]);
  const other = [tap(1, { code: 6 })];
  await city.uses.receive(reader, MUSEUM, other);
  expect(await city.uses.receive(reader, MUSEUM, other)).toMatchObject({ acknowledgedThrough: 1 });
  expect(await stored(reader, 'code')).toEqual([5]);
  expect(await city.connection.collection('useConflicts').countDocuments({ reader })).toBe(1);
});

it('counts what was offline for a week on its own days', async () => {
  const reader = newReader();
  const events = [7, 6, 0].map((days, at) =>
    tap(at + 1, { at: new Date(NOON.getTime() - days * DAY_MS) }),
  );
  await city.uses.receive(reader, MUSEUM, events);
  expect(await stored(reader)).toEqual(['2027-02-22', '2027-02-23', '2027-03-01']);
});

it('keeps what a clock that is wrong by a day told beside the day on which it was', async () => {
  const reader = newReader();
  city.skewMs = DAY_MS;
  const at = new Date(NOON.getTime() + DAY_MS);
  await city.uses.receive(reader, MUSEUM, [tap(1, { at })]);
  expect([await stored(reader, 'at'), await stored(reader)]).toEqual([[at], ['2027-03-01']]);
});

it('acknowledges and drops what is older than uses are kept', async () => {
  const reader = newReader();
  const at = new Date(NOON.getTime() - KEEP_DAYS * DAY_MS);
  const answer = await city.uses.receive(reader, MUSEUM, [tap(1, { at }), tap(2)]);
  expect([answer.acknowledgedThrough, await stored(reader)]).toEqual([2, ['2027-03-01']]);
  expect(city.warned).toEqual(['uses of days that are forgotten already']);
});

it('stores uploads of many readers at once, each with its own answer', async () => {
  const many = Array.from({ length: 50 }, () => newReader());
  const answers = await Promise.all(
    many.map((reader, at) => city.uses.receive(reader, MUSEUM, taps(...(at % 2 ? [1] : [1, 2])))),
  );
  expect(answers.map(({ acknowledgedThrough }) => acknowledgedThrough)).toEqual(
    many.map((_, at) => (at % 2 ? 1 : 2)),
  );
});

it.each([
  ['a sequence of nought', [tap(0)]],
  ['a key that is none', [tap(1, { cardKey: 'zz' })]],
  ['more events than go into an upload', taps(...Array.from({ length: 1_001 }, (_, at) => at + 1))],
])('refuses %s', async (_what, events) => {
  await expect(city.uses.receive(newReader(), MUSEUM, events)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

it('acknowledges nothing while the store does not answer', async () => {
  const { uses, connection } = await city.other();
  const reader = newReader();
  await uses.receive(reader, MUSEUM, taps(1));
  await connection.close();
  await expect(uses.receive(reader, MUSEUM, taps(2))).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
});
