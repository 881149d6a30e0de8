import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import type { Simulator } from '../simulator.ts';
import { startSoapServer } from '../soap/soap-server.ts';
import { NAMESPACE, type OfficeAccess } from './access.ts';
import { openLedger } from './ledger.ts';
import { createOperations, WRITES } from './operations.ts';
import type { OfficePayment } from './payment-book.ts';
import { createSpellings } from './spelling.ts';
import { taxWsdl } from './wsdl.ts';

export type TaxSystemOptions = {
  readonly city: City;
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Where payments are kept; null forgets them at the end. */
  readonly journalPath: string | null;
  /** Bills fall due with days of this zone. */
  readonly zone: string;
  readonly user: string;
  readonly password: string;
  readonly clock?: Clock;
};

export type TaxSystem = Simulator & {
  /** Why and for whom was asked, the last thousand, oldest first. */
  accesses(): readonly OfficeAccess[];
  /** All that were recorded, in no particular order. */
  payments(): readonly OfficePayment[];
};

/** Where requests are posted to. */
export const TAX_PATH = '/soap';

const ACCESSES_KEPT = 1_000;

/** The tax office of the synthetic city, over SOAP. `ComunicarCobro` is carried out at `close` and `hang` too. */
export async function startTaxSystem({
  city,
  port,
  host,
  journalPath,
  zone,
  user,
  password,
  clock = systemClock,
}: TaxSystemOptions): Promise<TaxSystem> {
  const ledger = openLedger({ city, journalPath, zone, clock });
  const accesses: OfficeAccess[] = [];
  const onAccess = (access: OfficeAccess): void => {
    accesses.push(access);
    if (accesses.length > ACCESSES_KEPT) accesses.shift();
  };
  const simulator = await startSoapServer({
    system: 'tax',
    host,
    port,
    path: TAX_PATH,
    namespace: NAMESPACE,
    wsdl: taxWsdl,
    operations: createOperations({ ledger, clock, onAccess }),
    credentials: { user, password },
    writes: WRITES,
    habits: createSpellings(),
  });
  return { ...simulator, accesses: () => [...accesses], payments: () => ledger.payments() };
}
