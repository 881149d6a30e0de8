import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { listen } from '../../simulators/fault-gate.ts';
import { createRandom, type Random } from '../../simulators/city/random.ts';

/** Stands between the hub and the readers that it calls. */
export type RepeatingProxy = AsyncDisposable & {
  readonly url: string;
  /** From then on: old messages come again before and after, in any order, and answers are lost; null ends that. */
  disturb(random: Random | null): void;
  /** Messages that came once more, and answers that were lost. */
  readonly counts: { repeated: number; lost: number };
};

/** Remembered of each reader. */
const REMEMBERED = 50;

/** @param target The readers' own address, asked once it is needed. */
export async function startRepeatingProxy(target: () => string): Promise<RepeatingProxy> {
  const messages = new Map<string, Buffer[]>();
  const counts = { repeated: 0, lost: 0 };
  let random: Random | null = null;
  const send = (path: string, method: string, body?: Buffer): Promise<Response> =>
    fetch(new URL(path, target()), { method, ...(body && { body: new Uint8Array(body) }) });
  const repeat = async (path: string): Promise<void> => {
    const known = messages.get(path) ?? [];
    if (random === null || known.length === 0) return;
    counts.repeated += 1;
    // A reader that is away hears neither it nor what it repeats.
    await send(path, 'POST', random.pick(known))
      .then((answer) => answer.arrayBuffer())
      .catch(() => {});
  };
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: path = '', method = 'GET' } = request;
    const body = await readAll(request);
    if (method === 'POST' && body.length > 0) {
      messages.set(path, [...(messages.get(path) ?? []), body].slice(-REMEMBERED));
    }
    // Both at once: which one the reader takes up first is not known.
    const early = random?.chance(50) === true ? repeat(path) : null;
    const answer = await send(path, method, method === 'POST' ? body : undefined);
    const text = Buffer.from(await answer.arrayBuffer());
    await early;
    if (random?.chance(50) === true) await repeat(path);
    if (random?.chance(20) === true) {
      counts.lost += 1;
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  const port = await listen(server, 0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    disturb(by) {
      random = by === null ? null : createRandom(by.hex(8));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await promisify(server.close.bind(server))();
    },
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
