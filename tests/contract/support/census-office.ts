import { pino } from 'pino';
import {
  createCensusClient,
  type CensusClient,
  type CensusOptions,
} from '../../../connectors/census/client.ts';
import type {
  CensusAccess,
  CensusAsk,
  CensusPart,
  CensusPerson,
} from '../../../connectors/census/port.ts';
import { parseCivilId } from '../../../domain/card/civil-id.ts';
import { createCity, type City } from '../../../simulators/city/city.ts';
import type { CensusRecord } from '../../../simulators/city/census-record.ts';
import type { Cardholder } from '../../../simulators/city/model.ts';
import {
  startCensusSystem,
  type CensusSystem,
  type CensusSystemOptions,
} from '../../../simulators/census/start-census.ts';

const MADE_ON = '2026-11-21';

/** Noon of the day on which the city was made. */
export const NOON = { now: () => new Date(`${MADE_ON}T12:00:00Z`) };

/** Three hundred people, nearly all of them in the census. */
export const CITY: City = createCity({ people: 300, madeOn: MADE_ON, seed: 'contract' });

export type Resident = Cardholder & { readonly birthDate: string; readonly census: CensusRecord };

function isResident(holder: Cardholder): holder is Resident {
  return holder.census !== null && holder.birthDate !== null;
}

/** All of whom the census knows something. */
export const RESIDENTS: readonly Resident[] = CITY.cardholders.filter(isResident);

/** Children who are known as members of a household alone. */
export const CHILDREN = RESIDENTS.filter(({ census }) => !census.hasDocument);
export const DOCUMENTED = RESIDENTS.filter(({ census }) => census.hasDocument);

/** The example cardholder. */
export const ANA = residentAt(0);

function residentAt(place: number): Resident {
  const resident = RESIDENTS[place];
  if (resident === undefined) throw new RangeError(`no resident ${place}`);
  return resident;
}

/** Who started the household in which somebody lives: an adult with a document. */
export function headOf({ index }: Resident): Resident {
  const head = RESIDENTS.findLast((each) => each.index < index && each.census.startsHousehold);
  if (head === undefined) throw new RangeError(`nobody before ${index} starts a household`);
  return head;
}

/** Of the children, those who have not moved. */
export const CHILDREN_AT_HOME = CHILDREN.filter(({ census }) => census.leftTo === null);

export const FOR_TARIFFS: CensusAccess = {
  purpose: 'tariffs',
  consent: 'given',
  requestedBy: 'facts-1',
};

export const ACCOUNT = { user: 'hub', password: 'öffne & <dich>' };

export function startOffice(options: Partial<CensusSystemOptions> = {}): Promise<CensusSystem> {
  return startCensusSystem({
    city: CITY,
    port: 0,
    host: '127.0.0.1',
    journalPath: null,
    zone: 'Europe/Madrid',
    clock: NOON,
    ...ACCOUNT,
    ...options,
  });
}

/** A client with short times and a breaker that opens after three failures of four. */
export function createClientOf(
  { address }: { readonly address: string },
  options: Partial<CensusOptions> = {},
): CensusClient {
  return createCensusClient({
    url: new URL(`${address}/soap`),
    credentials: ACCOUNT,
    application: 'TESSERA',
    procedure: 'TARJETA-CIUDADANA',
    municipality: '33024',
    timeZone: 'Europe/Madrid',
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

/** Enough time for hundreds of requests. */
export const PATIENT = { guard: { timeoutMs: 8_000 } };

function byDocument(civilId: string): CensusPerson {
  return { kind: 'civilId', civilId: parseCivilId(civilId) };
}

export function ask(person: CensusPerson, ...parts: readonly CensusPart[]): CensusAsk {
  return { person, parts: new Set(parts) };
}

/** Who is known by a document. */
export function askFor(
  { civilId }: { readonly civilId: string },
  ...parts: readonly CensusPart[]
): CensusAsk {
  return ask(byDocument(civilId), ...parts);
}
