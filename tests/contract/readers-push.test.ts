import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { createPushCaller, type PushCallerOptions } from '../../connectors/readers/push/client.ts';
import { UpstreamMalformedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import { joinArtefacts } from '../../domain/reader-list/codec.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { parseReaderId, type Reader } from '../../domain/reader-list/reader.ts';
import { listen } from '../../simulators/fault-gate.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

let cleanup = new AsyncDisposableStack();
afterEach(async () => {
  await cleanup.disposeAsync();
  cleanup = new AsyncDisposableStack();
});

const DIGEST = 'ab'.repeat(32);
const HELD = { name: 'rulebook-3', epoch: 1, sequence: 17, digest: DIGEST };
const REPORT = {
  readerId: 'pool-1',
  answer: 'Accepted',
  refusal: null,
  held: [HELD],
  clock: '2026-03-01T10:00:00.000Z',
};

const tells =
  (report: object, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(report));
  };

/** A reader of one answer; `requests` and `connections` count what reached it. */
async function startReader(answer: Answer) {
  const seen = { requests: 0, connections: 0, bodies: [] as Buffer[], urls: [] as string[] };
  const server = createServer((request, response) => {
    seen.requests += 1;
    seen.urls.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      seen.bodies.push(body);
      answer(request, response, body);
    });
  });
  server.on('connection', () => (seen.connections += 1));
  const port = await listen(server, 0, '127.0.0.1');
  cleanup.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { seen, server, reader: readerAt(`http://127.0.0.1:${port}/device/`) };
}

function readerAt(url: string): Reader {
  const way = { kind: 'push', url } as const;
  return { id: parseReaderId('pool-1'), group: parseGroupId('pools'), place: 'El Llano', way };
}

function callerWith(options: PushCallerOptions = {}) {
  return cleanup.use(createPushCaller(options));
}

it('gives artefacts each with its length, and reads what the reader holds', async () => {
  const { seen, reader } = await startReader(tells(REPORT));
  const report = await callerWith().send(reader, [Buffer.from('abc'), Buffer.from('de')]);
  expect(report).toEqual({ ...REPORT, clock: new Date(REPORT.clock) });
  expect(seen.urls).toEqual(['POST /device/lists']);
  expect(seen.bodies[0]?.toString('hex')).toBe('00000003616263000000026465');
});

it('gives a snapshot of four megabytes as it is', async () => {
  const { seen, reader } = await startReader(tells(REPORT));
  const snapshot = Buffer.alloc(4_400_000, 7);
  await callerWith().send(reader, [snapshot, Buffer.from('x')]);
  const joined = joinArtefacts([snapshot, Buffer.from('x')]);
  expect(seen.bodies.map((body) => body.equals(joined))).toEqual([true]);
});

it('asks what a reader has', async () => {
  const { seen, reader } = await startReader(tells(REPORT));
  expect((await callerWith().ask(reader)).held).toEqual([HELD]);
  expect(seen.urls).toEqual(['GET /device/lists']);
});

it.each([
  ['Failed', 'badSignature'],
  ['NotSupported', 'unsupportedFormat'],
  ['VersionMismatch', 'gap'],
])('hands on the answer %s with its reason', async (answer, refusal) => {
  const { reader } = await startReader(tells({ ...REPORT, answer, refusal }));
  expect(await callerWith().send(reader, [])).toMatchObject({ answer, refusal });
});

it('keeps one connection for many calls', async () => {
  const { seen, reader } = await startReader(tells(REPORT));
  const caller = callerWith();
  for (let call = 0; call < 20; call += 1) await caller.ask(reader);
  await Promise.all(Array.from({ length: 20 }, () => caller.ask(reader)));
  expect(seen).toMatchObject({ requests: 40, connections: 1 });
});

it.each([
  ['another reader', { ...REPORT, readerId: 'pool-2' }],
  ['an answer that nobody knows', { ...REPORT, answer: 'Perhaps' }],
  ['a digest that is too short', { ...REPORT, held: [{ ...HELD, digest: 'ab' }] }],
  ['a list told twice', { ...REPORT, held: [HELD, HELD] }],
  ['a list of an unknown name', { ...REPORT, held: [{ ...HELD, name: 'rulebook-0' }] }],
  ['a clock without time', { ...REPORT, clock: 'noon' }],
  ['too many lists', { ...REPORT, held: Array.from({ length: 65 }, () => HELD) }],
])('takes no report of %s', async (_what, report) => {
  const { reader } = await startReader(tells(report));
  await expect(callerWith().send(reader, [])).rejects.toThrow(UpstreamMalformedError);
});

