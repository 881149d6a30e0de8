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

/**
 * What a request is for. Paths such as `//` name no address: they are answered like any that is unknown.
 *
 * @param origin Where the server stands, as it calls itself.
 */
export function urlOf(request: IncomingMessage, origin = 'http://simulated.invalid'): URL {
  return (
    URL.parse(request.url ?? '/', origin) ?? new URL('/unreadable', 'http://simulated.invalid')
  );
}
