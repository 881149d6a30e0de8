import { pino } from 'pino';
import {
  createParkingClient,
  type ParkingClientOptions,
} from '../../../connectors/parking/client.ts';
import type { ParkingPort, PlateAnswer, StayAsk } from '../../../connectors/parking/port.ts';
import { parsePlate, type Plate } from '../../../domain/plate.ts';
import { createCity, type City } from '../../../simulators/city/city.ts';
import {
  startParkingSystem,
  type ParkingSystemOptions,
} from '../../../simulators/parking/start-parking.ts';
import type { Fault, FaultKind, Simulator } from '../../../simulators/simulator.ts';

export const MADE_ON = '2026-11-21';
export const TOKEN = 'b5f7a1de-0000-4000-8000-000000000001';

/** Noon of the Saturday on which the city was made: the meters run. */
export const NOON_AT = new Date(`${MADE_ON}T11:00:00Z`);
export const NOON = { now: () => NOON_AT };

export const CITY: City = createCity({ people: 150, madeOn: MADE_ON, seed: 'contract' });

/** All plates of a city, that of the example first. */
export function platesOf(city: City): readonly Plate[] {
  return city.cardholders.flatMap(({ parking }) =>
    (parking?.plates ?? []).map((plate) => parsePlate(plate)),
  );
}

/** The plate of the first cardholder: a resident permit and an access right in force. */
export const ANA = platesOf(CITY)[0] ?? parsePlate('0000BBB');

export const BOTH = new Set(['rights', 'sessions'] as const);

export function startParking(options: Partial<ParkingSystemOptions> = {}): Promise<Simulator> {
  return startParkingSystem({
    city: CITY,
    port: 0,
    host: '127.0.0.1',
    journalPath: null,
    zone: 'Europe/Madrid',
    token: TOKEN,
    clock: NOON,
    ...options,
  });
}

/** A client with short times and a breaker that opens after three failures of four. */
export function createClientOf(
  { address }: { readonly address: string },
  options: Partial<ParkingClientOptions> = {},
): ParkingPort & AsyncDisposable {
  return createParkingClient({
    baseUrl: address,
    token: TOKEN,
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

/** An hour in the first zone, under an id of its own. */
export function stayOf(plate: Plate, more: Partial<StayAsk> = {}): StayAsk {
  return {
    id: crypto.randomUUID(),
    plate,
    zoneId: 'ora-a',
    from: NOON_AT,
    until: hoursLater(1),
    ...more,
  };
}

export function hoursLater(hours: number): Date {
  return new Date(NOON_AT.getTime() + hours * 3_600_000);
}

export function fault(kind: FaultKind, more: Partial<Fault> = {}): Fault {
  return { kind, ms: 5_000, times: null, ...more };
}

/** Rights and sessions without their wrapping; a failure is told by its code. */
export function plain(answers: readonly PlateAnswer[]) {
  return answers.map(({ plate, rights, sessions }) => ({
    plate,
    rights: itemsOf(rights),
    sessions: itemsOf(sessions),
  }));
}

function itemsOf(list: PlateAnswer['rights'] | PlateAnswer['sessions']): unknown {
  if (list === null) return null;
  if ('error' in list) return list.error.code;
  return list.value.map((item) => ('value' in item ? item.value : item.error.code));
}
