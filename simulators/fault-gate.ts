import type { Server, Socket } from 'node:net';
import { NO_FAULT, type Fault } from './simulator.ts';

/**
 * The switch between a simulator's listener and its protocol: keeps the fault in force, counts
 * down `times`, and opens and closes the listener for `refuse`.
 */
export type FaultGate = {
  /**
   * The fault that holds for the request that has just arrived; counts it.
   *
   * @param operation Its name in `calls()`.
   */
  take(operation: string): Fault;
  put(fault: Fault): Promise<void>;
  close(): Promise<void>;
};

export type FaultGateOptions = {
  /** An `http.Server` or `net.Server`, already listening on `port`. */
  readonly server: Server;
  readonly port: number;
  readonly host: string;
};

/** With `times`, `refuse` resets that many new connections instead of closing the listener, since a closed one cannot count. */
export function createFaultGate({ server, port, host }: FaultGateOptions): FaultGate {
  const sockets = new Set<Socket>();
  let fault: Fault = NO_FAULT;

  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (fault.kind === 'refuse') {
      countDown();
      cut(socket);
    }
  });

  function countDown(): void {
    if (fault.times === null) return;
    fault = fault.times <= 1 ? NO_FAULT : { ...fault, times: fault.times - 1 };
  }

  function cutAll(): void {
    for (const socket of sockets) cut(socket);
  }

  return {
    take(operation) {
      if (fault.kind === 'none') return fault;
      if ((fault.operation ?? operation) !== operation) return NO_FAULT;
      const held = fault;
      countDown();
      return held;
    },
    async put(next) {
      const wasHanging = fault.kind === 'hang';
      fault = next;
      const mustListen = next.kind !== 'refuse' || next.times !== null;
      if (next.kind === 'refuse' || (wasHanging && next.kind !== 'hang')) cutAll();
      if (mustListen && !server.listening) await listen(server, port, host);
      if (!mustListen && server.listening) await closeListener(server);
    },
    async close() {
      cutAll();
      if (server.listening) await closeListener(server);
    },
  };
}

/** Resets a connection; one that is ending already cannot be reset, and Node would keep its handle for ever. */
function cut(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** Listens and resolves with the port, which is chosen by the system when `port` is 0. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeListener(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
