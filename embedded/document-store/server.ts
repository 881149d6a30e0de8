import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { StoreLog } from './child-messages.ts';
import type { Dispatch, Origin } from './commands/dispatch.ts';
import { StoreError } from './store-error.ts';
import { createFrames } from './wire/frames.ts';
import { encodeReply } from './wire/reply.ts';
import { decodeRequest, requestIdOf, type Request } from './wire/request.ts';

export type ServerOptions = {
  readonly socketPath: string;
  readonly dispatch: Dispatch;
  readonly log: StoreLog;
};

/** A client that does not read its answers cannot keep the store from ending. */
const STOP_PATIENCE_MS = 2_000;

/**
 * Listens on a Unix socket, which the process' umask keeps to its owner. Every connection is answered in the
 * order of its requests. Disposing takes no more connections, lets running commands end and
 * closes those that are left.
 */
export async function startServer({
  socketPath,
  dispatch,
  log,
}: ServerOptions): Promise<AsyncDisposable> {
  const connections = new Map<Socket, { readonly idle: () => Promise<void> }>();
  const server = createServer((socket) => {
    connections.set(socket, serve(socket, dispatch, log));
    socket.once('close', () => connections.delete(socket));
  });
  // Left by a process that was killed: the folder's lock says that nobody listens there.
  rmSync(socketPath, { force: true });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections.keys()) socket.pause();
      const hurry = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, STOP_PATIENCE_MS);
      for (const [socket, { idle }] of connections) {
        await Promise.race([idle(), once(socket, 'close')]);
        socket.destroySoon();
      }
      await closed;
      clearTimeout(hurry);
    },
  };
}

function serve(socket: Socket, dispatch: Dispatch, log: StoreLog) {
  let last: Promise<void> = Promise.resolve();
  const origin: Origin = { begun: new Map() };
  const take = createFrames((message) => {
    last = last
      .then(() => answer(socket, { dispatch, origin }, message))
      .catch(() => void socket.destroy());
  });
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    try {
      take(chunk);
    } catch (error) {
      log.warn({ err: error }, 'A connection sent something that is no message; it is closed.');
      socket.destroy();
    }
  });
  // Clients go away as they like; what they asked for is done all the same, and nothing more is coming.
  socket.once('close', () => void last.then(() => dispatch.leave(origin)));
  socket.on('error', () => socket.destroy());
  return { idle: () => last };
}

type Way = { readonly dispatch: Dispatch; readonly origin: Origin };

async function answer(socket: Socket, { dispatch, origin }: Way, message: Buffer): Promise<void> {
  let request: Request;
  try {
    request = decodeRequest(message);
  } catch (error) {
    const errmsg = error instanceof Error ? error.message : String(error);
    const { code, codeName } =
      error instanceof StoreError ? error : { code: 8, codeName: 'UnknownError' };
    const broken = { id: requestIdOf(message), protocol: 'msg' } as const;
    socket.write(encodeReply(broken, { ok: 0, errmsg, code, codeName }));
    return;
  }
  const reply = await dispatch(request, origin);
  if (request.wantsReply && socket.writable) socket.write(encodeReply(request, reply));
}
