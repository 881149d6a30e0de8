import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import {
  accountRow,
  ANA,
  answerList,
  answerToken,
  checkoutRow,
  createTestClient,
  expectAllAsked,
  itemRow,
  KOHA,
  patronRow,
} from '../support/koha.ts';

beforeEach(() => {
  nock.disableNetConnect();
  answerToken();
  answerList('/patrons', [patronRow(1, ANA)]);
});
afterEach(() => expect(expectAllAsked()).toEqual([]));

const answerCheckout = (row: object, status = 200) =>
  nock(KOHA).get('/api/v1/checkouts/10').reply(status, JSON.stringify(row));
const renewal = (id = 10) => nock(KOHA).post(`/api/v1/checkouts/${id}/renewal`);
const credits = (body?: nock.DataMatcherMap) =>
  nock(KOHA).post('/api/v1/patrons/1/account/credits', body);
const answerCharges = () =>
  nock(KOHA)
    .get('/api/v1/patrons/1/account')
    .reply(200, accountRow([[8, 3.5]]));
const PAYMENT = { chargeId: '8', amountCents: 350, receipt: 'K-2026/17' };

it('renews a loan and tells its new day', async () => {
  answerCheckout(checkoutRow(10, 1));
  answerList('/items', [itemRow(710, 'Nada')]);
  renewal().reply(201, checkoutRow(10, 1, { due_date: '2026-12-12T23:59:00+01:00' }));
  await using client = createTestClient();
  expect(await client.postRenewal(ANA, '10')).toEqual({
    kind: 'renewed',
    loan: { id: '10', title: 'Nada', dueOn: '2026-12-12' },
  });
});

it.each([
  ["another's loan", checkoutRow(10, 2), 200],
  ['a loan that is back', checkoutRow(10, 1, { checkin_date: '2026-11-20T10:00:00+01:00' }), 200],
  ['no loan at all', { error: 'Checkout not found' }, 404],
])('refuses to renew %s without asking Koha to', async (_what, row, status) => {
  answerCheckout(row, status);
  await using client = createTestClient();
  expect(await client.postRenewal(ANA, '10')).toEqual({ kind: 'refused' });
});

it.each(['../patrons/1', '0', '', '1e3', '-4'])('refuses %j for a loan', async (loanId) => {
  nock.cleanAll();
  await using client = createTestClient();
  expect(await client.postRenewal(ANA, loanId)).toEqual({ kind: 'refused' });
});

it.each([
  [403, { error: 'Renewal not authorized (too_many)' }, { kind: 'refused' }],
  [404, { error: 'Checkout not found' }, { kind: 'refused' }],
  [500, { error: 'Something went wrong' }, { kind: 'unknown' }],
  [504, {}, { kind: 'unknown' }],
  [200, '<html>backup</html>', { kind: 'unknown' }],
  [201, { checkout_id: 10 }, { kind: 'unknown' }],
])('takes %d with %j for %j, and asks once', async (status, body, outcome) => {
  answerCheckout(checkoutRow(10, 1));
  answerList('/items', [itemRow(710, 'Nada')]);
  renewal().reply(status, body);
  await using client = createTestClient({ guard: { retries: 3 } });
  expect(await client.postRenewal(ANA, '10')).toEqual(outcome);
});

it.each([
  [403, { error: 'Missing.', required_permissions: {} }, 'HTTP 403: Missing.'],
  [503, { error: 'Under maintenance' }, 'HTTP 503'],
  [429, {}, 'HTTP 429'],
])('throws at %d with %j: nothing was done', async (status, body, message) => {
  answerCheckout(checkoutRow(10, 1));
  answerList('/items', [itemRow(710, 'Nada')]);
  renewal().reply(status, body);
  await using client = createTestClient();
  await expect(client.postRenewal(ANA, '10')).rejects.toThrow(message);
});

it('does not know what became of a renewal whose answer is late', async () => {
  answerCheckout(checkoutRow(10, 1));
  answerList('/items', [itemRow(710, 'Nada')]);
  renewal().delay(5_000).reply(201, checkoutRow(10, 1));
  await using client = createTestClient({ guard: { timeoutMs: 300 } });
  expect(await client.postRenewal(ANA, '10')).toEqual({ kind: 'unknown' });
});

it('does not renew what it could not name afterwards', async () => {
  answerCheckout(checkoutRow(10, 1));
  answerList('/items', [itemRow(710, null)]);
  await using client = createTestClient();
  await expect(client.postRenewal(ANA, '10')).rejects.toThrow('no title for checkout 10');
});

it('renews all that may be renewed', async () => {
  answerList('/checkouts', [checkoutRow(10, 1), checkoutRow(11, 1)]);
  renewal(10).reply(201, checkoutRow(10, 1));
  renewal(11).reply(403, { error: 'Renewal not authorized (on_reserve)' });
  await using client = createTestClient();
  expect(await client.postRenewals(ANA)).toEqual({
    kind: 'done',
    renewedIds: ['10'],
    refusedIds: ['11'],
  });
});

it('does not know what became of all when it does not know of one', async () => {
  answerList('/checkouts', [checkoutRow(10, 1), checkoutRow(11, 1)]);
  renewal(10).reply(201, checkoutRow(10, 1));
  renewal(11).reply(500);
  await using client = createTestClient();
  expect(await client.postRenewals(ANA)).toEqual({ kind: 'unknown' });
});

it('throws when no renewal could be sent at all', async () => {
  answerList('/checkouts', [checkoutRow(10, 1)]);
  renewal(10).reply(503);
  await using client = createTestClient();
  await expect(client.postRenewals(ANA)).rejects.toThrow('HTTP 503');
});

it('records a payment against the charge, with the receipt', async () => {
  answerCharges();
  credits({ amount: 3.5, account_lines_ids: [8], note: 'K-2026/17', library_id: 'GIJ' }).reply(
    201,
    {
      account_line_id: 77,
    },
  );
  await using client = createTestClient({ libraryId: 'GIJ' });
  expect(await client.postPayment(ANA, PAYMENT)).toEqual({ kind: 'recorded' });
});

it.each([
  ["another's charge", { ...PAYMENT, chargeId: '9' }],
  ['more than is owed', { ...PAYMENT, amountCents: 351 }],
])('refuses to pay %s without asking Koha to', async (_what, payment) => {
  answerCharges();
  await using client = createTestClient();
  expect(await client.postPayment(ANA, payment)).toEqual({ kind: 'refused' });
});

it.each([
  [400, { error: 'Bad parameter' }, { kind: 'refused' }],
  [500, {}, { kind: 'unknown' }],
  [200, '<html>backup</html>', { kind: 'unknown' }],
])('takes %d with %j to a payment for %j, and asks once', async (status, body, outcome) => {
  answerCharges();
  credits().reply(status, body);
  await using client = createTestClient({ guard: { retries: 3 } });
  expect(await client.postPayment(ANA, PAYMENT)).toEqual(outcome);
});
