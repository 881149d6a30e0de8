import { expect, it } from '@jest/globals';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { createCity } from '../../simulators/city/city.ts';
import { ask } from '../support/koha.ts';
import {
  borrowersOf,
  CITY,
  createClientOf,
  MADE_ON,
  startLibrary,
} from '../support/regional-library.ts';

const EVERYTHING = ['loans', 'holds', 'charges'] as const;

const dayAfter = (days: number): string =>
  new Date(Date.parse(`${MADE_ON}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

it.each([500, 20, 7])('reads every account of the city, %d rows a page', async (pageSize) => {
  await using library = await startLibrary();
  await using client = createClientOf(library, { pageSize, guard: { timeoutMs: 5_000 } });
  const borrowers = borrowersOf(CITY);
  const answers = await client.fetchAccounts(
    borrowers.map(({ account }) => ask(account, ...EVERYTHING)),
  );
  expect(answers).toEqual(
    borrowers.map(({ account, record }) => ({
      account,
      mayBorrow: { value: !record.isBlocked },
      loans: {
        value: record.loans.map(({ title, dueInDays }) => ({
          value: { id: expect.any(String), title, dueOn: dayAfter(dueInDays) },
        })),
      },
      holds: {
        value: record.holds.map(({ title, isReady }) => ({
          value: { id: expect.any(String), title, isReady },
        })),
      },
      charges: {
        value: record.charges.map((charge) => ({ value: { id: expect.any(String), ...charge } })),
      },
    })),
  );
});

it('asks one request a list for all cards of a query', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const four = borrowersOf(CITY).slice(0, 4);
  await client.fetchAccounts(four.map(({ account }) => ask(account, ...EVERYTHING)));
  expect(library.calls()).toEqual({
    'POST /api/v1/oauth/token': 1,
    'GET /api/v1/patrons': 1,
    'GET /api/v1/checkouts': 1,
    'GET /api/v1/holds': 1,
    'GET /api/v1/items': 1,
    'GET /api/v1/patrons/{id}/account': 4,
  });
});

it('asks a hundred cards at once', async () => {
  const city = createCity({ people: 400, madeOn: MADE_ON, seed: 'hundred' });
  const hundred = borrowersOf(city).slice(0, 100);
  await using library = await startLibrary({ city });
  await using client = createClientOf(library, { guard: { timeoutMs: 5_000 } });
  const answers = await client.fetchAccounts(hundred.map(({ account }) => ask(account, 'loans')));
  expect(
    answers.map(({ loans }) => loans !== null && 'value' in loans && loans.value.length),
  ).toEqual(hundred.map(({ record }) => record.loans.length));
  expect(library.calls()).toMatchObject({ 'GET /api/v1/checkouts': 1, 'GET /api/v1/items': 1 });
});

it('takes a fresh token when the library has been started anew', async () => {
  const [ana] = borrowersOf(CITY);
  const account = ana?.account ?? parseLinkedAccount('none');
  const first = await startLibrary();
  await using client = createClientOf(first);
  await client.fetchAccounts([ask(account)]);
  await first[Symbol.asyncDispose]();
  await using second = await startLibrary({ port: Number(new URL(first.address).port) });
  expect(await client.fetchAccounts([ask(account)])).toMatchObject([
    { mayBorrow: { value: true } },
  ]);
  expect(second.calls()).toEqual({ 'POST /api/v1/oauth/token': 1, 'GET /api/v1/patrons': 2 });
});

it('does not notice that a token expires midway', async () => {
  let now = new Date(`${MADE_ON}T12:00:00Z`);
  const clock = { now: () => now };
  await using library = await startLibrary({ clock, tokenLifeSeconds: 60 });
  // The client's own clock stands still, so that it holds the token for good.
  await using client = createClientOf(library);
  const asks = borrowersOf(CITY).map(({ account }) => ask(account));
  await client.fetchAccounts(asks);
  now = new Date(`${MADE_ON}T12:01:01Z`);
  const answers = await client.fetchAccounts(asks);
  expect(answers.filter(({ mayBorrow }) => 'error' in mayBorrow)).toEqual([]);
  expect(library.calls()).toEqual({ 'POST /api/v1/oauth/token': 2, 'GET /api/v1/patrons': 3 });
});

it('checks an owner by PIN and by civil id', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const [holder] = CITY.cardholders;
  const { account, pin } = holder?.regionalLibrary ?? { account: '', pin: '' };
  const { civilId = '', birthDate } = holder ?? {};
  const check = (proof: Parameters<typeof client.checkOwner>[1]) =>
    client.checkOwner(parseLinkedAccount(account), proof);
  const facts = { kind: 'civilId', civilId, birthDate: birthDate ?? '' } as const;
  expect([
    await check({ kind: 'pin', pin }),
    await check({ kind: 'pin', pin: `${pin}0` }),
    await check(facts),
    await check({ ...facts, birthDate: '1900-01-01' }),
    await check({ ...facts, civilId: '00000001R' }),
  ]).toEqual(['confirmed', 'denied', 'confirmed', 'denied', 'denied']);
});

it('says which accounts nobody has', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const nobody = parseLinkedAccount('R999999999');
  expect(await client.fetchAccounts([ask(nobody, 'charges')])).toMatchObject([
    { mayBorrow: { error: { code: 'UPSTREAM_REJECTED' } }, charges: { error: {} } },
  ]);
});
