import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import {
  ANA,
  answerList,
  answerToken,
  createTestClient,
  expectAllAsked,
  KOHA,
  patronRow,
} from '../support/koha.ts';

beforeEach(() => {
  nock.disableNetConnect();
  answerToken();
});
afterEach(() => expect(expectAllAsked()).toEqual([]));

const PIN = { kind: 'pin', pin: '1234' } as const;
const FACTS = { kind: 'civilId', civilId: '00000000T', birthDate: '1985-03-02' } as const;

it.each([
  [201, { cardnumber: 'r000000001', patron_id: 1, userid: 'x' }, 'confirmed'],
  // Somebody else has Ana's card number for a user name, and their own password.
  [201, { cardnumber: 'R000000009', patron_id: 9, userid: ANA }, 'denied'],
  [201, { cardnumber: null, patron_id: 9, userid: ANA }, 'denied'],
  [400, { error: 'Validation failed' }, 'denied'],
  [204, undefined, 'cannotTell'],
  [
    400,
    { errors: [{ path: '/body', message: 'Properties not allowed: identifier.' }] },
    'cannotTell',
  ],
])('takes %d with %j for %s', async (status, body, verdict) => {
  nock(KOHA)
    .post('/api/v1/auth/password/validation', { identifier: ANA, password: '1234' })
    .reply(status, body);
  await using client = createTestClient();
  expect(await client.checkOwner(ANA, PIN)).toBe(verdict);
});

it('never sends a PIN twice', async () => {
  nock(KOHA).post('/api/v1/auth/password/validation').reply(502);
  await using client = createTestClient({ guard: { retries: 3 } });
  await expect(client.checkOwner(ANA, PIN)).rejects.toThrow('regionalLibrary: HTTP 502');
});

it('calls missing permission an error, not a wrong PIN', async () => {
  nock(KOHA)
    .post('/api/v1/auth/password/validation')
    .reply(403, { error: 'Missing.', required_permissions: { borrowers: '1' } });
  await using client = createTestClient();
  await expect(client.checkOwner(ANA, PIN)).rejects.toThrow('HTTP 403: Missing.');
});

it.each([
  [1, 'confirmed'],
  [0, 'denied'],
])('takes a total of %d fitting borrowers for %s', async (total, verdict) => {
  const { asked, headers } = answerList('/patrons', [], { total });
  await using client = createTestClient({ civilIdField: 'statistics_1' });
  expect(await client.checkOwner(ANA, FACTS)).toBe(verdict);
  // The address holds no facts, and the page asked for is one on which nobody is.
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({ _page: '2', _per_page: '1' });
  expect(JSON.parse(headers[0]?.['x-koha-query'] ?? '')).toEqual({
    cardnumber: ANA,
    date_of_birth: '1985-03-02',
    statistics_1: '00000000T',
  });
});

it('does not take a lost filter for a confirmation', async () => {
  answerList('/patrons', [patronRow(2, 'R000000002')], { total: 270_000 });
  await using client = createTestClient();
  await expect(client.checkOwner(ANA, FACTS)).rejects.toThrow('missing or odd');
});

it('cannot tell by civil id where the library keeps none, and asks nothing', async () => {
  nock.cleanAll();
  await using client = createTestClient({ civilIdField: null });
  expect(await client.checkOwner(ANA, FACTS)).toBe('cannotTell');
});
