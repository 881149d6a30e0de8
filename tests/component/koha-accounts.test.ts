import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import {
  accountRow,
  ANA,
  answerList,
  answerToken,
  ask,
  checkoutRow,
  createTestClient,
  expectAllAsked,
  holdRow,
  itemRow,
  KOHA,
  LEO,
  patronRow,
} from '../support/koha.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => expect(expectAllAsked()).toEqual([]));

it('asks once for the patrons, checkouts, holds and items of two cards', async () => {
  answerToken();
  const patrons = answerList('/patrons', [patronRow(1, ANA), patronRow(2, LEO)]);
  const checkouts = answerList('/checkouts', [checkoutRow(10, 1), checkoutRow(20, 2)]);
  const holds = answerList('/holds', [holdRow(5, 2, { item_id: null, status: 'W' })]);
  const items = answerList('/items', [
    itemRow(710, 'Nada'),
    itemRow(720, 'Rayuela'),
    itemRow(99, 'El camino', 90),
  ]);
  await using client = createTestClient();
  const both = await client.fetchAccounts([ask(ANA, 'loans', 'holds'), ask(LEO, 'loans', 'holds')]);
  expect(both.map(({ loans, holds: reserved }) => [loans, reserved])).toEqual([
    [{ value: [{ value: { id: '10', title: 'Nada', dueOn: '2026-12-04' } }] }, { value: [] }],
    [
      { value: [{ value: { id: '20', title: 'Rayuela', dueOn: '2026-12-04' } }] },
      { value: [{ value: { id: '5', title: 'El camino', isReady: true } }] },
    ],
  ]);
  expect(
    [patrons, checkouts, holds, items].map(({ asked }) => JSON.parse(asked[0]?.get('q') ?? '')),
  ).toEqual([
    { cardnumber: [ANA, LEO] },
    { patron_id: [1, 2] },
    { patron_id: [1, 2] },
    [{ 'me.item_id': [710, 720] }, { 'me.biblio_id': [90] }],
  ]);
  expect(items.headers[0]).toMatchObject({ 'x-koha-embed': 'biblio' });
});

it('asks only for the lists that are wanted, of those who want them', async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA), patronRow(2, LEO)]);
  nock(KOHA)
    .get('/api/v1/patrons/2/account')
    .reply(200, accountRow([[8, 3.5]]));
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA), ask(LEO, 'charges')])).toEqual([
    { account: ANA, mayBorrow: { value: true }, loans: null, holds: null, charges: null },
    {
      account: LEO,
      mayBorrow: { value: true },
      loans: null,
      holds: null,
      charges: { value: [{ value: { id: '8', concept: 'Retraso', amountCents: 350 } }] },
    },
  ]);
});

it('follows the pages to the end: 21 loans where a page holds 20', async () => {
  answerToken();
  const rows = Array.from({ length: 21 }, (_, place) => checkoutRow(place + 1, 1));
  answerList('/patrons', [patronRow(1, ANA)]);
  const first = answerList('/checkouts', rows.slice(0, 20), { total: 21 });
  const second = answerList('/checkouts', rows.slice(20), { total: 21 });
  answerList(
    '/items',
    rows.map((_, place) => itemRow(701 + place, `Tomo ${place + 1}`)),
  );
  await using client = createTestClient();
  const [ana] = await client.fetchAccounts([ask(ANA, 'loans')]);
  expect(ana?.loans).toMatchObject({ value: { length: 21, 20: { value: { title: 'Tomo 21' } } } });
  expect([...first.asked, ...second.asked].map((asked) => asked.get('_page'))).toEqual(['1', '2']);
});

it('never takes a part of a list for the whole', async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA)]);
  answerList('/checkouts', [checkoutRow(1, 1)], { total: 2 });
  answerList('/checkouts', [], { total: 2 });
  await using client = createTestClient();
  const [ana] = await client.fetchAccounts([ask(ANA, 'loans')]);
  expect(ana).toMatchObject({
    mayBorrow: { value: true },
    loans: { error: { message: 'regionalLibrary: 1 rows of 2 in one list' } },
  });
});

it('reads on until an empty page where a proxy has removed the total', async () => {
  answerToken();
  const page = (rows: readonly object[]) =>
    nock(KOHA).get('/api/v1/patrons').query(true).reply(200, JSON.stringify(rows));
  page([patronRow(1, ANA)]);
  page([patronRow(2, LEO)]);
  page([]);
  await using client = createTestClient();
  const both = await client.fetchAccounts([ask(ANA), ask(LEO)]);
  expect(both.map(({ mayBorrow }) => mayBorrow)).toEqual([{ value: true }, { value: true }]);
});

