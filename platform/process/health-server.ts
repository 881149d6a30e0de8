import { startHttpListener, type HttpListener } from '../http/http-listener.ts';
import type { Logger } from './log.ts';

export type HealthServerOptions = {
  readonly host: string;
  readonly port: number;
  /** Parts still missing; `/ready` is 503 and names them until there are none. */
  readonly missing: () => readonly string[];
  readonly log: Logger;
};

/** `GET /live` and `GET /ready` of a process that serves nothing else. */
export function startHealthServer({
  host,
  port,
  missing,
  log,
}: HealthServerOptions): Promise<HttpListener> {
  return startHttpListener({
    host,
    port,
    drainMs: 0,
    log,
    async handler({ url }, response) {
      const waiting = url === '/ready' ? missing() : [];
      const isKnown = url === '/live' || url === '/ready';
      response.writeHead(isKnown ? (waiting.length === 0 ? 200 : 503) : 404, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify({ ready: waiting.length === 0, missing: waiting }));
    },
  });
}
