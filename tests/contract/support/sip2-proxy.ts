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
  /** Passes a message of this kind on and keeps its answer back, hanging up or in silence. */
  readonly loses?: { readonly id: string; readonly by: 'hanging up' | 'silence' };
  /** Takes TLS and passes it on in the clear. */
  readonly tls?: { readonly key: string; readonly cert: string };
};

/** Stands between a client and a library, and writes down what they say. */
export async function startProxy(
  { address }: { readonly address: string },
  { isSliced = false, loses, tls }: ProxyOptions = {},
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
    let isLost = false;
    const noteAsked = (line: string): void => {
      lines.push(`> ${line}`);
      if (line.slice(0, 2) === loses?.id) isLost = true;
    };
    const noteAnswered = (line: string): void => {
      if (isLost && loses?.by === 'hanging up') near.destroy();
      if (!isLost) lines.push(`< ${line}`);
    };
    pass(near, far, { isSliced, note: noteAsked, isLost: () => false });
    pass(far, near, { isSliced, note: noteAnswered, isLost: () => isLost });
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

type Passing = {
  readonly isSliced: boolean;
  readonly note: (line: string) => void;
  readonly isLost: () => boolean;
};

function pass(from: Socket, to: Socket, { isSliced, note, isLost }: Passing): void {
  let rest = '';
  let turn: Promise<void> = Promise.resolve();
  from.on('data', (piece: Buffer) => {
    rest += piece.toString('latin1');
    const whole = rest.split(/\r\n?/);
    rest = whole.pop() ?? '';
    // The line feed of a CRLF cut in two begins the next line.
    for (const line of whole) note(line.replace(/^\n/, ''));
    if (isLost()) return;
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
