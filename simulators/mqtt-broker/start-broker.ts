import { createServer, type Socket } from 'node:net';
import type { Aedes } from 'aedes';
import type { Logger } from 'pino';
import { createFaultGate, listen } from '../fault-gate.ts';
import type { Simulator } from '../simulator.ts';
import { createBroker, type Guests } from './broker.ts';
import { identify, type IdentifyOptions } from './identify.ts';

export type MqttBrokerOptions = IdentifyOptions & {
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** How often the tokens of who is connected are looked at again; every minute unless told. */
  readonly recheckMs?: number;
  readonly log: Logger;
};

const DEFAULT_RECHECK_MS = 60_000;
const NONSENSE = 'HTTP/1.1 400 Bad Request\r\n\r\n';

/**
 * An MQTT 3.1.1 broker that lets readers and the hub in and holds them to their topics; see README.md.
 * Sessions are always clean: a reader asks for what it missed, so nothing is kept for one that is away.
 */
export async function startMqttBroker(options: MqttBrokerOptions): Promise<Simulator> {
  const { port, host, log, recheckMs = DEFAULT_RECHECK_MS } = options;
  const guests: Guests = new Map();
  const calls = new Map<string, number>();
  const count = (name: string): void => void calls.set(name, (calls.get(name) ?? 0) + 1);
  const broker = await createBroker({ options, guests, count });
  const server = createServer((socket) => {
    count('connection');
    const fault = gate.take('connection');
    switch (fault.kind) {
      case 'hang':
        socket.resume();
        return;
      case 'close':
      case 'refuse':
        socket.destroy();
        return;
      case 'error':
      case 'malformed':
        socket.end(NONSENSE);
        return;
      case 'slow':
        greetLater(broker, socket, fault.ms);
        return;
      case 'none':
        broker.handle(socket);
    }
  });
  const listening = await listen(server, port, host);
  const gate = createFaultGate({ server, port: listening, host });
  const recheck = setInterval(() => void sendAway(guests, options, log), recheckMs);

  return {
    system: 'readersBroker',
    address: `mqtt://${host}:${listening}`,
    putFault: (fault) => gate.put(fault),
    calls: () => Object.fromEntries(calls),
    async [Symbol.asyncDispose]() {
      clearInterval(recheck);
      await gate.close();
      await new Promise<void>((resolve) => {
        broker.close(() => resolve());
      });
    },
  };
}

/** A connection outlives the moment at which its token was good: who is nobody any more is sent away. */
async function sendAway(guests: Guests, options: IdentifyOptions, log: Logger): Promise<void> {
  for (const [client, { credentials }] of guests) {
    if ((await identify(credentials, options)) !== null) continue;
    log.warn({ client: client.id }, 'a client whose token is over is sent away');
    client.close();
  }
}

function greetLater(broker: Aedes, socket: Socket, ms: number): void {
  const timer = setTimeout(() => broker.handle(socket), ms);
  socket.on('close', () => clearTimeout(timer));
}
