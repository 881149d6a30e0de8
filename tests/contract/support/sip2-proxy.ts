import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { listen } from '../../../simulators/fault-gate.ts';
import { closeServer } from './sip2-server.ts';

export type Proxy = AsyncDisposable & {
  readonly address: string;
  /** Lines in the order they passed, without terminators: `> ` to the library, `< ` from it. */
  readonly lines: readonly string[];
};

export type ProxyOptions = {
  /** Passes each byte on alone. */
  readonly isSliced?: boolean;
  /** Takes TLS and passes it on in the clear. */
  readonly tls?: { readonly key: string; readonly cert: string };
};

/** Stands between a client and a library, and writes down what they say. */
export async function startProxy(
  { address }: { readonly address: string },
  { isSliced = false, tls }: ProxyOptions = {},
): Promise<Proxy> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (near: Socket): void => {
    const [host = '', port = ''] = address.split(':');
    const far = connect({ host, port: Number(port) }).setNoDelay(true);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    pass(near, far, { isSliced, note: (line) => lines.push(`> ${line}`) });
    pass(far, near, { isSliced, note: (line) => lines.push(`< ${line}`) });
  };
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  const port = await listen(server, 0, '127.0.0.1');
  return {
    address: `127.0.0.1:${port}`,
    lines,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await closeServer(server);
    },
  };
}

type Passing = { readonly isSliced: boolean; readonly note: (line: string) => void };

function pass(from: Socket, to: Socket, { isSliced, note }: Passing): void {
  let rest = '';
  let turn: Promise<void> = Promise.resolve();
  from.on('data', (piece: Buffer) => {
    rest += piece.toString('latin1');
    const whole = rest.split(/\r\n?/);
    rest = whole.pop() ?? '';
    // The line feed of a CRLF cut in two begins the next line.
    for (const line of whole) note(line.replace(/^\n/, ''));
    turn = turn.then(() => (isSliced ? passSliced(piece, to) : void to.write(piece)));
  });
}

async function passSliced(piece: Buffer, to: Socket): Promise<void> {
  for (const byte of piece) {
    if (!to.writable) return;
    to.write(Buffer.of(byte));
    await nextTurn();
  }
}
