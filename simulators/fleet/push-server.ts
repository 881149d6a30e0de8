import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { MalformedArtefactError, splitArtefacts } from '../../domain/reader-list/codec.ts';
import type { ReaderReport } from '../../domain/reader-list/reader-report.ts';
import { listen } from '../fault-gate.ts';
import type { ReaderProgram } from '../reader/reader.ts';

/** Two lists of a million cards and their deny list. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** How a reader misbehaves, for trying what the hub does. */
export type Habit =
  | { readonly kind: 'well' }
  /** Answers so late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Cuts every connection. */
  | { readonly kind: 'dead' };

export type PushServerOptions = {
  /** Readers by their id; the way of each is `http://127.0.0.1:PORT/ID`. */
  readonly readers: ReadonlyMap<string, ReaderProgram>;
  readonly habitOf: (readerId: string) => Habit;
  /** 0 takes a free one. */
  readonly port: number;
};

export type PushServer = AsyncDisposable & { readonly port: number };

/** Readers that the hub calls: `POST /ID/lists` takes artefacts, `GET /ID/lists` tells what is held. */
export async function startPushServer(options: PushServerOptions): Promise<PushServer> {
  const server = createServer((request, response) => {
    serve(options, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port, '127.0.0.1');
  return {
    port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  { readers, habitOf }: PushServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, id = '', path] = (request.url ?? '').split('/');
  const reader = readers.get(decodeURIComponent(id));
  if (reader === undefined || path !== 'lists') {
    response.writeHead(404).end();
    return;
  }
  const habit = habitOf(reader.id);
  if (habit.kind === 'dead') {
    request.socket.destroy();
    return;
  }
  if (habit.kind === 'slow') await pause(habit.ms);
  const report = request.method === 'POST' ? await take(reader, request) : reader.report();
  const body = JSON.stringify(report);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function take(reader: ReaderProgram, request: IncomingMessage): Promise<ReaderReport> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_MESSAGE_BYTES)
      return { ...reader.report(), answer: 'NotSupported', refusal: 'malformed' };
    chunks.push(bytes);
  }
  try {
    return await reader.receive(splitArtefacts(Buffer.concat(chunks)));
  } catch (error) {
    if (!(error instanceof MalformedArtefactError)) throw error;
    return { ...reader.report(), answer: 'Failed', refusal: error.refusal };
  }
}
