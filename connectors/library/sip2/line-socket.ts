import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import { createLineSplitter } from './framing.ts';
import { SYSTEM } from './guard.ts';

/** Where the server listens. */
export type Endpoint = {
  readonly host: string;
  readonly port: number;
  /** Null speaks in the clear: for loopback, a tunnel or a private network. */
  readonly tls: TlsSettings | null;
  readonly maxMessageBytes: number;
};

/** The server's certificate is always checked. */
export type TlsSettings = {
  /** PEM of the authority that signed the server's certificate; null: those that Node trusts. */
  readonly ca: string | null;
  /** Name in the certificate, where it is not the host; null: the host. */
  readonly serverName: string | null;
};

/**
 * A connection that carries one question at a time. It is open until either side, an abort or an
 * answer to no question closes it; it never opens again.
 */
export type LineSocket = {
  readonly isOpen: boolean;
  /** Resolves, and never rejects, when the socket is gone. */
  readonly closed: Promise<void>;
  /**
   * Sends bytes and gives the next line.
   *
   * @throws {UpstreamUnavailableError} Closed before the answer, or given up by the signal.
   * @throws {UpstreamMalformedError} An answer longer than allowed.
   */
  ask(bytes: Uint8Array, signal: AbortSignal): Promise<Buffer>;
  destroy(): void;
};

/** @throws {UpstreamUnavailableError} No connection, for whatever reason, or given up by the signal. */
export async function openLineSocket(endpoint: Endpoint, signal: AbortSignal): Promise<LineSocket> {
  if (signal.aborted) throw unavailable('given up before connecting', signal.reason);
  const socket = connect(endpoint);
  const ready = Promise.withResolvers<undefined>();
  const giveUp = (): void => ready.reject(unavailable('given up while connecting', signal.reason));
  const fail = (cause?: unknown): void => ready.reject(unavailable('no connection', cause));
  signal.addEventListener('abort', giveUp, { once: true });
  socket.once(endpoint.tls === null ? 'connect' : 'secureConnect', () => ready.resolve(undefined));
  socket.once('error', fail);
  socket.once('close', fail);
  try {
    await ready.promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
    socket.off('close', fail);
  }
  return createLineSocket(socket, endpoint.maxMessageBytes);
}

function connect({ host, port, tls }: Endpoint): Socket {
  if (tls === null) return connectTcp({ host, port }).setNoDelay(true);
  // The protocol of names forbids addresses; the certificate is checked against the host then.
  const servername = tls.serverName ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({
    host,
    port,
    ...(servername === undefined ? {} : { servername }),
    ...(tls.ca === null ? {} : { ca: tls.ca }),
  }).setNoDelay(true);
}

function createLineSocket(socket: Socket, maxMessageBytes: number): LineSocket {
  const gone = Promise.withResolvers<void>();
  let waiting: PromiseWithResolvers<Buffer> | null = null;

  function take(): PromiseWithResolvers<Buffer> | null {
    const question = waiting;
    waiting = null;
    return question;
  }

  function fail(error: unknown): void {
    take()?.reject(error);
    socket.destroy();
  }

  function deliver(line: Buffer): void {
    const question = take();
    // Nobody asked: it could be taken for the answer to the next question, about somebody else.
    if (question === null) socket.destroy();
    else question.resolve(line);
  }

  readLines(socket, maxMessageBytes, { deliver, fail });
  socket.once('close', () => gone.resolve());

  return {
    get isOpen() {
      return !socket.destroyed && socket.writable;
    },
    closed: gone.promise,
    async ask(bytes, signal) {
      if (waiting !== null) throw new Error('a SIP2 connection carries one question at a time');
      if (socket.destroyed) throw unavailable('the connection is closed');
      if (signal.aborted) throw unavailable('given up before asking', signal.reason);
      const question = Promise.withResolvers<Buffer>();
      waiting = question;
      const giveUp = (): void => fail(unavailable('given up before the answer', signal.reason));
      signal.addEventListener('abort', giveUp, { once: true });
      socket.write(bytes);
      try {
        return await question.promise;
      } finally {
        signal.removeEventListener('abort', giveUp);
      }
    },
    destroy: () => fail(unavailable('the connection was closed by the hub')),
  };
}

type LineListener = {
  readonly deliver: (line: Buffer) => void;
  readonly fail: (error: unknown) => void;
};

function readLines(socket: Socket, maxMessageBytes: number, { deliver, fail }: LineListener): void {
  const splitter = createLineSplitter(maxMessageBytes);
  socket.on('data', (piece: Buffer) => {
    try {
      for (const line of splitter.push(piece)) deliver(line);
    } catch (error) {
      fail(error);
    }
  });
  const end = (): void => fail(unavailable('the connection was closed before an answer'));
  socket.on('error', (cause) => fail(unavailable('the connection broke', cause)));
  socket.on('end', end);
  socket.on('close', end);
}

function unavailable(what: string, cause?: unknown): UpstreamUnavailableError {
  return new UpstreamUnavailableError(SYSTEM, what, { cause });
}
