import type { Logger } from 'pino';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { createGuard, DEFAULT_GUARD, type GuardSettings } from '../../platform/guard.ts';
import { createParkingApi } from './api.ts';
import { createCatalogueSource } from './catalogue.ts';
import { PARKING_OPERATIONS, SYSTEM } from './guard.ts';
import { createLists, type PageParameters } from './lists.ts';
import { fetchPlates } from './plate-answers.ts';
import type { CallOptions, ParkingPort } from './port.ts';
import { fetchQuote } from './quotes.ts';
import { revokeRights } from './revocation.ts';
import { extendSession, stopSession } from './session-changes.ts';
import { postSession, readSession } from './stays.ts';

export type ParkingClientOptions = {
  /** `http(s)://host[:port][/prefix]/v1`: the version is a part of the address. */
  readonly baseUrl: string;
  readonly token: string;
  /** Header in which the token travels, `X-MCC-Access-Token` unless told. */
  readonly tokenHeader?: string;
  /** Name under which the hub starts sessions, `tessera` unless told. */
  readonly initiator?: string;
  readonly pageParameters?: PageParameters;
  /** Sessions begun earlier are not asked for, 72 hours unless told. */
  readonly longestStayHours?: number;
  /** Times without an offset are of this zone, `Europe/Madrid` unless told. */
  readonly timeZone?: string;
  /** How long names of places and kinds of rights are held, ten minutes unless told. */
  readonly namesLifeMs?: number;
  /** `timeoutMs` bounds each call of the port as a whole, but for `revokeRights`. */
  readonly guard?: Partial<GuardSettings>;
  readonly clock?: Clock;
  readonly log: Logger;
};

const HOUR_MS = 60 * 60 * 1000;
const NAMES_LIFE_MS = 10 * 60 * 1000;

/** Share of a call's time after which names that have not come are given up, so that there is time to say so. */
const NAMES_SHARE = 0.7;

/** `revokeRights` reads, ends each right and reads again, for a queue and not for a screen. */
const REVOCATION_TIMES = 10;

/** The parking rights system over APDS. Disposing ends every request under way. */
export function createParkingClient(options: ParkingClientOptions): ParkingPort & AsyncDisposable {
  const { clock = systemClock, timeZone = 'Europe/Madrid', log } = options;
  const settings = { ...DEFAULT_GUARD, ...options.guard };
  const { timeoutMs } = settings;
  const closing = new AbortController();
  const within = (ms: number, { signal }: CallOptions = {}): AbortSignal =>
    AbortSignal.any([
      closing.signal,
      AbortSignal.timeout(Math.ceil(ms)),
      ...(signal === undefined ? [] : [signal]),
    ]);

  const guard = createGuard({ system: SYSTEM, operations: PARKING_OPERATIONS, settings, log });
  const { baseUrl, token, tokenHeader = 'X-MCC-Access-Token' } = options;
  const api = createParkingApi({ baseUrl, token, tokenHeader, guard });
  const pageParameters = { offset: 'offset', instant: 'reference_instant' };
  const lists = createLists(api, options.pageParameters ?? pageParameters);
  const lifeMs = options.namesLifeMs ?? NAMES_LIFE_MS;
  const deadline = () => within(timeoutMs);
  const catalogues = createCatalogueSource({ lists, clock, lifeMs, deadline });

  const longestStayMs = (options.longestStayHours ?? 72) * HOUR_MS;
  const now = () => clock.now();
  const initiator = options.initiator ?? 'tessera';
  const deps = { api, lists, catalogues, timeZone, longestStayMs, initiator, now };

  return {
    fetchPlates: (plates, wanted, call) =>
      fetchPlates(deps, plates, wanted, {
        whole: within(timeoutMs, call),
        names: within(timeoutMs * NAMES_SHARE, call),
      }),
    async fetchZones(call) {
      return (await catalogues.current(within(timeoutMs, call))).zones();
    },
    fetchQuote: (stay, call) => fetchQuote(deps, stay, within(timeoutMs, call)),
    async fetchSession(id, call) {
      return (await readSession(deps, id, within(timeoutMs, call)))?.session ?? null;
    },
    postSession: (stay, call) => postSession(deps, stay, within(timeoutMs, call)),
    extendSession: (session, until, call) =>
      extendSession(deps, session, until, within(timeoutMs, call)),
    stopSession: (session, at, call) => stopSession(deps, session, at, within(timeoutMs, call)),
    revokeRights: (plates, call) =>
      revokeRights(deps, plates, within(timeoutMs * REVOCATION_TIMES, call)),
    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}
