import { expect, it } from '@jest/globals';
import { enrol } from '../../subgraphs/entitlements/enrolment/enrol.ts';
import { nextKey, useSchools, type Person, type School } from './enrolment-harness.ts';

const startSchool = useSchools();

async function people(school: School, count: number): Promise<readonly Person[]> {
  const found: Person[] = [];
  for (let at = 0; at < count; at += 1) found.push(await school.addPerson());
  return found;
}

async function threeForTwoPlaces(school: School) {
  const courseId = await school.open();
  const [ana, leo, rosa] = await people(school, 3);
  if (!ana || !leo || !rosa) throw new Error('nobody is there');
  for (const who of [ana, leo, rosa]) await school.enrol(who, courseId);
  await school.takeChanges();
  return { courseId, ana, leo, rosa };
}

async function standingsOf(school: School, all: readonly Person[]): Promise<readonly string[]> {
  const rows = await Promise.all(all.map((who) => school.enrolmentsOf(who)));
  return rows.map((own) => own?.map(({ state, position }) => `${state} ${position}`).join() ?? '');
}

it('gives a place, with a pass for the days of the course, told to readers in the same step', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const ana = await school.addPerson();
  expect(await school.enrol(ana, courseId)).toBe('PLACED');
  const days = { firstOn: '2026-12-01', lastOn: '2027-05-31', group: null, withdrawnAt: null };
  expect(await school.passesOf(ana)).toMatchObject([{ service: 'sport-training', ...days }]);
  expect((await school.enrolmentsOf(ana))?.[0]?.course).toMatchObject({
    freePlaces: 1,
    waiting: 0,
  });
});

it('tells readers at once of a course that has begun', async () => {
  await using school = await startSchool();
  const courseId = await school.open({ firstOn: '2026-11-20' });
  const ana = await school.addPerson();
  await school.enrol(ana, courseId);
  expect(await school.takeChanges()).toEqual(['sport-training']);
  await school.withdraw(ana, courseId);
  expect(await school.takeChanges()).toEqual(['sport-training']);
});

it('lets who comes too late wait, without a pass', async () => {
  await using school = await startSchool();
  const { ana, leo, rosa } = await threeForTwoPlaces(school);
  expect(await standingsOf(school, [ana, leo, rosa])).toEqual([
    'PLACED null',
    'PLACED null',
    'WAITING 1',
  ]);
  expect(await school.passesOf(rosa)).toEqual([]);
});

it('gives a place that is given up to who waits longest, and takes the pass', async () => {
  await using school = await startSchool();
  const { courseId, ana, leo, rosa } = await threeForTwoPlaces(school);
  const gym = await school.addPerson();
  await school.enrol(gym, courseId);
  expect(await school.withdraw(ana, courseId)).toBe('WITHDRAWN');
  expect(await standingsOf(school, [ana, leo, rosa, gym])).toEqual([
    'WITHDRAWN null',
    'PLACED null',
    'PLACED null',
    'WAITING 1',
  ]);
  expect(await school.passesOf(ana)).toMatchObject([{ withdrawnAt: school.now }]);
  expect(await school.passesOf(rosa)).toMatchObject([{ withdrawnAt: null }]);
});

it('lets who waits give up the wait', async () => {
  await using school = await startSchool();
  const { courseId, ana, leo, rosa } = await threeForTwoPlaces(school);
  expect(await school.withdraw(rosa, courseId)).toBe('WITHDRAWN');
  await school.withdraw(ana, courseId);
  expect(await standingsOf(school, [leo, rosa])).toEqual(['PLACED null', 'WITHDRAWN null']);
  expect((await school.enrolmentsOf(leo))?.[0]?.course).toMatchObject({
    freePlaces: 1,
    waiting: 0,
  });
});

it('puts who enrols again at the end', async () => {
  await using school = await startSchool();
  const { courseId, ana, leo, rosa } = await threeForTwoPlaces(school);
  await school.withdraw(ana, courseId);
  school.later();
  expect(await school.enrol(ana, courseId)).toBe('WAITING');
  await school.withdraw(leo, courseId);
  expect(await standingsOf(school, [ana, rosa])).toEqual([
    'PLACED null,WITHDRAWN null',
    'PLACED null',
  ]);
  const passes = await school.passesOf(ana);
  expect(passes.map(({ withdrawnAt }) => withdrawnAt === null)).toEqual([false, true]);
});

it('enrols a holder once in a course, whatever the key', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const ana = await school.addPerson();
  const told = await Promise.all([1, 2, 3, 4].map(() => school.enrol(ana, courseId)));
  expect(told.toSorted()).toEqual([...Array<string>(3).fill('ALREADY_ENROLLED'), 'PLACED']);
  expect(await school.passesOf(ana)).toHaveLength(1);
});

it('gives the same key the first result', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  const { number, viewer } = await school.addPerson();
  const input = { card: number, courseId, idempotencyKey: nextKey() };
  const context = { ...school.context, viewer };
  const [first, other] = await Promise.all([enrol(input, context), enrol(input, context)]);
  expect([first.__typename, other]).toEqual(['Enrolled', first]);
});

it('gives ten places to ten of fifty at once, and the others wait in line', async () => {
  await using school = await startSchool();
  const courseId = await school.open({ places: 10 });
  const all = await people(school, 50);
  const told = await Promise.all(all.map((who) => school.enrol(who, courseId)));
  expect(Object.groupBy(told, (state) => state)).toMatchObject({
    PLACED: { length: 10 },
    WAITING: { length: 40 },
  });
  const rows = (await Promise.all(all.map((who) => school.enrolmentsOf(who)))).flat();
  const positions = rows.flatMap((row) => row?.position ?? []).toSorted((a, b) => a - b);
  expect(positions).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  expect(rows[0]?.course).toMatchObject({ freePlaces: 0, waiting: 40 });
});

it('gives no place twice when two processes give them at once', async () => {
  await using school = await startSchool();
  await using other = await school.another();
  const courseId = await school.open({ places: 3 });
  const all = await people(school, 12);
  const told = await Promise.all(
    all.map((who, at) => (at % 2 === 0 ? school : other).enrol(who, courseId)),
  );
  expect(told.filter((state) => state === 'PLACED')).toHaveLength(3);
  const passes = await Promise.all(all.map((who) => school.passesOf(who)));
  expect(passes.flat()).toHaveLength(3);
});

it('fills every place while people come and go at once', async () => {
  await using school = await startSchool();
  const courseId = await school.open({ places: 4 });
  const all = await people(school, 12);
  await Promise.all(all.map((who) => school.enrol(who, courseId)));
  await Promise.all(all.slice(0, 6).map((who) => school.withdraw(who, courseId)));
  const standing = (await standingsOf(school, all)).filter((state) => state !== 'WITHDRAWN null');
  expect(standing).toEqual([...Array<string>(4).fill('PLACED null'), 'WAITING 1', 'WAITING 2']);
  const passes = (await Promise.all(all.map((who) => school.passesOf(who)))).flat();
  expect(passes.filter(({ withdrawnAt }) => withdrawnAt === null)).toHaveLength(4);
});
