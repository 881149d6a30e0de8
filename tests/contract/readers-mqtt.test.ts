import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createMqttBroker, type MqttBrokerOptions } from '../../connectors/readers/mqtt/broker.ts';
import type { ReaderReport } from '../../connectors/readers/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { listen as openPort } from '../../simulators/fault-gate.ts';
import { NO_FAULT } from '../../simulators/simulator.ts';
import { until } from '../support/until.ts';
import { heardBy, HUB, silent, startMqttCity, type MqttCity } from './support/mqtt-city.ts';

const POOLS = parseGroupId('pools');
const HEAD = { name: 'deny', epoch: 1, sequence: 4, digest: 'cd'.repeat(32) } as const;
const REPORT = {
  readerId: 'pool-1',
  answer: 'Accepted',
  refusal: null,
  held: [HEAD],
  clock: '2026-03-01T10:00:00.000Z',
};

let city: MqttCity;
let cleanup: AsyncDisposableStack;
let reports: ReaderReport[];
beforeEach(async () => {
  cleanup = new AsyncDisposableStack();
  city = cleanup.use(await startMqttCity());
  reports = [];
});
afterEach(() => cleanup.disposeAsync());

function connectHub(options: Partial<MqttBrokerOptions> = {}) {
  const hub = createMqttBroker({
    url: new URL(city.broker.address),
    ...HUB,
    clientId: 'hub-1',
    reconnectMs: 20,
    onReport: (report) => reports.push(report),
    log: silent,
    ...options,
  });
  return cleanup.use(hub);
}

/** A hub whose connection is there. */
async function connectedHub(options: Partial<MqttBrokerOptions> = {}) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const hub = connectHub({ ...options, onConnected: resolve });
  await promise;
  return hub;
}

async function listen(reader: string, ...topics: readonly string[]) {
  const client = await city.connectReader(reader);
  const heard = heardBy(client);
  await client.subscribeAsync([...topics], { qos: 1 });
  return { client, heard };
}

it('publishes to a group, and only to it', async () => {
  const [pool, gym] = [
    await listen('pool-1', 'tessera/pools/lists'),
    await listen('gym-1', 'tessera/gyms/lists'),
  ];
  const hub = connectHub();
  await hub.publish(POOLS, [Buffer.from('abc')]);
  await hub.publish(parseGroupId('gyms'), [Buffer.from('x')]);
  await until(() => pool.heard.length + gym.heard.length === 2);
  const retain = false;
  expect(pool.heard).toEqual([{ topic: 'tessera/pools/lists', text: '\0\0\0\u0003abc', retain }]);
  expect(gym.heard).toEqual([{ topic: 'tessera/gyms/lists', text: '\0\0\0\u0001x', retain }]);
});

it('publishes to one reader', async () => {
  const one = await listen('pool-1', 'tessera/readers/pool-1/lists');
  await connectHub().publishTo(parseReaderId('pool-1'), [Buffer.from('a'), Buffer.from('b')]);
  await until(() => one.heard.length === 1);
  expect(one.heard[0]?.text).toBe('\0\0\0\u0001a\0\0\0\u0001b');
});

it('asks one reader what it has with an empty message', async () => {
  const one = await listen('pool-1', 'tessera/readers/pool-1/lists');
  await connectHub().publishTo(parseReaderId('pool-1'), []);
  await until(() => one.heard.length === 1);
  expect(one.heard).toEqual([{ topic: 'tessera/readers/pool-1/lists', text: '', retain: false }]);
});

it('publishes a snapshot of four megabytes', async () => {
  const client = await city.connectReader('pool-1');
  const sizes: number[] = [];
  client.on('message', (_topic, payload) => sizes.push(payload.byteLength));
  await client.subscribeAsync('tessera/pools/lists', { qos: 1 });
  await connectHub().publish(POOLS, [Buffer.alloc(4_400_000)]);
  await until(() => sizes.length === 1);
  expect(sizes).toEqual([4_400_004]);
});

it('leaves the manifest with the broker for readers that come later, the last one only', async () => {
  const hub = connectHub();
  await hub.publishManifest(POOLS, [{ ...HEAD, sequence: 3 }]);
  await hub.publishManifest(POOLS, [HEAD]);
  const late = await listen('pool-2', 'tessera/pools/manifest');
  await until(() => late.heard.length > 0);
  expect(late.heard.map(({ text, retain }) => ({ retain, ...JSON.parse(text) }))).toEqual([
    { retain: true, group: 'pools', heads: [HEAD] },
  ]);
});

it('does not take a manifest that the broker replays for news of a list', async () => {
  const first = connectHub();
  await first.publishManifest(POOLS, [HEAD]);
  await first.publish(POOLS, [Buffer.from('delta')]);
  const late = await listen('pool-2', 'tessera/pools/manifest', 'tessera/pools/lists');
  await until(() => late.heard.length > 0);
  await first.publish(POOLS, [Buffer.from('next')]);
  await until(() => late.heard.length === 2);
  // What is replayed says so, and no list is ever replayed: a reader can tell old from new.
  expect(late.heard.map(({ topic, retain }) => [topic, retain])).toEqual([
    ['tessera/pools/manifest', true],
    ['tessera/pools/lists', false],
  ]);
});

it('hears what a reader reports', async () => {
  await connectedHub();
  const reader = await city.connectReader('pool-1');
  await reader.publishAsync('tessera/readers/pool-1/report', JSON.stringify(REPORT), { qos: 1 });
  await until(() => reports.length === 1);
  expect(reports).toEqual([{ ...REPORT, clock: new Date(REPORT.clock) }]);
});

