import { expect, it } from '@jest/globals';
import { parseCityDay } from '../../domain/city-day.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { belongs } from '../support/tariff-holders.ts';
import { NOON, useSchools, type Person, type School } from './enrolment-harness.ts';

const startSchool = useSchools();
const BONUS = belongs('social-bonus', 'granted');

async function enrolInAll(school: School, who: Person, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    school.later();
    await school.enrol(who, id);
  }
}

async function pricesOf(school: School, who: Person): Promise<readonly number[]> {
  return ((await school.enrolmentsOf(who)) ?? []).map(({ priceCents }) => priceCents).toReversed();
}

it('fixes the price on the day of enrolling, from the list price and the rulebook', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const [ana, leo] = [await school.addPerson(), await school.addPerson(belongs('income', 'low'))];
  for (const who of [ana, leo]) await school.enrol(who, courseId);
  const prices = { listPriceCents: 8_000, priceCents: 4_000, priceDueCents: 4_000 };
  expect(await school.enrolmentsOf(leo)).toMatchObject([prices]);
  expect(await pricesOf(school, ana)).toEqual([8_000]);
});

it('asks nothing of who waits, and keeps the price for who moves up', async () => {
  await using school = await startSchool();
  const courseId = await school.open({ places: 1 });
  const student = belongs('student', 'enrolled', { lastOn: '2026-11-21' });
  const [ana, leo] = [await school.addPerson(), await school.addPerson(student)];
  for (const who of [ana, leo]) await school.enrol(who, courseId);
  expect(await school.enrolmentsOf(leo)).toMatchObject([{ priceCents: 6_400, priceDueCents: 0 }]);
  school.now = new Date('2026-11-25T12:00:00.000Z');
  await school.withdraw(ana, courseId);
  expect(await school.enrolmentsOf(leo)).toMatchObject([{ priceDueCents: 6_400 }]);
});

it('lets a credit pay once, over all courses of its period', async () => {
  await using school = await startSchool();
  const ids = [await school.open(), await school.open(), await school.open()];
  const rosa = await school.addPerson(BONUS);
  await enrolInAll(school, rosa, ids);
  // 120 € a year are granted: 80 €, 40 € and nothing.
  expect(await pricesOf(school, rosa)).toEqual([0, 4_000, 8_000]);
});

it('lets a credit pay once also in courses that are enrolled in at once', async () => {
  await using school = await startSchool();
  const ids = await Promise.all([1, 2, 3, 4].map(() => school.open()));
  const rosa = await school.addPerson(BONUS);
  await Promise.all(ids.map((id) => school.enrol(rosa, id)));
  const prices = await pricesOf(school, rosa);
  expect(prices.toSorted((a, b) => a - b)).toEqual([0, 4_000, 8_000, 8_000]);
});

it('tells readers when courses have used a credit up, and when it is there again', async () => {
  await using school = await startSchool();
  const one = await school.open({ listPriceCents: 20_000, service: 'cultural-courses' });
  const rosa = await school.addPerson(BONUS);
  await school.enrol(rosa, one);
  expect(await school.takeChanges()).toContain('sport-training');
  await school.withdraw(rosa, one);
  expect(await school.takeChanges()).toContain('sport-training');
});

it('lets a course pay no more of a credit than uses at readers have left', async () => {
  await using school = await startSchool();
  const [rosa, courseId] = [await school.addPerson(BONUS), await school.open()];
  const use = { id: 'pool-1:7', day: parseCityDay('2026-11-20'), amount: 9_000 };
  const credit = { rule: 'social-bonus-courses', period: '2026', granted: 12_000 };
  const entry = { ...credit, renewsOn: parseCityDay('2027-01-01'), uses: [use] };
  await runInTransaction(school.connection, (session) =>
    school.context.creditBook.enter(session, rosa.holderId, [entry]),
  );
  await school.enrol(rosa, courseId);
  expect(await pricesOf(school, rosa)).toEqual([5_000]);
});

it('gives a credit back with the place', async () => {
  await using school = await startSchool();
  const [one, two] = [await school.open(), await school.open()];
  const rosa = await school.addPerson(BONUS);
  await school.enrol(rosa, one);
  await school.withdraw(rosa, one);
  await school.enrol(rosa, two);
  expect(await pricesOf(school, rosa)).toEqual([0, 0]);
  await school.close(two, 'COURSE_CANCELLED');
  const three = await school.open();
  await enrolInAll(school, rosa, [three]);
  expect((await pricesOf(school, rosa)).at(-1)).toBe(0);
});

it('grants the credit of the next year anew', async () => {
  await using school = await startSchool();
  const days = { enrolUntil: '2027-05-31' };
  const ids = [await school.open(days), await school.open(days)];
  const rosa = await school.addPerson(BONUS);
  await enrolInAll(school, rosa, ids);
  school.now = new Date('2027-01-01T00:00:00.000Z');
  await school.enrol(rosa, await school.open(days));
  expect(await pricesOf(school, rosa)).toEqual([0, 4_000, 0]);
});

/** What the store has, without what everybody may read. */
async function dumpOf(school: School, only?: string): Promise<string> {
  const collections = (await school.connection.db?.collections()) ?? [];
  const personal = collections.filter(({ collectionName }) =>
    only === undefined ? collectionName !== 'rulebooks' : collectionName === only,
  );
  const rows = await Promise.all(personal.map((each) => each.find({}).toArray()));
  return JSON.stringify(rows);
}

it('keeps no reason for a price readable in the store, nor the price', async () => {
  await using school = await startSchool();
  const courseId = await school.open({ listPriceCents: 77_777 });
  const rosa = await school.addPerson(BONUS, belongs('income', 'low'));
  await school.enrol(rosa, courseId);
  expect(await pricesOf(school, rosa)).toEqual([26_888]);
  const dump = await dumpOf(school);
  expect(dump).toContain(rosa.holderId);
  for (const word of ['bonus', 'low-income', '38888', '26888']) expect(dump).not.toContain(word);
});

it('leaves as much in the store of who has a reduction as of who has none', async () => {
  const sizes = [BONUS, belongs('residency', 'resident')].map(async (fact) => {
    await using school = await startSchool();
    await school.enrol(await school.addPerson(fact), await school.open());
    const dumps = ['creditAccounts', 'tariffHolders', 'enrolments'].map((name) =>
      dumpOf(school, name),
    );
    return (await Promise.all(dumps)).map((dump) => dump.length);
  });
  const [reduced, usual] = await Promise.all(sizes);
  expect(reduced).toEqual(usual);
});

it('says nothing to the holder beyond the price', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const rosa = await school.addPerson(BONUS);
  await school.enrol(rosa, courseId);
  const [row] = (await school.enrolmentsOf(rosa, rosa.viewer)) ?? [];
  expect(Object.keys(row ?? {}).toSorted()).toEqual(
    [
      ...['course', 'enrolledAt', 'id', 'listPriceCents', 'position', 'priceCents'],
      ...['priceDueCents', 'state'],
    ].toSorted(),
  );
  expect(row?.enrolledAt).toBe(NOON.toISOString());
});
