import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import type { Simulator } from '../simulator.ts';
import type { SoapHabits } from '../soap/envelope.ts';
import { startSoapServer } from '../soap/soap-server.ts';
import { openCardLedger, type CardLedger } from './card-ledger.ts';
import { createFeeds } from './network/feeds.ts';
import { createOperations, NAMESPACE, WRITES } from './operations.ts';
import { createWsdl } from './wsdl.ts';

export type TransportSystemOptions = {
  readonly city: City;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Where top-ups, blocked cards and changes of tariff are kept; null forgets them at the end. */
  readonly journalPath: string | null;
  /** The city's time zone, and the timetable's. */
  readonly zone: string;
  /** What the hub's UsernameToken must hold. */
  readonly user: string;
  readonly password: string;
  readonly clock?: Clock;
  /** How answers are spelt; plainly unless told. */
  readonly habits?: (operation: string) => SoapHabits;
};

export type TransportSystem = Simulator & {
  /** What the back office keeps. */
  readonly ledger: CardLedger;
};

/** Path below which the back office takes requests; `?wsdl` there describes it. */
export const SOAP_PATH = '/soap';

/**
 * Public transport of the synthetic city: the card back office at `/soap`, the timetable at
 * `/gtfs.zip`, live arrivals at `/gtfs-rt`.
 */
export async function startTransportSystem({
  city,
  port,
  host,
  journalPath,
  zone,
  user,
  password,
  clock = systemClock,
  habits,
}: TransportSystemOptions): Promise<TransportSystem> {
  const ledger = openCardLedger({ city, journalPath, clock });
  const server = await startSoapServer({
    system: 'transport',
    host,
    port,
    path: SOAP_PATH,
    namespace: NAMESPACE,
    wsdl: createWsdl,
    operations: createOperations(ledger, zone),
    credentials: { user, password },
    writes: WRITES,
    otherPaths: createFeeds({ zone, clock }),
    ...(habits === undefined ? {} : { habits }),
  });
  return { ...server, ledger };
}
