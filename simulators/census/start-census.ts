import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import type { Simulator } from '../simulator.ts';
import { startSoapServer } from '../soap/soap-server.ts';
import { NAMESPACE, type CensusAccess } from './access.ts';
import { createOperations } from './operations.ts';
import { openRegister, type CensusChange } from './register.ts';
import { createSpellings } from './spelling.ts';
import { censusWsdl } from './wsdl.ts';

export type CensusSystemOptions = {
  readonly city: City;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Where deaths and departures are kept; null forgets them at the end. */
  readonly journalPath: string | null;
  /** Children come of age with days of this zone. */
  readonly zone: string;
  readonly user: string;
  readonly password: string;
  readonly clock?: Clock;
};

export type CensusSystem = Simulator & {
  /** Why and for whom was asked, the last thousand, oldest first. */
  accesses(): readonly CensusAccess[];
  /** Lets something happen to somebody. @throws {Error} The books have nobody in that place. */
  report(change: CensusChange): void;
};

/** Where requests are posted to. */
export const CENSUS_PATH = '/soap';

const ACCESSES_KEPT = 1_000;

/** The census of the synthetic city, over SOAP. Nothing that it is asked has an effect. */
export async function startCensusSystem({
  city,
  port,
  host,
  journalPath,
  zone,
  user,
  password,
  clock = systemClock,
}: CensusSystemOptions): Promise<CensusSystem> {
  const register = openRegister({ city, journalPath, zone, clock });
  const accesses: CensusAccess[] = [];
  const onAccess = (access: CensusAccess): void => {
    accesses.push(access);
    if (accesses.length > ACCESSES_KEPT) accesses.shift();
  };
  const simulator = await startSoapServer({
    system: 'census',
    host,
    port,
    path: CENSUS_PATH,
    namespace: NAMESPACE,
    wsdl: censusWsdl,
    operations: createOperations({ register, clock, onAccess }),
    credentials: { user, password },
    writes: new Set(),
    habits: createSpellings(),
  });
  return {
    ...simulator,
    accesses: () => [...accesses],
    report: (change) => register.report(change),
  };
}
