import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { splitArtefacts } from '../../domain/reader-list/codec.ts';
import type { Reader } from '../../domain/reader-list/reader.ts';
import { createWordReader, reader, type WordReader } from './delivery-reader.ts';

/** Many push readers behind one real HTTP server: `/ID/lists`. */
export type PushReaders = AsyncDisposable & {
  readonly readers: readonly Reader[];
  get(id: string): WordReader;
  /** What a reader does with a request before it answers: nothing, waits for ever, or cuts the line. */
  readonly manners: Map<string, 'well' | 'hang' | 'cut' | 'deaf'>;
  /** Requests under way by reader, and the most there were at once. */
  readonly most: Map<string, number>;
  /** Requests that came. */
  readonly requests: () => number;
};

/** @param members Reader ids with their group. */
export async function startPushReaders(
  members: readonly (readonly [id: string, group: string])[],
): Promise<PushReaders> {
  const words = new Map(members.map(([id, group]) => [id, createWordReader(id, group)]));
  const manners: PushReaders['manners'] = new Map();
  const most = new Map<string, number>();
  const underWay = new Map<string, number>();
  let requests = 0;
  const server = createServer((request, response) => {
    const id = /^\/([^/]+)\/lists$/.exec(request.url ?? '')?.[1] ?? '';
    const one = words.get(id);
    requests += 1;
    const now = (underWay.get(id) ?? 0) + 1;
    underWay.set(id, now);
    most.set(id, Math.max(now, most.get(id) ?? 0));
    response.once('close', () => underWay.set(id, (underWay.get(id) ?? 1) - 1));
    if (manners.get(id) === 'cut' || one === undefined) return request.socket.destroy();
    if (manners.get(id) === 'hang') return request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const isDeaf = manners.get(id) === 'deaf';
      const report =
        request.method === 'GET' || isDeaf
          ? { ...one.report(), ...(isDeaf && { answer: 'Failed', refusal: 'badSignature' }) }
          : one.take(splitArtefacts(body));
      response.setHeader('content-type', 'application/json').end(JSON.stringify(report));
    });
    return request;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    readers: members.map(([id, group]) =>
      reader(id, group, { kind: 'push', url: `${base}/${id}` }),
    ),
    manners,
    most,
    requests: () => requests,
    get(id) {
      const one = words.get(id);
      if (one === undefined) throw new Error(`there is no reader ${id}`);
      return one;
    },
    [Symbol.asyncDispose]: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
