import type { Client, Dispatcher } from 'undici';
import { MAX_REPORT_BYTES } from '../wire.ts';

/** What is asked of a reader. */
export type PushRequest = {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Frames in their order; null for a question. */
  readonly body: Uint8Array | Iterable<Uint8Array> | null;
};

export type PushAnswer = { readonly status: number; readonly text: string };

/** The reader has sent more than a report can be. */
export class AnswerTooLongError extends Error {
  override readonly name = 'AnswerTooLongError';
}

/**
 * One exchange on a reader's only connection. Written on undici's handlers, since streams and signals
 * for each request cost more than the request.
 *
 * @throws {AnswerTooLongError}
 * @throws {Error} As the connection, or `signal`, gave it.
 */
export function exchange(
  client: Client,
  request: PushRequest,
  signal: AbortSignal,
): Promise<PushAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PushAnswer>();
  let controller: Dispatcher.DispatchController | null = null;
  const chunks: Buffer[] = [];
  let status = 0;
  let size = 0;
  const stop = (): void => {
    // Rejects at once: a request that still waits for its connection has no controller to stop it.
    reject(toError(signal.reason));
    controller?.abort(toError(signal.reason));
  };
  signal.addEventListener('abort', stop, { once: true });
  client.dispatch(toDispatch(request), {
    onRequestStart(started) {
      controller = started;
      if (signal.aborted) started.abort(toError(signal.reason));
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(answering, chunk) {
      size += chunk.byteLength;
      if (size > MAX_REPORT_BYTES) answering.abort(new AnswerTooLongError());
      else chunks.push(chunk);
    },
    onResponseEnd() {
      resolve({ status, text: textOf(chunks) });
    },
    onResponseError(_controller, error) {
      reject(error);
    },
  });
  return promise.finally(() => signal.removeEventListener('abort', stop));
}

function toDispatch(request: PushRequest): Dispatcher.DispatchOptions {
  const { path, method, headers, body } = request;
  // undici takes iterables as bodies, which its types do not say.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return { path, method, headers, body: body as Buffer | null };
}

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first.toString('utf8');
  return Buffer.concat(chunks).toString('utf8');
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('stopped', { cause: reason });
}
