import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import {
  ANA,
  answerList,
  answerToken,
  ask,
  createTestClient,
  expectAllAsked,
  KOHA,
  patronRow,
} from '../support/koha.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => expect(expectAllAsked()).toEqual([]));

const refuseToken = () =>
  nock(KOHA).get('/api/v1/patrons').query(true).reply(401, { error: 'Authentication failure.' });
const answerAna = () => answerList('/patrons', [patronRow(1, ANA)]);

it('asks for one token when many calls wait for it', async () => {
  answerToken();
  const answers = Array.from({ length: 5 }, answerAna);
  await using client = createTestClient();
  await Promise.all(answers.map(() => client.fetchAccounts([ask(ANA)])));
  expect(answers.flatMap(({ headers }) => headers.map((sent) => sent['authorization']))).toEqual(
    answers.map(() => 'Bearer one'),
  );
});

it('asks for the next token before the first has expired', async () => {
  let now = new Date('2026-11-21T09:00:00Z');
  await using client = createTestClient({ clock: { now: () => now } });
  answerToken('one');
  answerAna();
  await client.fetchAccounts([ask(ANA)]);
  now = new Date('2026-11-21T09:58:59Z');
  answerAna();
  await client.fetchAccounts([ask(ANA)]);
  now = new Date('2026-11-21T09:59:01Z');
  answerToken('two');
  const { headers } = answerAna();
  await client.fetchAccounts([ask(ANA)]);
  expect(headers[0]).toMatchObject({ authorization: 'Bearer two' });
});

it('takes a fresh token once when Koha no longer knows the one it holds', async () => {
  answerToken('one');
  refuseToken();
  answerToken('two');
  const { headers } = answerAna();
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([{ mayBorrow: { value: true } }]);
  expect(headers[0]).toMatchObject({ authorization: 'Bearer two' });
});

it('asks for one fresh token when many calls are told that theirs is unknown', async () => {
  answerToken('one');
  answerToken('two');
  for (let call = 0; call < 3; call += 1) refuseToken();
  for (let call = 0; call < 3; call += 1) answerAna();
  await using client = createTestClient();
  const asked = Array.from({ length: 3 }, () => client.fetchAccounts([ask(ANA)]));
  expect((await Promise.all(asked)).flat()).toMatchObject(
    asked.map(() => ({ mayBorrow: { value: true } })),
  );
});

it('gives up when the fresh token is refused too', async () => {
  answerToken('one');
  refuseToken();
  answerToken('two');
  refuseToken();
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([
    { mayBorrow: { error: { message: 'regionalLibrary: HTTP 401: Authentication failure.' } } },
  ]);
});

it('says so when Koha does not know the client, and asks again next time', async () => {
  nock(KOHA).post('/api/v1/oauth/token').reply(403, { error: 'unauthorized_client' });
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([
    { mayBorrow: { error: { message: 'regionalLibrary: HTTP 403: unauthorized_client' } } },
  ]);
  answerToken();
  answerAna();
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([{ mayBorrow: { value: true } }]);
});

it('sends a write again after a 401, since nothing was done', async () => {
  answerToken('one');
  nock(KOHA)
    .post('/api/v1/auth/password/validation')
    .reply(401, { error: 'Authentication failure.' });
  answerToken('two');
  nock(KOHA, { reqheaders: { authorization: 'Bearer two' } })
    .post('/api/v1/auth/password/validation', { identifier: ANA, password: '1234' })
    .reply(201, { cardnumber: ANA, patron_id: 1, userid: 'x' });
  await using client = createTestClient();
  expect(await client.checkOwner(ANA, { kind: 'pin', pin: '1234' })).toBe('confirmed');
});
