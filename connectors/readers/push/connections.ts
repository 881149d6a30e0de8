import { Client } from 'undici';
import type { ReaderId } from '../../../domain/reader-list/reader.ts';

/** Node's own servers close an idle connection after 5 s; asking a second earlier avoids most races. */
const IDLE_MS = 4_000;
/** A reader that tells `Keep-Alive: timeout=…` is believed up to this. */
const LONGEST_IDLE_MS = 5 * 60 * 1_000;

/** One connection for each reader, opened when it is needed and again after it broke. */
export type ReaderConnections = AsyncDisposable & {
  /** The same as before while the reader's origin stays the same. */
  of(reader: ReaderId, origin: string): Client;
};

export function createReaderConnections({
  connectTimeoutMs,
}: {
  readonly connectTimeoutMs: number;
}): ReaderConnections {
  const open = new Map<ReaderId, { readonly origin: string; readonly client: Client }>();
  return {
    of(reader, origin) {
      const known = open.get(reader);
      if (known?.origin === origin) return known.client;
      // What is under way at the old address may end; nothing follows it.
      if (known !== undefined) void known.client.close();
      const client = new Client(origin, {
        pipelining: 1,
        keepAliveTimeout: IDLE_MS,
        keepAliveMaxTimeout: LONGEST_IDLE_MS,
        // One deadline covers a call; two more timers for each request would only cost.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: { timeout: connectTimeoutMs },
      });
      open.set(reader, { origin, client });
      return client;
    },
    async [Symbol.asyncDispose]() {
      const clients = [...open.values()];
      open.clear();
      await Promise.all(clients.map(({ client }) => client.destroy()));
    },
  };
}
