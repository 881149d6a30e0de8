import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { digestOf } from './delivery-lists.ts';
import { startDoor, type Door } from './readers-door-harness.ts';

let door: Door;
beforeAll(async () => {
  door = await startDoor();
});
afterAll(async () => door[Symbol.asyncDispose]());

const DIGEST = digestOf('pools', 'deny', 1);
const HELD = { name: 'deny', epoch: 1, sequence: 1, digest: DIGEST };
const REPORT = {
  readerId: 'a',
  answer: 'Accepted',
  refusal: null,
  held: [HELD],
  clock: '2026-11-21T10:00:00Z',
};
const EVENT = {
  sequence: 1,
  at: '2026-11-21T10:00:00+01:00',
  result: 'accepted',
  cardKey: '00112233445566778899',
  epoch: 1,
  rulebook: 2,
  code: 16_777_215,
};

async function complaint(answer: Promise<Response>): Promise<unknown> {
  const { status, ...rest } = await answer.then(async (one) => ({
    status: one.status,
    body: (await one.json()) as { error: string },
  }));
  return [status, rest.body.error];
}

it.each([
  ['since=deny', /^since\[0\]: Has to be name\.epoch\.sequence\.digest/],
  [`since=deny.1.1.${DIGEST},deny.1.2`, /^since\[1\]: Has to be/],
  [`since=allow.1.1.${DIGEST}`, /^since\[0\]: A list is named/],
  [`since=deny.1.1.${DIGEST},deny.1.1.${DIGEST}`, /^since\[1\]: This list is named twice/],
  ['waitMs=-1', /^waitMs: Has to be a whole number/],
  ['waitMs=55001', /^waitMs: Has to be a whole number of milliseconds, 0 to 55000/],
])('says what is wrong with ?%s', async (query, sentence) => {
  expect(await complaint(door.ask(`/reader-lists/pools?${query}`, 'a'))).toEqual([
    400,
    expect.stringMatching(sentence),
  ]);
});

it.each([
  ['{', /^The body is not JSON/],
  [{ ...REPORT, answer: 'Fine' }, /^answer: This has to be one of Accepted/m],
  [{ ...REPORT, held: [{ ...HELD, digest: 'x' }] }, /^held\[0\]\.digest: This has to be 64/m],
  [{ ...REPORT, held: [HELD, HELD] }, /^held\[1\]: This list is named twice/],
  [{ ...REPORT, clock: 'noon' }, /^clock: This has to be an instant/m],
])('says what is wrong with the report %j', async (body, sentence) => {
  expect(await complaint(door.post('/reader-acks', 'a', body))).toEqual([
    400,
    expect.stringMatching(sentence),
  ]);
});

it.each([
  [{ ...EVENT, sequence: 0 }, /^events\[1\]\.sequence: This is too small/m],
  [{ ...EVENT, cardKey: 'zz' }, /^events\[1\]\.cardKey: This has to be 20 hexadecimal digits/m],
  [{ ...EVENT, result: 'free' }, /^events\[1\]\.result: This has to be one of/m],
  [{ ...EVENT, code: 2 ** 24 }, /^events\[1\]\.code: This is too large/m],
])('says what is wrong with the event %j', async (event, sentence) => {
  const body = { readerId: 'a', events: [EVENT, event] };
  expect(await complaint(door.post('/reader-events', 'a', body))).toEqual([
    400,
    expect.stringMatching(sentence),
  ]);
});

it('takes a report with the clock of the reader', async () => {
  const clock = new Date(Date.now() + 86_400_000).toISOString();
  expect((await door.post('/reader-acks', 'a', { ...REPORT, clock })).status).toBe(204);
  const state = door.hub.delivery.state(parseReaderId('a'));
  expect(Math.abs((state?.skewMs ?? 0) - 86_400_000)).toBeLessThan(5_000);
  expect(state?.held).toEqual([HELD]);
});

it('hands events on with their instants and says what is stored', async () => {
  const body = { readerId: 'a', events: [EVENT, { ...EVENT, sequence: 2, cardKey: '' }] };
  const answer = await door.post('/reader-events', 'a', body);
  expect(await answer.json()).toEqual({ acknowledgedThrough: 2, missing: [[7, 9]] });
  const [readerId, group, events] = door.uploads.at(-1) ?? [];
  expect([readerId, group?.id, events?.[0]?.at]).toEqual([
    'a',
    'pools',
    new Date('2026-11-21T09:00:00Z'),
  ]);
});

it.each([
  ['/reader-acks', 64 * 1024],
  ['/reader-events', 512 * 1024],
])('%s takes no body beyond %i bytes', async (path, bytes) => {
  expect(await complaint(door.post(path, 'a', ' '.repeat(bytes + 1)))).toEqual([
    413,
    `The body is longer than ${bytes} bytes.`,
  ]);
});

it('takes a thousand events and not one more', async () => {
  const upload = (count: number) => ({
    readerId: 'a',
    events: Array.from({ length: count }, (_, n) => ({ ...EVENT, sequence: n + 1 })),
  });
  expect((await door.post('/reader-events', 'a', upload(1_000))).status).toBe(200);
  expect((await door.post('/reader-events', 'a', upload(1_001))).status).toBe(400);
});
