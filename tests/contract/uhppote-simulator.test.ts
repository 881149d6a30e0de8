import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startControllerControl } from '../../simulators/uhppote/control.ts';
import { startController } from '../../simulators/uhppote/start-controller.ts';

let cleanup: AsyncDisposableStack;
let origin: string;
let port: number;
beforeEach(async () => {
  cleanup = new AsyncDisposableStack();
  const host = '127.0.0.1';
  const controller = cleanup.use(
    await startController({
      serial: 423_187_757,
      port: 0,
      host,
      slots: 4,
      journalPath: null,
      timeZone: 'Europe/Madrid',
      clock: { now: () => new Date('2019-07-01T10:00:00Z') },
    }),
  );
  const control = cleanup.use(await startControllerControl(controller, { port: 0, host }));
  [port, origin] = [controller.port, `http://${host}:${control.port}`];
});
afterEach(() => cleanup.disposeAsync());

/** What the controller answers to bytes, without the zeros at the end. */
async function tell(hex: string): Promise<string> {
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  socket.on('message', resolve);
  socket.send(Buffer.concat([Buffer.from(hex, 'hex')], 64), port, '127.0.0.1');
  const answer = await promise;
  socket.close();
  expect(answer.byteLength).toBe(64);
  return answer.toString('hex').replace(/(?:00)+$/, '');
}

async function ask(method: string, path: string, body?: object) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(new URL(path, origin), init);
  return { status: response.status, body: await response.json() };
}

// Source of the bytes: uhppoted/uhppote-core (MIT), `messages/*_test.go` at commit 117ff01, read 2026-11-21.
const PUT = '175000002d553919ace85d00201901022019123101001d0100000005';

it('keeps a card and gives it back by number and by place', async () => {
  expect(await tell(PUT)).toBe('175000002d55391901');
  expect(await tell('175a00002d553919ace85d00')).toBe(PUT.replace(/^1750/, '175a'));
  expect(await tell('175c00002d55391901')).toBe(PUT.replace(/^1750/, '175c'));
  expect(await tell('175800002d553919')).toBe('175800002d55391901');
});

it('marks the place of a deleted card and leaves the others empty', async () => {
  await tell(PUT);
  expect(await tell('175200002d553919ace85d00')).toBe('175200002d55391901');
  expect(await tell('175200002d553919ace85d00')).toBe('175200002d553919');
  expect(await tell('175c00002d55391901')).toBe('175c00002d553919ffffffff');
  expect(await tell('175c00002d55391902')).toBe('175c00002d553919');
});

it('deletes all cards for the magic word only', async () => {
  await tell(PUT);
  expect(await tell('175400002d553919')).toBe('175400002d553919');
  expect(await tell('175800002d553919')).toBe('175800002d55391901');
  expect(await tell('175400002d55391955aaaa55')).toBe('175400002d55391901');
  expect(await tell('175800002d553919')).toBe('175800002d553919');
});

it('shows its time and takes another one', async () => {
  expect(await tell('173200002d553919')).toBe(
    '173200002d55391920190701120000'.replace(/(?:00)+$/, ''),
  );
  const set = '173000002d55391920190421094440';
  expect(await tell(set)).toBe(set);
  expect(await tell('173200002d553919')).toBe(set.replace(/^1730/, '1732'));
});

it('logs a card held to a door under the next index', async () => {
  await tell(PUT);
  const swipe = await ask('POST', '/swipes', { number: 6_154_412, door: 1 });
  expect(swipe.body).toMatchObject({ index: 1, isGranted: true, reason: 1 });
  await ask('POST', '/swipes', { number: 6_154_412, door: 2 });
  const event = '02000000'.concat('01000201', 'ace85d00', '20190701120000', '06');
  expect(await tell('17b000002d55391902')).toBe(`17b000002d553919${event}`);
  expect((await tell('172000002d553919')).slice(0, 56)).toBe(`172000002d553919${event}`);
});

it('shows what it has and heard, and takes faults', async () => {
  await tell(PUT);
  const shown = { number: 6_154_412, from: '20190102', until: '20191231', doors: [1, 4] };
  expect((await ask('GET', '/cards')).body).toEqual([shown]);
  expect((await ask('GET', '/calls')).body).toEqual({ 'put-card': 1 });
  expect((await ask('PUT', '/fault', { kind: 'refusePut' })).status).toBe(200);
  expect(await tell(PUT)).toBe('175000002d553919');
});

it.each([
  ['POST', '/swipes', { number: 1, door: 5 }, 400],
  ['PUT', '/fault', { kind: 'explode' }, 400],
  ['GET', '/nothing', undefined, 404],
] as const)('answers %s %s with what it can do', async (method, path, body, status) => {
  expect((await ask(method, path, body)).status).toBe(status);
});
