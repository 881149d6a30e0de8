import { expect, it } from '@jest/globals';
import {
  assert,
  asyncProperty,
  constant,
  jsonValue,
  oneof,
  record,
  type Arbitrary,
} from 'fast-check';
import nock from 'nock';
import { HubError } from '../../domain/errors.ts';
import {
  ANA,
  APDS,
  createTestClient,
  NOW,
  page,
  rightRow,
  sessionRow,
} from '../contract/support/parking-rows.ts';

const ID = '7b0c7a5e-6c0a-4d0e-9d52-0c9b4f1d0001';
const STAY = {
  id: ID,
  plate: ANA,
  zoneId: 'a',
  from: NOW,
  until: new Date('2026-11-21T12:00:00Z'),
};
const BREAKERS_SHUT = { breakerThreshold: 0.99, breakerWindow: 200, breakerMinimumCalls: 200 };

const specification = {
  id: 'stay-a',
  version: 1,
  type: 'oneTimeUseParking',
  hierarchyElements: [{ id: 'a', version: 1 }],
};
const place = {
  id: 'a',
  version: 1,
  name: [{ language: 'es', string: 'Zona A' }],
  type: 'identifiedArea',
};

/** Any JSON, a page of any JSON, or a good row of which one attribute is any JSON. */
function answers(good: object): Arbitrary<unknown> {
  const spoiled = Object.keys(good).map((name) =>
    record({ [name]: jsonValue() }).map((part) => page([{ ...good, ...part }])),
  );
  return oneof(
    constant(page([good])),
    jsonValue(),
    jsonValue().map((row) => page([row])),
    ...spoiled,
  );
}

it('gives a value or a named failure, whatever JSON comes', async () => {
  nock.disableNetConnect();
  const lists = [
    ['/v1/rights/specs', answers(specification)],
    ['/v1/places', answers(place)],
    ['/v1/rights/assigned', answers(rightRow('r1', ['1234BCD']))],
    ['/v1/sessions', answers(sessionRow('s1', '1234BCD'))],
  ] as const;
  const [one, two, three, four] = lists.map(([, arbitrary]) => arbitrary);
  if (!one || !two || !three || !four) throw new Error('four lists');
  await assert(
    asyncProperty(one, two, three, four, async (...bodies) => {
      for (const [at, [path]] of lists.entries()) {
        nock(APDS).get(path).query(true).reply(200, JSON.stringify(bodies[at]));
      }
      await using client = createTestClient({ guard: BREAKERS_SHUT });
      const [ana] = await client.fetchPlates([ANA], new Set(['rights', 'sessions']));
      nock.cleanAll();
      for (const list of [ana?.rights, ana?.sessions]) {
        const items = list && 'value' in list ? list.value : [list];
        for (const item of items)
          expect(endOf(item)).toMatch(/^(value|UPSTREAM_(MALFORMED|REJECTED|UNAVAILABLE))$/);
      }
    }),
    { numRuns: 300 },
  );
});

it('ends every other question in a value or a named failure too', async () => {
  expect.hasAssertions();
  nock.disableNetConnect();
  const bodies = oneof(
    jsonValue(),
    constant(sessionRow(ID, '1234BCD')),
    constant({ status: 'ok' }),
  );
  await assert(
    asyncProperty(bodies, bodies, bodies, async (first, second, third) => {
      nock(APDS)
        .get('/v1/rights/specs')
        .reply(200, page([specification]));
      nock(APDS)
        .get('/v1/places')
        .query(true)
        .reply(200, page([place]));
      nock(APDS).get(`/v1/sessions/${ID}`).query(true).times(3).reply(200, JSON.stringify(first));
      nock(APDS).post(/./).times(2).reply(200, JSON.stringify(second));
      nock(APDS).put(/./).times(2).reply(200, JSON.stringify(third));
      await using client = createTestClient({ guard: BREAKERS_SHUT });
      await client.fetchZones();
      const running = {
        ...STAY,
        version: 1,
        zone: 'Zona A',
        startedAt: NOW,
        paidUntil: STAY.until,
        endedAt: null,
      };
      const ends = await Promise.allSettled([
        client.fetchSession(ID),
        client.fetchQuote(STAY),
        client.postSession(STAY),
        client.extendSession(running, STAY.until),
        client.stopSession(running, NOW),
      ]);
      nock.cleanAll();
      const bugs = ends.filter(
        (end) => end.status === 'rejected' && !(end.reason instanceof HubError),
      );
      expect(bugs).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function endOf(
  item: { readonly error: HubError } | { readonly value: unknown } | null | undefined,
): string {
  if (item === null || item === undefined) return 'nothing';
  return 'value' in item ? 'value' : item.error.code;
}
