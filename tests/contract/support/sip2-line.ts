import { connect } from 'node:net';

/** A bare connection that sends what it is told and reads lines: what a test types by hand. */
export type Line = AsyncDisposable & {
  /** Sends bytes as they are, and a carriage return. */
  send(text: string): void;
  /** The next line with its terminator; null when the other side has closed. */
  read(): Promise<string | null>;
  /** Both. */
  ask(text: string): Promise<string | null>;
  /** Logs in and gives the answer. */
  logIn(): Promise<string | null>;
};

export async function openLine({ address }: { readonly address: string }): Promise<Line> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect({ host, port: Number(port) });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let received = '';
  let isClosed = false;
  let wake = (): void => {};
  socket.on('data', (piece) => {
    received += piece.toString('latin1');
    wake();
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    isClosed = true;
    wake();
  });

  async function read(): Promise<string | null> {
    for (;;) {
      const line = /^\n?[^\r]*\r(?:\n)?/.exec(received)?.[0];
      if (line !== undefined) {
        received = received.slice(line.length);
        return line;
      }
      if (isClosed) return null;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  function send(text: string): void {
    socket.write(Buffer.from(`${text}\r`, 'latin1'));
  }

  async function ask(text: string): Promise<string | null> {
    send(text);
    return read();
  }

  return {
    send,
    read,
    ask,
    logIn: () => ask('9300CNhub|COs3cret|'),
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}
