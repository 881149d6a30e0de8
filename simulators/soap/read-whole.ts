import type { IncomingMessage } from 'node:http';

/** Longest request read: a hub sends a few kilobytes. */
const MAX_REQUEST_BYTES = 256 * 1024;

/** The body of a request; null when the client went away or sent too much. */
export async function readWhole(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.byteLength;
      if (size > MAX_REQUEST_BYTES) {
        request.socket.destroy();
        return null;
      }
      chunks.push(bytes);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}
