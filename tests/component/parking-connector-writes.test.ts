import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import type { StayAsk } from '../../connectors/parking/port.ts';
import {
  ANA,
  answerNames,
  APDS,
  createTestClient,
  NOW,
  sessionRow,
  unasked,
} from '../contract/support/parking-rows.ts';

const ID = '7b0c7a5e-6c0a-4d0e-9d52-0c9b4f1d0001';
const UNTIL = new Date('2026-11-21T12:00:00Z');
const LATER = new Date('2026-11-21T13:00:00Z');
const STAY: StayAsk = { id: ID, plate: ANA, zoneId: 'a', from: NOW, until: UNTIL };
const RUNNING = {
  id: ID,
  version: 1,
  plate: ANA,
  zone: 'Zona A',
  startedAt: NOW,
  paidUntil: UNTIL,
  endedAt: null,
};
const DUPLICATE = { status: 'error', code: 409, message: 'Duplicate 1234BCD' };

beforeEach(() => nock.disableNetConnect());
afterEach(() => expect(unasked()).toEqual([]));

const post = () => nock(APDS).post('/v1/sessions');
const put = (body?: nock.DataMatcherMap) => nock(APDS).put(`/v1/sessions/${ID}`, body);

function answerSession(more: object = {}, status = 200): void {
  const row = sessionRow(ID, '1234BCD', more);
  nock(APDS).get(`/v1/sessions/${ID}`).query(true).reply(status, row);
}

async function start() {
  answerNames();
  await using client = createTestClient();
  return await client.postSession(STAY);
}

async function extend() {
  answerNames();
  await using client = createTestClient();
  return await client.extendSession(RUNNING, LATER);
}

it.each([
  [200, { status: 'ok' }, 'done'],
  [201, { status: 'ok' }, 'done'],
  [201, sessionRow(ID, '1234BCD'), 'done'],
  [204, undefined, 'done'],
  [200, { status: 'error', code: 400 }, 'refused'],
  [400, DUPLICATE, 'refused'],
  [422, {}, 'refused'],
  [200, {}, 'unknown'],
  [200, '<html>', 'unknown'],
  [302, '', 'unknown'],
  [500, {}, 'unknown'],
  [200, { status: 'error', code: 500 }, 'unknown'],
])('takes HTTP %d with %j for the end of a start', async (status, body, kind) => {
  post().reply(status, body as nock.Body);
  expect(await start()).toMatchObject({ kind });
});

it.each([
  [401, {}, 'UPSTREAM_REJECTED'],
  [403, {}, 'UPSTREAM_REJECTED'],
  [429, {}, 'UPSTREAM_UNAVAILABLE'],
  [503, {}, 'UPSTREAM_UNAVAILABLE'],
  [200, { status: 'error', code: 503 }, 'UPSTREAM_UNAVAILABLE'],
])('throws at HTTP %d with %j, since nothing was done', async (status, body, code) => {
  post().reply(status, body);
  await expect(start()).rejects.toMatchObject({ code });
});

it.each([
  ['with a 200', 200],
  ['under its own status', 409],
])('takes a duplicate told %s for a start that was made before', async (_what, status) => {
  post().reply(status, DUPLICATE);
  answerSession({ version: 3 });
  expect(await start()).toEqual({ kind: 'done', session: { ...RUNNING, version: 3 } });
});

it.each([
  ["another's", { identifiedCredentials: [], segments: [] }, 200, 'unknown'],
  ['deleted', {}, 404, 'refused'],
  ['of another start', { actualStart: '2026-11-21T10:00:00Z' }, 200, 'refused'],
  ['not to be read now', {}, 503, 'unknown'],
])('says of a duplicate that is %s …', async (_what, more, status, kind) => {
  post().reply(200, DUPLICATE);
  answerSession(more, status);
  expect(await start()).toEqual({ kind });
});

it('names nobody but the vehicle when it starts, and says the same each time', async () => {
  const bodies: unknown[] = [];
  post()
    .twice()
    .reply((_uri, body) => [bodies.push(body) && 200, { status: 'ok' }]);
  answerNames();
  await using client = createTestClient();
  await client.postSession(STAY);
  await client.postSession(STAY);
  const credentials = [
    {
      type: 'licensePlate',
      identifier: { className: 'ESNumberPlate', id: '1234BCD' },
      issuer: [{ language: 'es', string: 'ES' }],
    },
  ];
  const stamp = NOW.toISOString();
  const session = {
    id: ID,
    version: 1,
    actualStart: stamp,
    initiator: { id: 'tessera', version: 1, className: 'Organisation' },
    hierachyElement: { id: 'a', version: 1, className: 'HierarchyElement' },
    identifiedCredentials: credentials,
    segments: [
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        version: 1,
        actualStart: stamp,
        validationType: ['licensePlate'],
        assignedRight: {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          version: 1,
          rightHolder: { credentials },
          rightSpecification: { id: 'stay-a', version: 1, className: 'RightSpecification' },
          issuanceTime: stamp,
          expiry: UNTIL.toISOString(),
        },
      },
    ],
  };
  expect(bodies).toEqual([session, session]);
  expect(bodies[0]).toEqual(bodies[1]);
});

it('puts the next version, and of what it read no more than the schema requires', async () => {
  answerSession({
    identifiedVehicle: { country: 'es', color: 'purple' },
    eligibility: { qualifications: [] },
  });
  const bodies: unknown[] = [];
  put().reply((_uri, body) => [bodies.push(body) && 200, { status: 'ok' }]);
  expect(await extend()).toEqual({
    kind: 'done',
    session: { ...RUNNING, version: 2, paidUntil: LATER },
  });
  expect(bodies).toMatchObject([
    {
      id: ID,
      version: 2,
      segments: [{ version: 2, assignedRight: { version: 2, expiry: LATER.toISOString() } }],
    },
  ]);
  expect(JSON.stringify(bodies)).not.toMatch(/purple|eligib|qualif/);
});

it.each([
  ['that somebody changed meanwhile', { version: 2 }, 'outdated'],
  ['with a gap in its versions', { version: 4 }, 'outdated'],
  ['that went back to an older version', { version: 1, actualEnd: NOW.toISOString() }, 'refused'],
])('does not change a session %s', async (_what, more, kind) => {
  answerNames();
  answerSession(more);
  await using client = createTestClient();
  expect(await client.extendSession(RUNNING, LATER)).toEqual({ kind });
});

it.each([
  [409, {}, 'outdated'],
  [200, DUPLICATE, 'outdated'],
  [404, {}, 'refused'],
  [400, {}, 'refused'],
  [500, {}, 'unknown'],
])('takes HTTP %d with %j for the end of a change', async (status, body, kind) => {
  answerSession();
  put().reply(status, body);
  if (kind === 'outdated') answerSession({ version: 2 });
  expect(await extend()).toEqual({ kind });
});

it('does not extend what stands on a right of its own', async () => {
  const [segment] = (sessionRow(ID, '1234BCD') as { segments: object[] }).segments;
  answerSession({ segments: [{ ...segment, assignedRight: { id: 'permit', version: 7 } }] });
  expect(await extend()).toEqual({ kind: 'refused' });
});
