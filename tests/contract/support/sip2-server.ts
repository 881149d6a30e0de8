import { createServer, type Server, type Socket } from 'node:net';
import { listen } from '../../../simulators/fault-gate.ts';

/** What a scripted server does with a message: answers these bytes, stays silent, or hangs up. */
export type Reply = string | Buffer | typeof SILENCE | typeof HANG_UP;

export const SILENCE = Symbol('silence');
export const HANG_UP = Symbol('hang up');

export type ScriptedServer = AsyncDisposable & {
  readonly address: string;
  /** Every line received, without terminators, over all connections. */
  readonly received: readonly string[];
  /** Connections accepted since start. */
  readonly accepted: () => number;
  readonly open: () => number;
  /** The most that were open at once. */
  readonly mostOpen: () => number;
};

/** As the messages of this protocol need: login and status answered, everything else by the script. */
export type Script = (message: string, turn: number) => Reply;

const STATUS = '98YYYYNN10000520261121    0930002.00AOGIJON|BXYYYYYYYYYYYNYYYY|';

/** A server that says what a test wants it to say. Replies given as text are signed if the message was. */
export async function startServer(
  script: Script,
  { status = STATUS }: { readonly status?: string } = {},
): Promise<ScriptedServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  let accepted = 0;
  let mostOpen = 0;
  let turn = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    mostOpen = Math.max(mostOpen, sockets.size);
    let rest = '';
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (piece) => {
      rest += piece.toString('latin1');
      const lines = rest.split('\r');
      rest = lines.pop() ?? '';
      for (const line of lines.map((text) => text.replace(/^\n/, ''))) {
        received.push(line);
        if (line.startsWith('93')) answer(socket, line, '941');
        else if (line.startsWith('99')) answer(socket, line, status);
        else answer(socket, line, script(line, (turn += 1)));
      }
    });
  });
  const port = await listen(server, 0, '127.0.0.1');
  return {
    address: `127.0.0.1:${port}`,
    received,
    accepted: () => accepted,
    open: () => sockets.size,
    mostOpen: () => mostOpen,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await closeServer(server);
    },
  };
}

/** A message with its tail, as bytes. */
export function signed(message: string, sequence: string): Buffer {
  const bytes = Buffer.from(`${message}AY${sequence}AZ`, 'utf8');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  const checksum = (65_536 - (sum % 65_536)).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([bytes, Buffer.from(`${checksum}\r`)]);
}

/** Sequence digit of a received line. */
export function sequenceOf(line: string): string {
  return /AY(\d)AZ[0-9A-F]{4}$/.exec(line)?.[1] ?? '';
}

function answer(socket: Socket, line: string, reply: Reply): void {
  if (reply === SILENCE) return;
  if (reply === HANG_UP) {
    socket.destroy();
    return;
  }
  const sequence = sequenceOf(line);
  if (typeof reply !== 'string') socket.write(reply);
  else socket.write(sequence === '' ? `${reply}\r` : signed(reply, sequence));
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
