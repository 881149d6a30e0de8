import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import type { Viewer } from '../../domain/viewer.ts';
import { schema } from '../../subgraphs/entitlements/subgraph.ts';
import { nextKey, STAFF, useSchools, type Person, type School } from './enrolment-harness.ts';

const startSchool = useSchools();

const COURSE = {
  ...{ service: 'cultural-courses', title: 'Cerámica', places: 1, listPriceCents: 6_000 },
  ...{ firstOn: '2026-11-01', lastOn: '2027-05-31' },
  ...{ enrolFrom: '2026-11-01', enrolUntil: '2026-12-15' },
};

/** Through the schema, as the gateway asks. */
async function ask(
  school: School,
  source: string,
  {
    variables = {},
    viewer = STAFF,
  }: { readonly variables?: object; readonly viewer?: Viewer } = {},
) {
  const contextValue = { ...school.context, viewer };
  const { data, errors } = await graphql({
    schema,
    source,
    variableValues: { ...variables },
    contextValue,
  });
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return JSON.parse(JSON.stringify(data));
}

/** An operation of the examples, under a key of its own. */
function example(school: School, name: string, input: object, viewer = STAFF) {
  const source = readFileSync(`examples/${name}.graphql`, 'utf8');
  return ask(school, source, {
    variables: { input: { ...input, idempotencyKey: nextKey() } },
    viewer,
  });
}

async function enrolmentsOf(school: School, { cardId, viewer }: Person) {
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card {
    enrolments { id state position priceDueCents course { title freePlaces waiting } } } } }`;
  const variables = { cards: [{ __typename: 'Card', id: cardId }] };
  return (await ask(school, source, { variables, viewer }))._entities[0].enrolments;
}

it('does what the examples say, from the offer to its end', async () => {
  await using school = await startSchool();
  const [ana, leo] = [await school.addPerson(), await school.addPerson()];
  const opened = await example(school, 'open-course', COURSE);
  const { id: courseId } = opened.openCourse.course;
  expect(opened.openCourse.course).toMatchObject({ freePlaces: 1, enrolment: 'OPEN' });
  const first = await example(school, 'enrol', { card: ana.number, courseId }, ana.viewer);
  const enrolment = { state: 'PLACED', position: null, priceDueCents: 6_000 };
  expect(first.enrol.enrolment).toMatchObject(enrolment);
  await example(school, 'enrol', { card: leo.number, courseId }, leo.viewer);
  const place = { card: ana.number, enrolmentId: first.enrol.enrolment.id };
  const withdrawn = await example(school, 'withdraw-enrolment', place, ana.viewer);
  expect(withdrawn.withdrawEnrolment.enrolment.state).toBe('WITHDRAWN');
  const course = { title: 'Cerámica', freePlaces: 0, waiting: 0 };
  expect(await enrolmentsOf(school, leo)).toMatchObject([{ ...enrolment, course }]);
  const closing = { courseId, closing: 'COURSE_CANCELLED' };
  const closed = await example(school, 'close-course', closing);
  expect(closed.closeCourse.course).toEqual({ id: courseId, isCancelled: true });
});

it('shows the offer to somebody without a token', async () => {
  await using school = await startSchool();
  await school.open();
  const source = readFileSync('examples/courses.graphql', 'utf8');
  const { courses } = await ask(school, source, { viewer: { kind: 'nobody' } });
  expect(courses).toMatchObject({ items: [{ freePlaces: 2, enrolment: 'OPEN' }], endCursor: null });
});

it('tells refusals as data', async () => {
  await using school = await startSchool();
  const ana = await school.addPerson();
  const input = { card: ana.number, courseId: 'none' };
  const { enrol } = await example(school, 'enrol', input, ana.viewer);
  expect(enrol).toEqual({ reason: 'COURSE_UNKNOWN', message: 'There is no such course.' });
});
