import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import { isDatagramOf, type FunctionName } from './datagram.ts';

export type LineOptions = {
  readonly host: string;
  readonly port: number;
  readonly serial: number;
  /** After which a datagram without an answer is sent again. */
  readonly timeoutMs: number;
  /** How often it is sent at most. */
  readonly attempts: number;
};

/** One controller at the end of a network that loses and doubles datagrams. */
export type Line = {
  /**
   * Asks and waits for the answer. Every function used may be carried out twice.
   *
   * @throws {UpstreamUnavailableError} No answer to any attempt, or the signal fired.
   */
  ask(name: FunctionName, request: Buffer, signal?: AbortSignal): Promise<Buffer>;
};

/**
 * Each question has a socket of its own, since an answer does not say to which question it belongs: the
 * second answer to "what is in place 4?" would be taken for the first to "what is in place 5?". All
 * attempts of a question share the socket, so that a late answer to the first one still counts. The
 * socket is connected: what comes from another address, the kernel drops.
 */
export function createLine({ host, port, serial, timeoutMs, attempts }: LineOptions): Line {
  const system = `controller ${serial}`;
  return {
    async ask(name, request, signal) {
      const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
      const stop = (): void => reject(new Error('stopped'));
      // A port that nobody has open is told of by ICMP. It may be open at the next attempt.
      socket.on('error', () => {});
      socket.on('message', (datagram) => {
        if (isDatagramOf(datagram, name, serial)) resolve(datagram);
      });
      signal?.addEventListener('abort', stop, { once: true });
      let timer: NodeJS.Timeout | undefined;
      try {
        signal?.throwIfAborted();
        await connectTo(socket, port, host);
        let left = attempts;
        const send = (): void => {
          if (left === 0) {
            reject(new Error(`no answer to ${attempts} datagrams`));
            return;
          }
          left -= 1;
          socket.send(request, () => {});
          timer = setTimeout(send, timeoutMs);
        };
        send();
        return await promise;
      } catch (cause) {
        throw new UpstreamUnavailableError(system, `no answer to ${name}`, { cause });
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        socket.close();
      }
    },
  };
}

function connectTo(socket: Socket, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // The callback gets the error of a name that cannot be resolved.
  socket.connect(port, host, (error?: Error) => {
    if (error === undefined || error === null) resolve();
    else reject(error);
  });
  return promise;
}
