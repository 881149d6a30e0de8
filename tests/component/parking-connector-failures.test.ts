import { once } from 'node:events';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { pino } from 'pino';
import {
  ANA,
  answerNames,
  answerRights,
  APDS,
  createTestClient,
  page,
  rightRow,
  unasked,
} from '../contract/support/parking-rows.ts';

const RIGHTS = new Set(['rights'] as const);

beforeEach(() => nock.disableNetConnect());
afterEach(() => expect(unasked()).toEqual([]));

/** What became of a question that the answer to `/rights/assigned` decides. */
async function errorOfAna(options: Parameters<typeof createTestClient>[0] = {}): Promise<string> {
  answerNames();
  await using client = createTestClient(options);
  const [answer] = await client.fetchPlates([ANA], RIGHTS);
  const rights = answer?.rights ?? null;
  if (rights === null || !('error' in rights)) return 'none';
  return `${rights.error.code} ${rights.error.message}`;
}

it.each([
  [401, {}, 'UPSTREAM_REJECTED parking: HTTP 401'],
  [403, {}, 'UPSTREAM_REJECTED parking: HTTP 403'],
  [429, {}, 'UPSTREAM_UNAVAILABLE parking: HTTP 429'],
  [503, {}, 'UPSTREAM_UNAVAILABLE parking: HTTP 503'],
  [302, {}, 'UPSTREAM_MALFORMED parking: HTTP 302: a redirect instead of an answer'],
  [200, { status: 'error', code: 403 }, 'UPSTREAM_REJECTED parking: HTTP 403'],
  [200, { status: 'error', code: 429 }, 'UPSTREAM_UNAVAILABLE parking: error 429 with HTTP 200'],
  [200, { status: 'error', code: 503 }, 'UPSTREAM_UNAVAILABLE parking: error 503 with HTTP 200'],
  [200, { status: 'error' }, 'UPSTREAM_REJECTED parking: HTTP 400'],
  [200, { status: 'ok' }, 'UPSTREAM_MALFORMED parking: rights: unexpected meta'],
  [200, { data: [] }, 'UPSTREAM_MALFORMED parking: rights: unexpected meta'],
  [200, page([], { total: -1 }), 'UPSTREAM_MALFORMED parking: rights: unexpected meta.total'],
  [200, page([], { total: 30_000 }), 'UPSTREAM_MALFORMED parking: rights: more than 20000 rows'],
  [200, '<html>', 'UPSTREAM_MALFORMED parking: not JSON'],
  [200, '[]', 'UPSTREAM_MALFORMED parking: rights: unexpected '],
])('names HTTP %d with %j', async (status, body, message) => {
  answerRights(body, status);
  expect(await errorOfAna()).toBe(message);
});

it('takes a list without data for an empty one where the total is nought', async () => {
  answerRights({ ...page([]), data: null });
  expect(await errorOfAna()).toBe('none');
});

const NUMBER = '1234BCD';
const BAD_ANSWERS: readonly (readonly [string, () => void])[] = [
  ['a web page that repeats the plate', () => answerRights(`<p>${NUMBER}`)],
  [
    'an error that repeats the plate',
    () => answerRights({ status: 'error', code: 400, message: NUMBER }),
  ],
  ['a refusal that repeats the plate', () => answerRights({ message: NUMBER }, 404)],
  [
    'a broken row',
    () => answerRights(page([{ ...rightRow('r1', [NUMBER]), [NUMBER]: 1, rightHolder: NUMBER }])),
  ],
  ['a broken date', () => answerRights(page([rightRow('r1', [NUMBER], { expiry: NUMBER })]))],
  ["a stranger's right", () => answerRights(page([rightRow('r1', ['9999ZZZ'])]))],
  [
    'a cut connection',
    () => nock(APDS).get('/v1/rights/assigned').query(true).replyWithError(`${NUMBER} reset`),
  ],
  ['no answer', () => nock(APDS).get('/v1/rights/assigned').query(true).delay(2_000).reply(200)],
];

it.each(BAD_ANSWERS)('says nothing of plate or token at %s', async (_what, answer) => {
  answerNames();
  answer();
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const guard = { timeoutMs: 300, breakerMinimumCalls: 1, breakerWindow: 2 };
  await using client = createTestClient({ guard, log: pino({ level: 'trace' }, stream) });
  const [told] = await client.fetchPlates([ANA], RIGHTS);
  const rights = told?.rights ?? null;
  const failures = rights === null || 'error' in rights ? [rights] : rights.value;
  expect(failures).toMatchObject([{ error: { code: expect.stringMatching(/^UPSTREAM/) } }]);
  expect(inspect(failures, { depth: 20, showHidden: true }) + lines.join()).not.toMatch(
    /1234BCD|9999ZZZ|secret-token/,
  );
});

it('says nothing of a token that no header can carry', async () => {
  const token = 'secret-token\n1';
  await using client = createTestClient({ token });
  const error: unknown = await client.fetchZones().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('secret-token');
});

it("ends with the caller's signal", async () => {
  answerNames();
  nock(APDS).get('/v1/rights/assigned').query(true).delay(5_000).reply(200, page([]));
  await using client = createTestClient();
  const [answer] = await client.fetchPlates([ANA], RIGHTS, { signal: AbortSignal.timeout(50) });
  expect(answer?.rights).toMatchObject({ error: { code: 'UPSTREAM_UNAVAILABLE' } });
});

it('ends what is under way when it is disposed of', async () => {
  const scope = nock(APDS).get(/./).delay(5_000).reply(200, page([]));
  const client = createTestClient({ guard: { timeoutMs: 10_000 } });
  const asked = client.fetchSession('s1');
  await once(scope, 'request');
  await client[Symbol.asyncDispose]();
  await expect(asked).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});
