import { createServer, type Server } from 'node:net';
import type { Logger } from 'pino';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import { createFaultGate, listen } from '../fault-gate.ts';
import { openJournal } from '../journal.ts';
import type { Simulator } from '../simulator.ts';
import { serveConnection } from './connection.ts';
import { isRequestId } from './frame.ts';
import { createLibraryState, type Effect } from './library-state.ts';
import { DEFAULT_RULES, type ServerRules } from './rules.ts';
import { createLibraryTime } from './time.ts';

export type MunicipalLibraryOptions = {
  readonly city: City;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Where renewals, payments and checkouts are kept; null forgets them at the end. */
  readonly journalPath: string | null;
  readonly rules?: Partial<ServerRules>;
  readonly clock?: Clock;
  /** Told of unknown fields; silent unless given. */
  readonly log?: Logger;
};

export type MunicipalLibrary = Simulator & {
  /** Connections that are open now. */
  connections(): Promise<number>;
  /** When a message 63 last asked for this borrower; null for never. */
  lastSeen(account: string): Date | null;
};

/**
 * A SIP2 server of the synthetic city, as Koha's own behaves over a raw connection. Messages are
 * counted by their two digits, what has none under `??`.
 */
export async function startMunicipalLibrary({
  city,
  port,
  host,
  journalPath,
  rules: given,
  clock = systemClock,
  log,
}: MunicipalLibraryOptions): Promise<MunicipalLibrary> {
  const rules: ServerRules = { ...DEFAULT_RULES, ...given };
  const time = createLibraryTime(clock, rules.timeZone);
  const state = createLibraryState(city, openJournal<Effect>(journalPath), time);
  const calls = new Map<string, number>();
  const seen = new Map<string, Date>();
  const server = createServer({ noDelay: true }, (socket) => {
    serveConnection(socket, {
      rules,
      state,
      time,
      log: log ?? null,
      onPatronSeen: (account) => seen.set(account, clock.now()),
      take(id) {
        const operation = isRequestId(id) ? id : '??';
        calls.set(operation, (calls.get(operation) ?? 0) + 1);
        return gate.take(operation);
      },
    });
  });
  const listening = await listen(server, port, host);
  const gate = createFaultGate({ server, port: listening, host });
  return {
    system: 'library',
    address: `${host}:${listening}`,
    putFault: (fault) => gate.put(fault),
    calls: () => Object.fromEntries(calls),
    connections: () => countConnections(server),
    lastSeen: (account) => seen.get(account) ?? null,
    [Symbol.asyncDispose]: () => gate.close(),
  };
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}