it('quotes nothing of what came in its complaint', async () => {
  const { reader } = await startReader((_request, response) => response.end('secret words'));
  await expect(callerWith().ask(reader)).rejects.toThrow('reader pool-1: the report is not JSON');
});

it('does not read an answer to its end that is too long for a report', async () => {
  const { reader } = await startReader((_request, response) => {
    response.end(Buffer.alloc(1024 * 1024, 32));
  });
  await expect(callerWith().ask(reader)).rejects.toThrow('longer than a report');
});

it.each([500, 503, 429])('takes HTTP %i for an outage', async (status) => {
  const { reader } = await startReader(tells(REPORT, status));
  await expect(callerWith().ask(reader)).rejects.toThrow(UpstreamUnavailableError);
});

it.each([204, 302, 404, 413])('takes HTTP %i for something else than a reader', async (status) => {
  const { reader } = await startReader((_request, response) => {
    response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end();
  });
  await expect(callerWith().ask(reader)).rejects.toThrow(UpstreamMalformedError);
});

it('gives up a reader that never answers, and calls it again on another connection', async () => {
  let isHanging = true;
  const { seen, reader } = await startReader((request, response, body) => {
    if (!isHanging) tells(REPORT)(request, response, body);
  });
  const caller = callerWith({ timeoutMs: 150 });
  await expect(caller.ask(reader)).rejects.toThrow(UpstreamUnavailableError);
  isHanging = false;
  expect((await caller.ask(reader)).answer).toBe('Accepted');
  expect(seen.connections).toBe(2);
});

it('gives a large message more time than a small one', async () => {
  const { reader } = await startReader((request, response, body) => {
    setTimeout(() => tells(REPORT)(request, response, body), 400);
  });
  const caller = callerWith({ timeoutMs: 150, slowestBytesPerSecond: 1_000_000 });
  await expect(caller.send(reader, [Buffer.alloc(10)])).rejects.toThrow(UpstreamUnavailableError);
  expect((await caller.send(reader, [Buffer.alloc(2_000_000)])).answer).toBe('Accepted');
});

it('gives up a reader that takes connections and reads nothing', async () => {
  const server = createTcpServer(
    (socket) => void cleanup.adopt(socket.pause(), (taken) => void taken.destroy()),
  );
  const port = await listen(server, 0, '127.0.0.1');
  cleanup.defer(() => void server.close());
  const caller = callerWith({ timeoutMs: 150, slowestBytesPerSecond: 1e9 });
  const sent = caller.send(readerAt(`http://127.0.0.1:${port}`), [Buffer.alloc(20_000_000)]);
  await expect(sent).rejects.toThrow(UpstreamUnavailableError);
});

it('says that a reader is away when nobody listens', async () => {
  const { server, reader } = await startReader(tells(REPORT));
  await new Promise((resolve) => server.close(resolve));
  await expect(callerWith().ask(reader)).rejects.toThrow('reader pool-1: no complete answer');
});

it('repeats a call once that met a connection closed while idle', async () => {
  const { seen, reader } = await startReader((request, response, body) => {
    if (seen.requests === 2) request.socket.destroy();
    else tells(REPORT)(request, response, body);
  });
  const caller = callerWith();
  await caller.ask(reader);
  expect((await caller.ask(reader)).answer).toBe('Accepted');
  expect(seen.requests).toBe(3);
});

it('stops at once when the caller does', async () => {
  const { reader } = await startReader(() => {});
  const stop = new AbortController();
  const asked = callerWith().ask(reader, { signal: stop.signal });
  setImmediate(() => stop.abort());
  await expect(asked).rejects.toThrow(UpstreamUnavailableError);
});

it('follows a reader to its new address', async () => {
  const [before, after] = [await startReader(tells(REPORT)), await startReader(tells(REPORT))];
  const caller = callerWith();
  await caller.ask(before.reader);
  await caller.ask(after.reader);
  expect([before.seen.requests, after.seen.requests]).toEqual([1, 1]);
});

it('refuses a reader that is reached in another way', async () => {
  const reader: Reader = { ...readerAt('http://127.0.0.1:9'), way: { kind: 'mqtt' } };
  await expect(callerWith().ask(reader)).rejects.toThrow(TypeError);
});
