import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { cityDayAt } from '../../domain/city-day.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import {
  createGuard,
  DEFAULT_GUARD,
  type BreakerState,
  type GuardSettings,
} from '../../platform/guard.ts';
import { createSoapClient, type SoapCredentials } from '../../platform/soap/soap-client.ts';
import { createCensusApi } from './api.ts';
import { CENSUS_OPERATIONS, SYSTEM, type CensusOperation } from './guard.ts';
import { findMinors } from './minors.ts';
import { fetchPersons, type CensusReads } from './persons.ts';
import type { CallOptions, CensusAccess, CensusPort } from './port.ts';
import type { CensusCaller } from './request-header.ts';
import { CENSUS_NAMESPACE } from './wire.ts';

export type CensusOptions = CensusCaller & {
  /** Where requests are posted to. */
  readonly url: URL;
  /** Null where the connection itself says who asks. */
  readonly credentials: SoapCredentials | null;
  /** The city's own, INE code of five digits: who is registered elsewhere is no resident. Null takes any. */
  readonly municipality: string | null;
  /** Registers count days of this zone, such as `Europe/Madrid`. */
  readonly timeZone: string;
  /** `timeoutMs` bounds each call of the port as a whole. */
  readonly guard?: Partial<GuardSettings>;
  readonly clock?: Clock;
  /** Names a request, random unless told. */
  readonly newRequestId?: () => string;
  readonly log: Logger;
};

/** The port, and what operators want to know. */
export type CensusClient = CensusPort &
  AsyncDisposable & {
    /** State of each operation's breaker. */
    breakers(): Readonly<Record<CensusOperation, BreakerState>>;
  };

/** The census over SOAP. Disposing ends every request under way. */
export function createCensusClient(options: CensusOptions): CensusClient {
  const { url, credentials, municipality, timeZone, log, clock = systemClock } = options;
  const { application, procedure, newRequestId = randomUUID } = options;
  const settings = { ...DEFAULT_GUARD, ...options.guard };
  const closing = new AbortController();
  const guard = createGuard({ system: SYSTEM, operations: CENSUS_OPERATIONS, settings, log });
  const api = createCensusApi({
    soap: createSoapClient({ system: SYSTEM, url, namespace: CENSUS_NAMESPACE, credentials }),
    guard,
    caller: { application, procedure },
    newRequestId,
  });

  const readsOf = (access: CensusAccess, { signal }: CallOptions = {}): CensusReads => ({
    api,
    rules: { today: cityDayAt(clock.now(), timeZone), municipality },
    callsAtOnce: settings.concurrency,
    access,
    signal: AbortSignal.any([
      closing.signal,
      AbortSignal.timeout(settings.timeoutMs),
      ...(signal === undefined ? [] : [signal]),
    ]),
  });

  return {
    fetchPersons: (asks, access, call) => fetchPersons(readsOf(access, call), asks),
    findMinors: (asks, access, call) => findMinors(readsOf(access, call), asks),
    breakers: () => guard.breakers(),
    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}
