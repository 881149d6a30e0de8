import { pino } from 'pino';
import type { AccountAsk, LibraryList } from '../../../connectors/library/port.ts';
import {
  createSip2Client,
  type Sip2Client,
  type Sip2Options,
} from '../../../connectors/library/sip2/client.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import { parseLinkedAccount } from '../../../domain/linked-account.ts';
import { createCity, type City } from '../../../simulators/city/city.ts';
import type { LibraryRecord } from '../../../simulators/city/model.ts';
import {
  startMunicipalLibrary,
  type MunicipalLibrary,
  type MunicipalLibraryOptions,
} from '../../../simulators/municipal-library/start-municipal-library.ts';
import type { Fault, FaultKind } from '../../../simulators/simulator.ts';

export const MADE_ON = '2026-11-21';

/** Half past nine in the morning of the day on which the city was made. */
export const MORNING = { now: () => new Date(`${MADE_ON}T08:30:00Z`) };

export const CITY: City = createCity({ people: 60, madeOn: MADE_ON, seed: 'contract' });

/** Records of all municipal borrowers, the example first. */
export const RECORDS: readonly LibraryRecord[] = CITY.cardholders.flatMap(
  ({ municipalLibrary }) => municipalLibrary ?? [],
);

export const ANA = recordAt(0);
export const ANA_ACCOUNT = accountOf(ANA);

export function accountOf({ account }: LibraryRecord): LibraryAccount {
  return parseLinkedAccount(account);
}

export function ask(account: LibraryAccount, ...lists: readonly LibraryList[]): AccountAsk {
  return { account, lists: new Set(lists) };
}

export function startLibrary(
  options: Partial<MunicipalLibraryOptions> = {},
): Promise<MunicipalLibrary> {
  return startMunicipalLibrary({
    city: CITY,
    port: 0,
    host: '127.0.0.1',
    journalPath: null,
    clock: MORNING,
    ...options,
  });
}

export type ClientChanges = Partial<Omit<Sip2Options, 'institution'>> & {
  readonly institution?: Partial<Sip2Options['institution']>;
};

/** A client with short times and a breaker that opens after three failures of four. */
export function createClientOf(
  { address }: { readonly address: string },
  options: ClientChanges = {},
): Sip2Client {
  const [host = '', port = ''] = address.split(':');
  return createSip2Client({
    host,
    port: Number(port),
    credentials: { user: 'hub', password: 's3cret', location: 'gijon-01' },
    clock: MORNING,
    log: pino({ level: 'silent' }),
    ...options,
    institution: { id: 'GIJON', ...options.institution },
    guard: {
      timeoutMs: 500,
      breakerWindow: 4,
      breakerMinimumCalls: 3,
      breakerOpenMs: 200,
      ...options.guard,
    },
  });
}

export function fault(kind: FaultKind, times: number | null = null, ms = 5_000): Fault {
  return { kind, ms, times };
}

function recordAt(place: number): LibraryRecord {
  const record = RECORDS[place];
  if (record === undefined) throw new RangeError(`the city has no borrower ${place}`);
  return record;
}
