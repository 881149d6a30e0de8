import { pino } from 'pino';
import {
  createTaxClient,
  type TaxClient,
  type TaxOptions,
} from '../../../connectors/tax/client.ts';
import type {
  ContributorAsk,
  TariffMarksAccess,
  TaxAccess,
  TaxList,
} from '../../../connectors/tax/port.ts';
import { parseCityDay } from '../../../domain/city-day.ts';
import { parseLinkedAccount } from '../../../domain/linked-account.ts';
import { createCity, type City } from '../../../simulators/city/city.ts';
import {
  startTaxSystem,
  type TaxSystem,
  type TaxSystemOptions,
} from '../../../simulators/tax/start-tax.ts';

export const MADE_ON = '2026-11-21';

/** Noon of the day on which the city was made. */
export const NOON = { now: () => new Date(`${MADE_ON}T12:00:00Z`) };
export const TODAY = parseCityDay(MADE_ON);

/** Two hundred people: about a hundred and forty contributors. */
export const CITY: City = createCity({ people: 200, madeOn: MADE_ON, seed: 'contract' });

/** The example contributor: a bill of 1,245.10 euros and a reduced one, both to be paid. */
export const ANA = parseLinkedAccount('C000000001');

export const CONTRIBUTORS = CITY.cardholders.flatMap(({ tax }) =>
  tax === null ? [] : [parseLinkedAccount(tax.contributor)],
);

export const AT_DESK: TaxAccess = {
  purpose: 'citizenAssistance',
  consent: 'given',
  requestedBy: 'clerk-7',
};

/** As the store of facts asks. */
export const FOR_TARIFFS: TariffMarksAccess = {
  purpose: 'tariffs',
  consent: 'given',
  requestedBy: 'facts',
};

export const ACCOUNT = { user: 'hub', password: 'öffne & <dich>' };

export function startOffice(options: Partial<TaxSystemOptions> = {}): Promise<TaxSystem> {
  return startTaxSystem({
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
  options: Partial<TaxOptions> = {},
): TaxClient {
  return createTaxClient({
    url: new URL(`${address}/soap`),
    credentials: ACCOUNT,
    application: 'TESSERA',
    procedure: 'TARJETA-CIUDADANA',
    issuer: '330243',
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

export function ask(contributor: string, ...lists: readonly TaxList[]): ContributorAsk {
  return { contributor: parseLinkedAccount(contributor), lists: new Set(lists) };
}
