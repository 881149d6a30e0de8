import { pino } from 'pino';
import {
  createTransportClient,
  type TransportClient,
  type TransportOptions,
} from '../../../connectors/transport/client.ts';
import { parseLinkedAccount, type LinkedAccount } from '../../../domain/linked-account.ts';
import { createCity, type City } from '../../../simulators/city/city.ts';
import type { TransportRecord } from '../../../simulators/city/transport-record.ts';
import type { FaultKind } from '../../../simulators/simulator.ts';
import {
  SOAP_PATH,
  startTransportSystem,
  type TransportSystem,
  type TransportSystemOptions,
} from '../../../simulators/transport/start-transport.ts';

export const ZONE = 'Europe/Madrid';
export const MADE_ON = '2026-11-21';

/** Noon of the day on which the city was made. */
export const NOON = { now: () => new Date(`${MADE_ON}T12:00:00Z`) };

export const CREDENTIALS = { user: 'hub', password: 'contraseña <&> "larga"' };

/** A hundred and fifty people, about a hundred and twenty transport cards. */
export const CITY: City = createCity({ people: 150, madeOn: MADE_ON, seed: 'contract' });

/** The example card: active, two purses, 45 movements. */
export const ANA = parseLinkedAccount('7000000000001');

export type CardOfCity = { readonly account: LinkedAccount; readonly record: TransportRecord };

/** All transport cards of a city, the example first. */
export function cardsOf(city: City): readonly CardOfCity[] {
  return city.cardholders.flatMap(({ transport: record }) =>
    record === null ? [] : [{ account: parseLinkedAccount(record.account), record }],
  );
}

export function startTransport(
  options: Partial<TransportSystemOptions> = {},
): Promise<TransportSystem> {
  return startTransportSystem({
    city: CITY,
    port: 0,
    host: '127.0.0.1',
    journalPath: null,
    zone: ZONE,
    ...CREDENTIALS,
    clock: NOON,
    ...options,
  });
}

/** A client with short times and a breaker that opens after three failures of four. */
export function createClientAt(
  url: string,
  options: Partial<TransportOptions> = {},
): TransportClient {
  return createTransportClient({
    url: new URL(url),
    credentials: CREDENTIALS,
    timeZone: ZONE,
    log: pino({ level: 'silent' }),
    ...options,
    guard: {
      timeoutMs: 2_000,
      breakerWindow: 4,
      breakerMinimumCalls: 3,
      breakerOpenMs: 200,
      ...options.guard,
    },
  });
}

export function createClientOf(
  { address }: { readonly address: string },
  options: Partial<TransportOptions> = {},
): TransportClient {
  return createClientAt(`${address}${SOAP_PATH}`, options);
}

export function fault(kind: FaultKind, times: number | null = null, ms = 5_000) {
  return { kind, ms, times };
}
