import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { KEYS, startDoor, type Door } from './readers-door-harness.ts';

let door: Door;
beforeAll(async () => {
  door = await startDoor();
});
afterAll(async () => door[Symbol.asyncDispose]());

const PATHS = ['/reader-lists/pools', '/reader-keys/pools', '/reader-acks', '/reader-events'];
const methodOf = (path: string) => (/acks|events/.test(path) ? 'POST' : 'GET');

it.each(PATHS)('%s answers nobody without a good token', async (path) => {
  const init = { method: methodOf(path) };
  const headers = { authorization: 'Bearer x.y.z' };
  const answers = [
    await door.ask(path, null, init),
    await door.ask(path, null, { ...init, headers }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401]);
});

it.each(PATHS)('%s answers no reader that is not registered', async (path) => {
  const { status } = await door.ask(path, 'stranger', { method: methodOf(path) });
  expect(status).toBe(403);
});

it.each(PATHS)('%s answers nobody who is no reader', async (path) => {
  const headers = { authorization: `Bearer ${await door.token('a', 'staff')}` };
  const { status } = await door.ask(path, null, { method: methodOf(path), headers });
  expect(status).toBe(403);
});

it.each(['/reader-lists/bus', '/reader-keys/bus', '/reader-lists/no-such', '/reader-lists'])(
  '%s is refused to a reader of another group',
  async (path) => {
    const answer = await door.ask(path, 'a');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({ error: 'You may not see or do this.' });
  },
);

it.each(['/reader-acks', '/reader-events'])(
  '%s takes nothing in the name of another reader',
  async (path) => {
    const clock = new Date().toISOString();
    const report = {
      readerId: 'c',
      answer: 'Accepted',
      refusal: null,
      held: [],
      clock,
      events: [],
    };
    expect((await door.post(path, 'a', report)).status).toBe(403);
  },
);

it('forgets a reader that was retired', async () => {
  const { readers } = door.hub.registry;
  const kept = readers.get(parseReaderId('c'));
  readers.delete(parseReaderId('c'));
  await door.hub.delivery.refresh();
  expect((await door.ask('/reader-lists/bus', 'c')).status).toBe(403);
  readers.set(parseReaderId('c'), kept!);
  await door.hub.delivery.refresh();
  expect((await door.ask('/reader-lists/bus', 'c')).status).toBe(204);
});

it('gives a reader the keys of its group and epoch', async () => {
  const answer = await door.ask('/reader-keys/pools', 'a');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({
    epoch: 3,
    key: Buffer.from(KEYS.groupKey('pools', 3)).toString('base64url'),
    publicKey: KEYS.publicKey.export({ format: 'jwk' })['x'],
    issuer: KEYS.issuer,
  });
});

it('looks at good readers however many bad tokens come', async () => {
  expect((await door.ask('/reader-keys/pools', 'a')).status).toBe(200);
  const good = { authorization: `Bearer ${await door.token('a')}` };
  await door.ask('/reader-keys/pools', null, { headers: good });
  const flood = Array.from({ length: 400 }, (_, n) =>
    door.ask('/reader-keys/pools', null, { headers: { authorization: `Bearer a.b.${n}` } }),
  );
  const statuses = new Set((await Promise.all(flood)).map(({ status }) => status));
  expect(statuses).toEqual(new Set([401, 503]));
  expect((await door.ask('/reader-keys/pools', null, { headers: good })).status).toBe(200);
});

it('tells its health to anybody', async () => {
  const answers = await Promise.all(
    ['/live', '/ready', '/nothing'].map((path) => door.ask(path, null)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
});
