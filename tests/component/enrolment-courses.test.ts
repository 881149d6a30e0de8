import { expect, it } from '@jest/globals';
import { findCourses } from '../../subgraphs/entitlements/enrolment/course-row.ts';
import { openCourse } from '../../subgraphs/entitlements/enrolment/open-course.ts';
import { NOON, useSchools, type School } from './enrolment-harness.ts';

const startSchool = useSchools();

function offered({ context }: School, page = {}) {
  const viewer = { kind: 'nobody' } as const;
  return findCourses({ service: 'sport-training', ...page }, { ...context, viewer });
}

it('shows the offer to everybody, those that begin first first, by the page', async () => {
  await using school = await startSchool();
  await school.open({ title: 'Third', firstOn: '2027-01-02' });
  await school.open({ title: 'First', firstOn: '2026-11-30' });
  await school.open({ title: 'Second', firstOn: '2027-01-01' });
  await school.open({ title: 'Cerámica', service: 'cultural-courses' });
  const one = await offered(school, { first: 2 });
  const two = await offered(school, { first: 2, after: one.endCursor });
  expect([one, two].map(({ items }) => items.map(({ title }) => title))).toEqual([
    ['First', 'Second'],
    ['Third'],
  ]);
  expect(two.endCursor).toBeNull();
});

it('pages through courses that begin on one day', async () => {
  await using school = await startSchool();
  const ids = await Promise.all([1, 2, 3].map(() => school.open()));
  const one = await offered(school, { first: 1 });
  const two = await offered(school, { first: 5, after: one.endCursor });
  expect([...one.items, ...two.items].map(({ id }) => id)).toEqual(ids.toSorted());
});

it('says whether one may enrol, day by day', async () => {
  await using school = await startSchool();
  const days = { enrolFrom: '2026-11-22', enrolUntil: '2026-11-23' };
  const courseId = await school.open(days);
  const ana = await school.addPerson();
  const enrolmentAt = async (instant: string) => {
    school.now = new Date(instant);
    return (await offered(school)).items[0]?.enrolment;
  };
  expect(await enrolmentAt('2026-11-21T22:59:59.999Z')).toBe('NOT_YET');
  expect(await school.enrol(ana, courseId)).toBe('NOT_YET');
  expect(await enrolmentAt('2026-11-21T23:00:00.000Z')).toBe('OPEN');
  expect(await enrolmentAt('2026-11-23T23:00:00.000Z')).toBe('OVER');
  expect(await school.enrol(ana, courseId)).toBe('OVER');
  expect(await enrolmentAt('2027-05-31T22:00:00.000Z')).toBeUndefined();
});

it('takes nobody further once enrolling has ended, while those who wait move up', async () => {
  await using school = await startSchool();
  const courseId = await school.open({ places: 1 });
  const [ana, leo, rosa] = [
    await school.addPerson(),
    await school.addPerson(),
    await school.addPerson(),
  ];
  await school.enrol(ana, courseId);
  await school.enrol(leo, courseId);
  expect(await school.close(courseId)).toMatchObject({ course: { enrolment: 'OVER' } });
  expect(await school.enrol(rosa, courseId)).toBe('OVER');
  await school.withdraw(ana, courseId);
  expect(await school.enrolmentsOf(leo)).toMatchObject([{ state: 'PLACED' }]);
});

it('takes every place and pass with a course that is cancelled', async () => {
  await using school = await startSchool();
  const courseId = await school.open({ places: 1 });
  const [ana, leo] = [await school.addPerson(), await school.addPerson()];
  await school.enrol(ana, courseId);
  await school.enrol(leo, courseId);
  expect(await school.close(courseId, 'COURSE_CANCELLED')).toMatchObject({
    course: { isCancelled: true, waiting: 0, freePlaces: 0 },
  });
  const rows = [
    ...((await school.enrolmentsOf(ana)) ?? []),
    ...((await school.enrolmentsOf(leo)) ?? []),
  ];
  expect(rows.map(({ state, priceDueCents }) => [state, priceDueCents])).toEqual([
    ['CANCELLED', 0],
    ['CANCELLED', 0],
  ]);
  expect(await school.passesOf(ana)).toMatchObject([{ withdrawnAt: NOON }]);
  expect([await school.enrol(leo, courseId), await school.withdraw(ana, courseId)]).toEqual([
    'OVER',
    'OVER',
  ]);
  expect((await offered(school)).items).toEqual([]);
});

it('does not open a course that is cancelled again by closing it', async () => {
  await using school = await startSchool();
  const courseId = await school.open();
  await school.close(courseId, 'COURSE_CANCELLED');
  expect(await school.close(courseId)).toMatchObject({ course: { isCancelled: true } });
  expect(await school.close('another')).toMatchObject({ reason: 'COURSE_UNKNOWN' });
});

it.each([
  ['another service', { service: 'urban-bus' }],
  ['no title', { title: ' ' }],
  ['no places', { places: 0 }],
  ['a negative price', { listPriceCents: -1 }],
  ['an end before its beginning', { lastOn: '2026-11-30' }],
  [
    'an end that is past',
    { firstOn: '2026-01-01', lastOn: '2026-11-20', enrolUntil: '2026-11-20' },
  ],
  ['enrolling after its end', { enrolUntil: '2027-06-01' }],
  ['enrolling that ends before it begins', { enrolUntil: '2026-10-31' }],
  ['a day of no calendar', { firstOn: '2026-11-31' }],
])('refuses a course with %s', async (_what, changes) => {
  await using school = await startSchool();
  await expect(school.open(changes)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  expect((await offered(school)).items).toEqual([]);
});

it('refuses the offer of a service without courses, and a page of nothing', async () => {
  await using school = await startSchool();
  const refused = { code: 'BAD_USER_INPUT' };
  await expect(offered(school, { service: 'urban-bus' })).rejects.toMatchObject(refused);
  await expect(offered(school, { first: 0 })).rejects.toMatchObject(refused);
  await expect(offered(school, { after: 'x' })).rejects.toMatchObject(refused);
});

it.each(['citizen', 'kiosk', 'merchant', 'reader'] as const)(
  'lets no %s open or close a course',
  async (kind) => {
    await using school = await startSchool();
    const courseId = await school.open();
    const context = { ...school.context, viewer: { kind, id: 'someone' } };
    const input = { courseId, closing: 'COURSE_CANCELLED', idempotencyKey: 'some-key' } as const;
    const { closeCourse } = await import('../../subgraphs/entitlements/enrolment/close-course.ts');
    await expect(closeCourse(input, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const course = { ...input, ...{ service: 'sport-training', title: 'x', places: 1 } };
    const days = { firstOn: '2027-01-01', lastOn: '2027-01-02' };
    const enrolling = { enrolFrom: '2026-01-01', enrolUntil: '2027-01-01', listPriceCents: 0 };
    const opened = openCourse({ ...course, ...days, ...enrolling }, context);
    await expect(opened).rejects.toMatchObject({ code: 'FORBIDDEN' });
  },
);