it('uses nothing of an answer with rows of borrowers that were not asked for', async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA), patronRow(2, LEO)]);
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([
    { mayBorrow: { error: { code: 'UPSTREAM_MALFORMED' } } },
  ]);
});

it("gives nobody another's loans: one stranger's row spoils the list", async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA)]);
  answerList('/checkouts', [checkoutRow(1, 1), checkoutRow(2, 99)]);
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA, 'loans')])).toMatchObject([
    { mayBorrow: { value: true }, loans: { error: { code: 'UPSTREAM_MALFORMED' } } },
  ]);
});

it('says of an unknown account, and of it alone, that nobody has it', async () => {
  answerToken();
  answerList('/patrons', [patronRow(2, 'r000000002')]);
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA, 'loans'), ask(LEO)])).toMatchObject([
    { mayBorrow: { error: { code: 'UPSTREAM_REJECTED' } }, loans: { error: {} }, holds: null },
    { mayBorrow: { value: true } },
  ]);
});

it('lets a loan without a title and an odd amount fail alone', async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA)]);
  answerList('/checkouts', [
    checkoutRow(1, 1),
    checkoutRow(2, 1),
    checkoutRow(3, 1, { item_id: null }),
  ]);
  answerList('/items', [itemRow(701, 'Patria'), itemRow(702, null)]);
  nock(KOHA)
    .get('/api/v1/patrons/1/account')
    .reply(
      200,
      accountRow([
        [1, 1e9],
        [2, 0.001],
        [3, 1.25, null],
      ]),
    );
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA, 'loans', 'charges')])).toMatchObject([
    {
      loans: { value: [{ value: { id: '1' } }, { error: {} }, { error: {} }] },
      charges: { value: [{ error: {} }, { value: { concept: 'OVERDUE', amountCents: 125 } }] },
    },
  ]);
});

it('fails the charges of one borrower and leaves those of the other', async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA), patronRow(2, LEO)]);
  nock(KOHA).get('/api/v1/patrons/1/account').reply(500, { error: 'Something went wrong' });
  nock(KOHA).get('/api/v1/patrons/2/account').reply(200, accountRow([]));
  await using client = createTestClient();
  expect(await client.fetchAccounts([ask(ANA, 'charges'), ask(LEO, 'charges')])).toMatchObject([
    { mayBorrow: { value: true }, charges: { error: { code: 'UPSTREAM_UNAVAILABLE' } } },
    { charges: { value: [] } },
  ]);
});

it('gives the loans when the holds hang', async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA)]);
  answerList('/checkouts', [checkoutRow(1, 1)]);
  nock(KOHA).get('/api/v1/holds').query(true).delay(5_000).reply(200, []);
  answerList('/items', [itemRow(701, 'Patria')]);
  await using client = createTestClient({ guard: { timeoutMs: 400 } });
  expect(await client.fetchAccounts([ask(ANA, 'loans', 'holds')])).toMatchObject([
    {
      loans: { value: [{ value: { title: 'Patria' } }] },
      holds: { error: { code: 'UPSTREAM_UNAVAILABLE' } },
    },
  ]);
});

it('hands on nothing personal that Koha sent along', async () => {
  answerToken();
  answerList('/patrons', [patronRow(1, ANA)]);
  await using client = createTestClient();
  const answers = await client.fetchAccounts([ask(ANA)]);
  expect(JSON.stringify(answers)).not.toMatch(/Synthetic|1985/);
});

it('moves a query that is too long for an address into a header', async () => {
  answerToken();
  const accounts = Array.from({ length: 100 }, (_, place) =>
    parseLinkedAccount(`R${String(place + 1).padStart(20, '0')}`),
  );
  const patrons = answerList(
    '/patrons',
    accounts.map((account, place) => patronRow(place + 1, account)),
  );
  await using client = createTestClient();
  expect(await client.fetchAccounts(accounts.map((one) => ask(one)))).toHaveLength(100);
  expect(patrons.asked[0]?.has('q')).toBe(false);
  expect(JSON.parse(patrons.headers[0]?.['x-koha-query'] ?? '')).toEqual({ cardnumber: accounts });
});