it.each([
  ['of another reader', JSON.stringify({ ...REPORT, readerId: 'pool-2' })],
  ['that is no JSON', '{'],
  ['that is none', '[]'],
  ['that is too long', JSON.stringify({ ...REPORT, more: 'x'.repeat(70_000) })],
])('leaves out a report %s, and hears the next one', async (_what, text) => {
  await connectedHub();
  const reader = await city.connectReader('pool-1');
  await reader.publishAsync('tessera/readers/pool-1/report', text, { qos: 1 });
  await reader.publishAsync('tessera/readers/pool-1/report', JSON.stringify(REPORT), { qos: 1 });
  await until(() => reports.length > 0);
  expect(reports.map(({ readerId }) => readerId)).toEqual(['pool-1']);
});

it('rejects within its deadline while the broker is away', async () => {
  const hub = await connectedHub({ timeoutMs: 200 });
  await city.broker.putFault({ ...NO_FAULT, kind: 'refuse' });
  const begun = Date.now();
  await expect(hub.publish(POOLS, [Buffer.from('lost')])).rejects.toThrow(UpstreamUnavailableError);
  expect(Date.now() - begun).toBeLessThan(2_000);
});

it('never sends what it has given up, and publishes again when the broker is back', async () => {
  const hub = await connectedHub({ timeoutMs: 200 });
  await city.broker.putFault({ ...NO_FAULT, kind: 'refuse' });
  await expect(hub.publish(POOLS, [Buffer.from('old')])).rejects.toThrow(UpstreamUnavailableError);
  await city.broker.putFault(NO_FAULT);
  const pool = await listen('pool-1', 'tessera/pools/lists');
  await until(async () => {
    await hub.publish(POOLS, [Buffer.from('new')]).catch(() => {});
    return pool.heard.length > 0;
  });
  expect(new Set(pool.heard.map(({ text }) => text))).toEqual(new Set(['\0\0\0\u0003new']));
});

it('bridges a short cut within the deadline', async () => {
  const hub = await connectedHub();
  await city.broker.putFault({ ...NO_FAULT, kind: 'refuse' });
  const pending = hub.publishManifest(POOLS, [HEAD]).catch(() => 'cut');
  await city.broker.putFault(NO_FAULT);
  await pending;
  await expect(hub.publishManifest(POOLS, [HEAD])).resolves.toBeUndefined();
});

it('hears reports again after the broker was away, and says that it is back', async () => {
  let connections = 0;
  connectHub({ onConnected: () => (connections += 1) });
  await until(() => connections === 1);
  await city.broker.putFault({ ...NO_FAULT, kind: 'refuse' });
  await city.broker.putFault(NO_FAULT);
  await until(() => connections === 2);
  const reader = await city.connectReader('pool-1');
  await reader.publishAsync('tessera/readers/pool-1/report', JSON.stringify(REPORT), { qos: 1 });
  await until(() => reports.length === 1);
  expect(reports[0]?.readerId).toBe('pool-1');
});

it('lets only so much wait for a broker that is away', async () => {
  await city.broker.putFault({ ...NO_FAULT, kind: 'refuse' });
  const hub = connectHub({ timeoutMs: 300, maxWaiting: { messages: 3, bytes: 1_000 } });
  const sent = Array.from({ length: 5 }, () =>
    hub.publish(POOLS, [Buffer.from('x')]).catch((error: unknown) => String(error)),
  );
  const reasons = (await Promise.all(sent)).map((reason) => /wait for it/.test(String(reason)));
  expect(reasons).toEqual([false, false, false, true, true]);
});

it('cuts off a broker that takes a message and never says so', async () => {
  const sockets: string[] = [];
  // CONNACK, then SUBACK for message 1, then silence.
  const server = createServer((socket) => {
    socket.once('data', () => socket.write(Buffer.from('20020000', 'hex')));
    socket.on('data', (bytes: Buffer) => {
      if (bytes[0] === 0x82) socket.write(Buffer.from([0x90, 3, bytes[2] ?? 0, bytes[3] ?? 0, 1]));
    });
    socket.on('close', () => sockets.push('closed'));
  });
  const port = await openPort(server, 0, '127.0.0.1');
  cleanup.defer(() => void server.close());
  const hub = connectHub({ url: new URL(`mqtt://127.0.0.1:${port}`), timeoutMs: 300 });
  await expect(hub.publish(POOLS, [Buffer.from('x')])).rejects.toThrow(UpstreamUnavailableError);
  await until(() => sockets.length > 0);
  expect(sockets).toContain('closed');
});

it('rejects what waits when it is closed', async () => {
  await city.broker.putFault({ ...NO_FAULT, kind: 'refuse' });
  const hub = connectHub();
  const sent = hub.publish(POOLS, [Buffer.from('x')]);
  await hub[Symbol.asyncDispose]();
  await expect(sent).rejects.toThrow(UpstreamUnavailableError);
});

it('goes on seeking a broker that does not know its password', async () => {
  const hub = connectHub({ password: 'wrong', timeoutMs: 200 });
  await expect(hub.publish(POOLS, [])).rejects.toThrow(UpstreamUnavailableError);
  await until(() => (city.broker.calls()['refused'] ?? 0) > 2);
  expect(city.broker.calls()['publish']).toBeUndefined();
});
