import { UpstreamMalformedError } from '../../domain/errors.ts';

export type BodyLimits = {
  /** After decompression. */
  readonly maxBytes: number;
  /** Ends the reading. */
  readonly signal: AbortSignal;
};

/**
 * The whole body of an answer of global `fetch`.
 *
 * @throws {UpstreamMalformedError} It is longer than allowed; the rest is not read.
 */
export async function readBoundedBody(
  system: string,
  response: Response,
  { maxBytes, signal }: BodyLimits,
): Promise<Buffer> {
  const reader = response.body?.getReader();
  if (reader === undefined) return Buffer.alloc(0);
  const stop = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return Buffer.concat(chunks);
      chunks.push(value);
      size += value.byteLength;
      if (size > maxBytes) {
        stop();
        throw new UpstreamMalformedError(system, `the answer is longer than ${maxBytes} bytes`);
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
