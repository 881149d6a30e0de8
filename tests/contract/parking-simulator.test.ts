import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Simulator } from '../../simulators/simulator.ts';
import { MADE_ON, NOON_AT, startParking, TOKEN } from './support/parking-system.ts';

let parking: Simulator;
let now = NOON_AT;
beforeEach(async () => {
  now = NOON_AT;
  parking = await startParking({ pageSize: 20, clock: { now: () => now } });
});
afterEach(async () => {
  await parking[Symbol.asyncDispose]();
});

/** One request to the simulator without the connector. */
async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${parking.address}${path}`, {
    method,
    headers: { 'X-MCC-Access-Token': TOKEN },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as { data: { id: string }[] } };
}

const ID = '7b0c7a5e-6c0a-4d0e-9d52-0c9b4f1d0001';
const RIGHT = {
  id: ID,
  version: 1,
  rightHolder: {
    credentials: [
      {
        type: 'licensePlate',
        identifier: { className: 'ESNumberPlate', id: '9999ZZZ' },
        issuer: [{ language: 'es', string: 'ES' }],
      },
    ],
  },
  rightSpecification: { id: 'resident-ora-a', version: 1 },
  issuanceTime: `${MADE_ON}T10:00:00Z`,
};
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

it('gives every right once, page after page', async () => {
  const first = await call('GET', '/rights/assigned');
  expect(first.body).toMatchObject({
    meta: { referenceInstant: seconds(NOON_AT), offset: 0, pageSize: 20 },
    data: { length: 20 },
  });
  const second = await call('GET', '/rights/assigned?offset=20&page_size=10');
  expect(second.body).toMatchObject({ meta: { offset: 20, pageSize: 10 } });
  const ids = [...first.body.data, ...second.body.data].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('shows later pages as of the first', async () => {
  now = new Date(NOON_AT.getTime() + 60_000);
  await call('POST', '/rights/assigned', RIGHT);
  const find = (query: string) => call('GET', `/rights/assigned?credential_id=9999-zzz${query}`);
  expect((await find('')).body).toMatchObject({ data: [{ id: ID }] });
  expect((await find(`&reference_instant=${seconds(NOON_AT)}`)).body).toMatchObject({ data: [] });
});

it('wants the next version, neither the same nor one beyond it', async () => {
  await call('POST', '/rights/assigned', RIGHT);
  const put = async (version: number) =>
    (await call('PUT', `/rights/assigned/${ID}`, { ...RIGHT, version })).status;
  expect([await put(1), await put(3), await put(2), await put(2), await put(3)]).toEqual([
    409, 409, 200, 409, 200,
  ]);
});

it('takes changed attributes alone', async () => {
  await call('POST', '/rights/assigned', RIGHT);
  const expiry = '2026-12-31T22:59:59Z';
  expect((await call('PUT', `/rights/assigned/${ID}`, { version: 2, expiry })).status).toBe(200);
  expect((await call('GET', `/rights/assigned/${ID}`)).body).toEqual({
    ...RIGHT,
    version: 2,
    expiry,
  });
});

it('tells what was deleted since, and gives its id to nobody again', async () => {
  await call('POST', '/rights/assigned', RIGHT);
  expect((await call('DELETE', `/rights/assigned/${ID}`)).status).toBe(400);
  expect((await call('DELETE', `/rights/assigned/${ID}?version=9`)).status).toBe(409);
  expect((await call('DELETE', `/rights/assigned/${ID}?version=1`)).status).toBe(200);
  expect((await call('GET', `/rights/assigned/${ID}`)).status).toBe(404);
  const since = await call('GET', `/rights/assigned?modified_since=${seconds(NOON_AT) - 1}`);
  expect(since.body).toMatchObject({
    data: [],
    deletedReferences: [
      { id: ID, className: 'AssignedRight', deleteTimestamp: NOON_AT.toISOString() },
    ],
  });
  expect(await call('POST', '/rights/assigned', RIGHT)).toMatchObject({
    status: 200,
    body: { status: 'error', code: 409 },
  });
});

it.each([
  ['/rights/assigned?credential_type=rfid', 0],
  ['/rights/assigned?credential_id=9999ZZZ&right_spec=resident-ora-a', 1],
  ['/rights/assigned?credential_id=9999ZZZ&right_spec=resident-ora-b', 0],
  ['/rights/assigned?credential_id=9999ZZZ&place=ora-a', 1],
  ['/rights/assigned?credential_id=9999ZZZ&start_before=1', 0],
  ['/rights/assigned?credential_id=9999ZZZ&start_after=1', 1],
  ['/rights/assigned?credential_id=9999ZZZ&end_after=9999999999', 1],
  ['/rights/assigned?credential_id=9999ZZZ&end_before=9999999999', 0],
  ['/rights/assigned?credential_id=9999ZZO', 0],
  ['/places?type=campus', 1],
])('finds for %s as many rows as fit', async (path, count) => {
  await call('POST', '/rights/assigned', RIGHT);
  expect((await call('GET', path)).body.data).toHaveLength(count);
});

it.each([
  ['GET', '/rights/assigned?nonsense=1', 400],
  ['GET', '/rights/assigned?latitude=43', 400],
  ['GET', '/sessions?expand=nonsense', 400],
  ['GET', '/sessions?offset=many', 400],
  ['GET', '/quotes/nobody', 400],
  ['GET', '/quotes/nobody?type=QuoteRightResponse', 404],
  ['PUT', '/rights/assigned/nobody', 404],
  ['GET', '/observations', 404],
])('answers %s %s with %d', async (method, path, status) => {
  expect((await call(method, path)).status).toBe(status);
});

it.each([
  ['no token', {}],
  ['another token', { 'X-MCC-Access-Token': 'other' }],
])('answers %s with 401', async (_what, headers) => {
  expect((await fetch(`${parking.address}/places`, { headers })).status).toBe(401);
});
