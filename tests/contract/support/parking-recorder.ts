import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Exchange } from './parking-schema.ts';

export type Recorder = AsyncDisposable & {
  /** With `/v1`. */
  readonly address: string;
  readonly exchanges: readonly Exchange[];
};

/** Stands between the client and a server and keeps what either says. @param target With `/v1`. */
export async function startRecorder(target: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const url = new URL((request.url ?? '').replace(/^\/v1/, target));
      const token = String(request.headers['x-mcc-access-token'] ?? '');
      const method = request.method ?? 'GET';
      const answer = await fetch(url, {
        method,
        headers: { 'X-MCC-Access-Token': token },
        ...(body === '' ? {} : { body }),
      });
      const answered = await answer.text();
      exchanges.push({
        method,
        path: url.pathname.replace(/^\/v1/, ''),
        query: url.searchParams,
        sent: body === '' ? undefined : (JSON.parse(body) as unknown),
        status: answer.status,
        answered: JSON.parse(answered) as unknown,
      });
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answered);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    exchanges,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
