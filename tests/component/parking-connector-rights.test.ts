import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import {
  ANA,
  answerNames,
  answerRights,
  APDS,
  createTestClient,
  LEO,
  NOW,
  page,
  rightRow,
  unasked,
} from '../contract/support/parking-rows.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => expect(unasked()).toEqual([]));

const revocation = () => nock(APDS).put('/v1/rights/assigned/r1');

it('takes a right back that somebody changed in between', async () => {
  answerNames();
  answerRights(page([rightRow('r1', ['1234BCD'])]));
  revocation().reply(409, {});
  answerRights(page([rightRow('r1', ['1234BCD'], { version: 5 })]));
  const bodies: unknown[] = [];
  revocation().reply((_uri, body) => [bodies.push(body) && 200, { status: 'ok' }]);
  answerRights(page([rightRow('r1', ['1234BCD'], { expiry: NOW.toISOString() })]));
  await using client = createTestClient();
  expect(await client.revokeRights([ANA])).toBe(1);
  expect(bodies).toMatchObject([{ version: 6, expiry: NOW.toISOString() }]);
});

it('takes the plates off a right that another vehicle holds too', async () => {
  answerNames();
  answerRights(page([rightRow('r1', ['1234BCD', '9999ZZZ'])]));
  const bodies: unknown[] = [];
  revocation().reply((_uri, body) => [bodies.push(body) && 200, { status: 'ok' }]);
  answerRights(page([]));
  await using client = createTestClient();
  expect(await client.revokeRights([ANA, LEO])).toBe(1);
  expect(bodies).toMatchObject([
    {
      rightHolder: { credentials: [{ identifier: { id: '9999ZZZ' } }] },
      expiry: '2026-12-31T22:59:59Z',
    },
  ]);
});

it('takes back what it can read, and says that something is left', async () => {
  answerNames();
  const broken = rightRow('r2', ['1234BCD'], { expiry: 'never' });
  answerRights(page([rightRow('r1', ['1234BCD']), broken]));
  revocation().reply(200, { status: 'ok' });
  answerRights(page([broken]));
  await using client = createTestClient();
  await expect(client.revokeRights([ANA])).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
});
