import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { Server as NetServer } from 'node:net';
import type { Logger } from '../process/log.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type HttpListenerOptions = {
  readonly handler: HttpHandler;
  /** An address or name of this machine; `127.0.0.1` takes connections of this machine only. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM of a certificate (chain) and its key: the server speaks HTTPS then. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** How long a stop waits for what is running before it cuts the connections. */
  readonly drainMs: number;
  readonly log: Logger;
};

/** A listening server; disposing stops accepting, lets running requests finish, then closes. */
export type HttpListener = AsyncDisposable & {
  /** `http://host:port`, or `https:` with TLS, with the port that was really taken. */
  readonly origin: string;
  /** True from the moment a stop begins. */
  readonly isStopping: () => boolean;
};

/** Longer than a client keeps an idle connection, so that the client closes it and not we under its request. */
const KEEP_ALIVE_MS = 65_000;
/** After a stop began, how long a kept connection may still bring a request; it is told to close with the answer. */
const IDLE_CUT_MS = 100;
const HEADERS_MS = 10_000;
const WHOLE_REQUEST_MS = 30_000;

const LIMITS = {
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: HEADERS_MS,
  requestTimeout: WHOLE_REQUEST_MS,
};

/** @throws {Error} The port is taken or the host is not of this machine. */
export async function startHttpListener({
  handler,
  host,
  port,
  tls,
  drainMs,
  log,
}: HttpListenerOptions): Promise<HttpListener> {
  let isStopping = false;
  const listener: RequestListener = (request, response) => {
    if (isStopping) response.setHeader('connection', 'close');
    handler(request, response).catch((error: unknown) => {
      log.error({ stack: error instanceof Error ? error.stack : String(error) }, 'bug');
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
  const server =
    tls === undefined
      ? createServer(LIMITS, listener)
      : createSecureServer({ ...LIMITS, ...tls }, listener);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'EADDRINUSE'
        ? `Port ${port} of ${host} is taken by another program.`
        : `Nothing can listen at port ${port} of ${host}: ${error.message}.`;
    reject(new Error(reason, { cause: error }));
  });
  server.listen({ host, port }, resolve);
  await promise;

  return {
    origin: originOf(tls === undefined ? 'http' : 'https', host, server.address()),
    isStopping: () => isStopping,
    async [Symbol.asyncDispose]() {
      if (isStopping) return;
      isStopping = true;
      await drain(server, drainMs);
    },
  };
}

async function drain(server: Server | SecureServer, drainMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // The close of node:http cuts idle connections at once, under requests that are on their way.
  NetServer.prototype.close.call(server, () => resolve());
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CUT_MS);
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  await promise;
  clearInterval(idle);
  clearTimeout(cut);
}

function originOf(scheme: string, host: string, address: ReturnType<Server['address']>) {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
