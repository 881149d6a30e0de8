import type { IncomingMessage } from 'node:http';

/** Why a body was not taken, as the HTTP status that says so. */
export class BodyRefusedError extends Error {
  override readonly name = 'BodyRefusedError';
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The whole body, which never takes more memory than the limit. A body that announces more is
 * refused before it is read.
 *
 * @throws {BodyRefusedError} 413: longer than `limitBytes`; 400: the caller stopped in the middle.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  // Made when it is needed: an error costs its stack.
  const tooLong = () => new BodyRefusedError(413, `The body is longer than ${limitBytes} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLong();
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= limitBytes) return void chunks.push(chunk);
    // The rest is not read: whoever answers also closes the connection.
    request.pause();
    return reject(tooLong());
  });
  request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
  request.on('error', () => reject(new BodyRefusedError(400, 'The body ended too early.')));
  return promise;
}
