import type { Logger } from 'pino';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import {
  createGuard,
  DEFAULT_GUARD,
  type BreakerState,
  type GuardSettings,
} from '../../../platform/guard.ts';
import { requestJson } from '../../../platform/http/legacy-http.ts';
import type { CallOptions, LibraryPort } from '../port.ts';
import { fetchAccounts } from './accounts.ts';
import { createKohaApi, parseReply, toRequest, valueOf, type KohaCall } from './api.ts';
import { createToLocalDay } from './convert.ts';
import { KOHA_OPERATIONS, SYSTEM, type KohaOperation } from './guard.ts';
import { checkOwner, type CivilIdField } from './owner.ts';
import { postPayment } from './payments.ts';
import { createKohaReads } from './reads.ts';
import { postRenewal, postRenewals } from './renewals.ts';
import { createTokenSource } from './token.ts';
import { wireToken, type WireToken } from './wire.ts';

export type KohaOptions = {
  /** `http(s)://host[:port][/prefix]`, without `/api/v1`. */
  readonly baseUrl: string;
  /** Key of a staff user of Koha; which rights it needs stands in the README. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Patron field that holds DNI or NIE, `userid` unless told; null: none does. */
  readonly civilIdField?: CivilIdField | null;
  /** Koha's code of the library under which payments are recorded; empty unless told. */
  readonly libraryId?: string | null;
  /** Due dates are days of this zone, `Europe/Madrid` unless told. */
  readonly timeZone?: string;
  /** Rows asked for at once, 500 unless told: Koha's own 20 would cost a request for every four borrowers. */
  readonly pageSize?: number;
  /** Accounts whose charges one call reads at once, 6 unless told: Koha has one request for each. */
  readonly chargesAtOnce?: number;
  /** `timeoutMs` bounds each call of the port as a whole. */
  readonly guard?: Partial<GuardSettings>;
  readonly clock?: Clock;
  readonly log: Logger;
};

/** The port, and what operators want to know. */
export type KohaClient = LibraryPort &
  AsyncDisposable & {
    /** State of each endpoint's breaker. */
    breakers(): Readonly<Record<KohaOperation, BreakerState>>;
  };

/** Share of a call's time after which lists that have not come are given up, for the titles of those that have. */
const LISTS_SHARE = 0.7;

/** The regional library over Koha's REST API. Disposing ends every request under way. */
export function createKohaClient(options: KohaOptions): KohaClient {
  const { baseUrl, log, clock = systemClock, pageSize = 500, chargesAtOnce = 6 } = options;
  const settings = { ...DEFAULT_GUARD, ...options.guard };
  const closing = new AbortController();
  const guard = createGuard({ system: SYSTEM, operations: KOHA_OPERATIONS, settings, log });
  const fetchToken = (): Promise<WireToken> =>
    guard.run(
      'token',
      async (signal) => {
        const call = tokenCall(options);
        return valueOf(parseReply(await requestJson(toRequest(baseUrl, call, signal)), call));
      },
      { signal: closing.signal },
    );
  const tokens = createTokenSource({ fetchToken, clock });
  const api = createKohaApi({ baseUrl, guard, tokens });
  const reads = createKohaReads({ api, pageSize });
  const toLocalDay = createToLocalDay(options.timeZone ?? 'Europe/Madrid');
  const today = (): string => toLocalDay(clock.now());
  const { civilIdField = 'userid', libraryId = null } = options;

  const within = (ms: number, { signal }: CallOptions = {}): AbortSignal =>
    AbortSignal.any([
      closing.signal,
      AbortSignal.timeout(Math.ceil(ms)),
      ...(signal === undefined ? [] : [signal]),
    ]);
  const whole = (call?: CallOptions): AbortSignal => within(settings.timeoutMs, call);

  return {
    system: SYSTEM,
    fetchAccounts: (asks, call) =>
      fetchAccounts({ reads, chargesAtOnce, today, toLocalDay }, asks, {
        whole: whole(call),
        lists: within(settings.timeoutMs * LISTS_SHARE, call),
      }),
    checkOwner: (account, proof, call) =>
      checkOwner({ api, civilIdField }, account, proof, whole(call)),
    postRenewal: (account, loanId, call) =>
      postRenewal({ api, reads, toLocalDay }, account, loanId, whole(call)),
    postRenewals: (account, call) => postRenewals({ api, reads, toLocalDay }, account, whole(call)),
    postPayment: (account, payment, call) =>
      postPayment({ api, reads, libraryId }, account, payment, whole(call)),
    breakers: () => guard.breakers(),
    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}

function tokenCall({ clientId, clientSecret }: KohaOptions): KohaCall<WireToken> {
  return {
    operation: 'token',
    method: 'POST',
    path: '/oauth/token',
    body: {
      form: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      },
    },
    shape: wireToken,
  };
}
