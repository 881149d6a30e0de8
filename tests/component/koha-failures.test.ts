import { once } from 'node:events';
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

const patrons = () => nock(KOHA).get('/api/v1/patrons').query(true);

/** What became of a question that any answer to `/patrons` decides. */
async function errorOfAna(options: Parameters<typeof createTestClient>[0] = {}): Promise<string> {
  answerToken();
  await using client = createTestClient(options);
  const [ana] = await client.fetchAccounts([ask(ANA)]);
  if (ana === undefined || !('error' in ana.mayBorrow)) return 'none';
  return `${ana.mayBorrow.error.code} ${ana.mayBorrow.error.message}`;
}

it('calls a web page with status 200 a broken answer', async () => {
  patrons().reply(200, '<html>Koha is being backed up</html>');
  expect(await errorOfAna()).toBe('UPSTREAM_MALFORMED regionalLibrary: not JSON');
});

it('calls maintenance an outage', async () => {
  patrons().reply(503, { error: 'System is under maintenance.' });
  expect(await errorOfAna()).toBe('UPSTREAM_UNAVAILABLE regionalLibrary: HTTP 503');
});

it('does not follow a redirect', async () => {
  patrons().reply(302, '', { Location: `${KOHA}/maintenance.pl` });
  expect(await errorOfAna()).toMatch(/^UPSTREAM_MALFORMED .*redirect/);
});

it('tells why Koha refused', async () => {
  patrons().reply(403, { error: 'Missing permission.', required_permissions: { borrowers: '1' } });
  expect(await errorOfAna()).toBe(
    'UPSTREAM_REJECTED regionalLibrary: HTTP 403: Missing permission.',
  );
});

it.each([
  [{ error: 'no list' }, 'patrons: unexpected '],
  [[{ ...patronRow(1, ANA), restricted: 'no' }], 'patrons: unexpected 0.restricted'],
  [[{ ...patronRow(1, ANA), patron_id: '1' }], 'patrons: unexpected 0.patron_id'],
  [[{ ...patronRow(1, ANA), expiry_date: 'never' }], 'patrons: unexpected 0.expiry_date'],
])('names the field, not the value, of a wrong shape: %j', async (body, message) => {
  patrons().reply(200, JSON.stringify(body));
  expect(await errorOfAna()).toBe(`UPSTREAM_MALFORMED regionalLibrary: ${message}`);
});

it.each(['many', '-1', '1e3'])('calls a total of %j a broken answer', async (total) => {
  patrons().reply(200, '[]', { 'X-Total-Count': total });
  expect(await errorOfAna()).toMatch(/^UPSTREAM_MALFORMED .*X-Total-Count/);
});

it('stops reading a body that is too long', async () => {
  patrons().reply(200, `["${'x'.repeat(9 * 1024 * 1024)}"]`);
  expect(await errorOfAna()).toMatch(/^UPSTREAM_MALFORMED .*longer than 8388608 bytes/);
});

it('gives up a list that has lost its filter', async () => {
  patrons().reply(200, JSON.stringify([patronRow(1, ANA)]), { 'X-Total-Count': '270000' });
  expect(await errorOfAna()).toMatch(/^UPSTREAM_MALFORMED .*more than 20000 rows/);
});

it('keeps the deadline when the head does not come', async () => {
  patrons().delay({ head: 5_000 }).reply(200, '[]');
  const startedAtMs = performance.now();
  expect(await errorOfAna({ guard: { timeoutMs: 700 } })).toMatch(/^UPSTREAM_UNAVAILABLE/);
  expect(performance.now() - startedAtMs).toBeLessThan(3_000);
});

it('keeps the deadline when the body does not end', async () => {
  patrons().delay({ body: 5_000 }).reply(200, '[]');
  const startedAtMs = performance.now();
  expect(await errorOfAna({ guard: { timeoutMs: 700 } })).toMatch(/^UPSTREAM_UNAVAILABLE/);
  expect(performance.now() - startedAtMs).toBeLessThan(3_000);
});

it('repeats a read once when told so', async () => {
  answerToken();
  patrons().reply(502);
  answerList('/patrons', [patronRow(1, ANA)]);
  await using client = createTestClient({ guard: { retries: 1 } });
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([{ mayBorrow: { value: true } }]);
});

it("ends with the caller's signal", async () => {
  answerToken();
  patrons().delay(5_000).reply(200, '[]');
  await using client = createTestClient();
  const asked = client.fetchAccounts([ask(ANA)], { signal: AbortSignal.timeout(50) });
  expect(await asked).toMatchObject([{ mayBorrow: { error: { code: 'UPSTREAM_UNAVAILABLE' } } }]);
});

it('ends what is under way when it is disposed of', async () => {
  answerToken();
  const scope = patrons().delay(5_000).reply(200, '[]');
  const client = createTestClient({ guard: { timeoutMs: 10_000 } });
  const asked = client.fetchAccounts([ask(ANA)]);
  await once(scope, 'request');
  await client[Symbol.asyncDispose]();
  expect(await asked).toMatchObject([{ mayBorrow: { error: { code: 'UPSTREAM_UNAVAILABLE' } } }]);
});
