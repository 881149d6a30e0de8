import type { Client } from 'undici';
import {
  HubError,
  UpstreamMalformedError,
  UpstreamUnavailableError,
} from '../../../domain/errors.ts';
import { joinArtefacts } from '../../../domain/reader-list/codec.ts';
import type { Reader, ReaderId } from '../../../domain/reader-list/reader.ts';
import { errorCode } from '../../../platform/error-code.ts';
import { framesOf, messageLength } from '../message.ts';
import type { CallOptions, ReaderCaller, ReaderReport } from '../port.ts';
import { LISTS_TYPE, parseReport } from '../wire.ts';
import { createReaderConnections } from './connections.ts';
import { AnswerTooLongError, exchange, type PushAnswer, type PushRequest } from './exchange.ts';

export type PushCallerOptions = {
  /** For one call from asking to answer, connecting included; 5 s unless told. */
  readonly timeoutMs?: number;
  /** What the slowest line carries: a message gets so much longer than `timeoutMs`; 512 KiB/s unless told. */
  readonly slowestBytesPerSecond?: number;
};

const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_BYTES_PER_SECOND = 512 * 1024;

/** Up to here one piece is cheaper than frames; above, a copy for each of hundreds of readers is not. */
const ONE_PIECE_BYTES = 64 * 1024;

/** A connection that was cut while idle: the reader closed it just as the hub began to write. */
const CUT: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Calls readers over HTTP (`way.kind` is `push`): `POST {url}/lists` gives, `GET {url}/lists` asks. One
 * connection and one request at a time for each reader; how often a reader is tried again, and after
 * what pause, is the caller's to say. A call that met a connection closed while idle is repeated once:
 * giving the same artefacts twice does no harm, the second answer tells what is held.
 */
export function createPushCaller({
  timeoutMs = DEFAULT_TIMEOUT_MS,
  slowestBytesPerSecond = DEFAULT_BYTES_PER_SECOND,
}: PushCallerOptions = {}): ReaderCaller & AsyncDisposable {
  const connections = createReaderConnections({ connectTimeoutMs: timeoutMs });

  async function call(
    reader: Reader,
    artefacts: readonly Uint8Array[] | null,
    { signal }: CallOptions = {},
  ): Promise<ReaderReport> {
    const { origin, path } = addressOf(reader);
    const bytes = artefacts === null ? 0 : messageLength(artefacts);
    const deadlineMs = timeoutMs + (bytes / slowestBytesPerSecond) * 1_000;
    using stop = createDeadline(deadlineMs, signal);
    const ask = (): PushRequest => toRequest(path, artefacts, bytes);
    const client = connections.of(reader.id, origin);
    try {
      return toReport(reader.id, await askTwice(client, ask, stop.signal));
    } catch (cause) {
      throw toFailure(reader.id, cause);
    }
  }

  return {
    send: (reader, artefacts, options) => call(reader, artefacts, options),
    ask: (reader, options) => call(reader, null, options),
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  };
}

async function askTwice(
  client: Client,
  ask: () => PushRequest,
  signal: AbortSignal,
): Promise<PushAnswer> {
  try {
    return await exchange(client, ask(), signal);
  } catch (error) {
    if (signal.aborted || !CUT.has(errorCode(error) ?? '')) throw error;
    return exchange(client, ask(), signal);
  }
}

function addressOf({ id, way }: Reader): { readonly origin: string; readonly path: string } {
  const url = way.kind === 'push' ? URL.parse(way.url) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`The reader ${id} is not one that is called over HTTP.`);
  }
  return { origin: url.origin, path: `${url.pathname.replace(/\/+$/, '')}/lists` };
}

function toRequest(
  path: string,
  artefacts: readonly Uint8Array[] | null,
  bytes: number,
): PushRequest {
  if (artefacts === null) return { path, method: 'GET', headers: ACCEPT, body: null };
  return {
    path,
    method: 'POST',
    headers: { ...ACCEPT, 'content-type': LISTS_TYPE, 'content-length': String(bytes) },
    body: bytes <= ONE_PIECE_BYTES ? joinArtefacts(artefacts) : framesOf(artefacts),
  };
}

const ACCEPT = { accept: 'application/json' };

function toReport(reader: ReaderId, { status, text }: PushAnswer): ReaderReport {
  const system = `reader ${reader}`;
  if (status === 429 || status >= 500) throw new UpstreamUnavailableError(system, `HTTP ${status}`);
  if (status !== 200) throw new UpstreamMalformedError(system, `HTTP ${status} is no answer`);
  return parseReport(text, reader);
}

function toFailure(reader: ReaderId, cause: unknown): Error {
  const system = `reader ${reader}`;
  if (cause instanceof HubError) return cause;
  if (cause instanceof AnswerTooLongError) {
    return new UpstreamMalformedError(system, 'the answer is longer than a report', { cause });
  }
  return new UpstreamUnavailableError(system, 'no complete answer', { cause });
}

/** A signal of its own with one plain timer, which is cheaper than those of `AbortSignal`. */
function createDeadline(
  afterMs: number,
  outer: AbortSignal | undefined,
): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const expire = (): void => controller.abort(new Error(`no answer within ${afterMs} ms`));
  const stop = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(expire, afterMs);
  if (outer?.aborted === true) stop();
  outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}
