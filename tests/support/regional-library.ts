import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { createKohaClient, type KohaOptions } from '../../connectors/library/koha/client.ts';
import type { LibraryPort } from '../../connectors/library/port.ts';
import type { LibraryAccount } from '../../domain/library-account.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { createCity, type City } from '../../simulators/city/city.ts';
import type { LibraryRecord } from '../../simulators/city/model.ts';
import { HUB_KEY } from '../../simulators/regional-library/keys.ts';
import {
  startRegionalLibrary,
  type RegionalLibraryOptions,
} from '../../simulators/regional-library/start-regional-library.ts';
import type { FaultKind, Simulator } from '../../simulators/simulator.ts';

export const MADE_ON = '2026-11-21';

/** Noon of the day on which the city was made. */
export const NOON = { now: () => new Date(`${MADE_ON}T12:00:00Z`) };

/** A hundred and fifty people: half a hundred borrowers of the regional library. */
export const CITY: City = createCity({ people: 150, madeOn: MADE_ON, seed: 'contract' });

export type Borrower = { readonly account: LibraryAccount; readonly record: LibraryRecord };

/** All borrowers of a city, the example first. */
export function borrowersOf(city: City): readonly Borrower[] {
  return city.cardholders.flatMap(({ regionalLibrary: record }) =>
    record === null ? [] : [{ account: parseLinkedAccount(record.account), record }],
  );
}

export function startLibrary(options: Partial<RegionalLibraryOptions> = {}): Promise<Simulator> {
  return startRegionalLibrary({
    city: CITY,
    port: 0,
    host: '127.0.0.1',
    journalPath: null,
    clock: NOON,
    ...options,
  });
}

/** A client with short times and a breaker that opens after three failures of four. */
export function createClientOf(
  { address }: Simulator,
  options: Partial<KohaOptions> = {},
): LibraryPort & AsyncDisposable {
  return createKohaClient({
    baseUrl: address,
    clientId: HUB_KEY.clientId,
    clientSecret: HUB_KEY.clientSecret,
    clock: NOON,
    log: pino({ level: 'silent' }),
    ...options,
    guard: {
      timeoutMs: 500,
      breakerWindow: 4,
      breakerMinimumCalls: 3,
      breakerOpenMs: 200,
      ...options.guard,
    },
  });
}

export function fault(kind: FaultKind, times: number | null = null, ms = 5_000) {
  return { kind, ms, times };
}

/** Waits for a condition, and fails when it does not come true within the time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs = 2_000,
): Promise<void> {
  const endAtMs = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > endAtMs) throw new Error('the condition did not come true in time');
    await wait(10);
  }
}

/** Sockets of this process that keep it alive, of either end. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}
