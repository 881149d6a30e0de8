import type { Logger } from 'pino';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import {
  createGuard,
  DEFAULT_GUARD,
  type BreakerState,
  type GuardSettings,
} from '../../../platform/guard.ts';
import type { CallOptions, LibraryPort } from '../port.ts';
import { fetchAccounts } from './accounts.ts';
import { createCalls, ping } from './calls.ts';
import { createLibraryDates } from './dates.ts';
import { SIP2_OPERATIONS, SYSTEM, type Sip2Operation } from './guard.ts';
import { DEFAULT_INSTITUTION, type Institution } from './institution.ts';
import type { TlsSettings } from './line-socket.ts';
import { checkOwner } from './owner.ts';
import { createPool, type Pool } from './pool.ts';
import { createRequests, type Credentials, type Requests } from './requests.ts';
import { openSession } from './session.ts';
import {
  postCheckout,
  postPayment,
  postRenewal,
  postRenewals,
  type LendOutcome,
} from './writes.ts';

export type Sip2Options = {
  readonly host: string;
  readonly port: number;
  /** In the clear unless told. */
  readonly tls?: TlsSettings | null;
  readonly credentials: Credentials;
  /** The rest is `DEFAULT_INSTITUTION` unless told. */
  readonly institution: Pick<Institution, 'id'> & Partial<Institution>;
  /** Connections at most, 4 unless told: each one keeps a process of a Koha server busy. */
  readonly connections?: number;
  /** Longest silence on a connection, 25 s unless told: Koha may close one after 30. */
  readonly keepAliveMs?: number;
  /** `timeoutMs` bounds each call of the port as a whole; `concurrency` never exceeds `connections`. */
  readonly guard?: Partial<GuardSettings>;
  readonly clock?: Clock;
  readonly log: Logger;
};

/** The port, and what SIP2 can do beyond it. */
export type Sip2Client = LibraryPort &
  AsyncDisposable & {
    /** Lends an item to this borrower. Not repeated. Throws as the port does. */
    postCheckout(
      account: LibraryAccount,
      barcode: string,
      options?: CallOptions,
    ): Promise<LendOutcome>;
    /** State of each message's breaker, for operators. */
    breakers(): Readonly<Record<Sip2Operation, BreakerState>>;
    /** Connections that are open or being opened. */
    readonly connectionCount: number;
  };

const DEFAULT_CONNECTIONS = 4;
const DEFAULT_KEEP_ALIVE_MS = 25_000;

/** The municipal library over SIP2. Connects when first asked; disposing closes every connection. */
export function createSip2Client(options: Sip2Options): Sip2Client {
  const institution: Institution = { ...DEFAULT_INSTITUTION, ...options.institution };
  const settings = toGuardSettings(options);
  const { log } = options;
  const dates = createLibraryDates(institution);
  const requests = createRequests({ institution, dates, now: (options.clock ?? systemClock).now });
  const pool = createSessionPool(options, { institution, requests, settings });
  const guard = createGuard({ system: SYSTEM, operations: SIP2_OPERATIONS, settings, log });
  const calls = createCalls({ guard, pool, requests, endTimeoutMs: settings.timeoutMs });
  const writes = { calls, dates };
  const accounts = { calls, dates, chargeRules: institution, atOnce: settings.concurrency };
  const namesCharges = institution.chargePattern.source.includes('(?<id>');
  const whole = (call: CallOptions = {}): AbortSignal => {
    const deadline = AbortSignal.timeout(settings.timeoutMs);
    return call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
  };

  return {
    system: SYSTEM,
    fetchAccounts: (asks, call) => fetchAccounts(accounts, asks, whole(call)),
    checkOwner: (account, proof, call) => checkOwner(calls, account, proof, whole(call)),
    postRenewal: (account, loanId, call) => postRenewal(writes, account, loanId, whole(call)),
    postRenewals: (account, call) => postRenewals(writes, account, whole(call)),
    postPayment: (account, payment, call) =>
      postPayment(writes, account, payment, { signal: whole(call), namesCharges }),
    postCheckout: (account, barcode, call) => postCheckout(writes, account, barcode, whole(call)),
    breakers: () => guard.breakers(),
    get connectionCount() {
      return pool.count;
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

type SessionParts = {
  readonly institution: Institution;
  readonly requests: Requests;
  readonly settings: GuardSettings;
};

function createSessionPool(
  options: Sip2Options,
  { institution, requests, settings }: SessionParts,
): Pool {
  const { host, port, tls = null, credentials, log } = options;
  const { maxMessageBytes } = institution;
  const endpoint = { host, port, tls, maxMessageBytes };
  return createPool({
    open: (signal) => openSession({ endpoint, credentials, institution, requests, log }, signal),
    size: options.connections ?? DEFAULT_CONNECTIONS,
    keepAliveMs: options.keepAliveMs ?? DEFAULT_KEEP_ALIVE_MS,
    ping: (idle, signal) => ping(idle, requests, signal),
    pingTimeoutMs: settings.timeoutMs,
    log,
  });
}

/** Calls wait for a place in the guard, where waiting is bounded, and not in the pool. */
function toGuardSettings({ guard, connections = DEFAULT_CONNECTIONS }: Sip2Options): GuardSettings {
  const settings = { ...DEFAULT_GUARD, ...guard };
  return { ...settings, concurrency: Math.min(settings.concurrency, connections) };
}
