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
import { createTaxApi } from './api.ts';
import { fetchContributors } from './contributors.ts';
import type { BillRules } from './figures.ts';
import { SYSTEM, TAX_OPERATIONS, type TaxOperation } from './guard.ts';
import { checkOwner } from './owner.ts';
import { fetchPaymentDocument } from './payment-document.ts';
import { postPayment } from './payments.ts';
import type { CallOptions, TariffMarksPort, TaxAccess, TaxPort } from './port.ts';
import type { TaxCaller } from './request-header.ts';
import { fetchTariffMarks } from './tariff-marks.ts';
import { TAX_NAMESPACE } from './wire.ts';

export type TaxOptions = TaxCaller & {
  /** Where requests are posted to. */
  readonly url: URL;
  /** Null where the connection itself says who asks. */
  readonly credentials: SoapCredentials | null;
  /** Issuer of the city's bills, six digits; null takes bills of any. */
  readonly issuer: string | null;
  /** Bills fall due with days of this zone, such as `Europe/Madrid`. */
  readonly timeZone: string;
  /** `timeoutMs` bounds each call of the port as a whole. */
  readonly guard?: Partial<GuardSettings>;
  readonly clock?: Clock;
  /** Names a request, random unless told. */
  readonly newRequestId?: () => string;
  readonly log: Logger;
};

/** Both ports, and what operators want to know. */
export type TaxClient = TaxPort &
  TariffMarksPort &
  AsyncDisposable & {
    /** State of each operation's breaker. */
    breakers(): Readonly<Record<TaxOperation, BreakerState>>;
  };

/** The tax office over SOAP. Disposing ends every request under way. */
export function createTaxClient(options: TaxOptions): TaxClient {
  const { url, credentials, issuer, timeZone, log, clock = systemClock } = options;
  const { application, procedure, newRequestId = randomUUID } = options;
  const settings = { ...DEFAULT_GUARD, ...options.guard };
  const closing = new AbortController();
  const guard = createGuard({ system: SYSTEM, operations: TAX_OPERATIONS, settings, log });
  const api = createTaxApi({
    soap: createSoapClient({ system: SYSTEM, url, namespace: TAX_NAMESPACE, credentials }),
    guard,
    caller: { application, procedure },
    newRequestId,
  });

  const rules = (): BillRules => ({ today: cityDayAt(clock.now(), timeZone), issuer });
  const within = ({ signal }: CallOptions = {}): AbortSignal =>
    AbortSignal.any([
      closing.signal,
      AbortSignal.timeout(settings.timeoutMs),
      ...(signal === undefined ? [] : [signal]),
    ]);
  const ownAccess: TaxAccess = {
    purpose: 'identityCheck',
    consent: 'given',
    requestedBy: application,
  };

  return {
    fetchContributors: (asks, access, call) =>
      fetchContributors(
        { api, rules: rules(), callsAtOnce: settings.concurrency, access, signal: within(call) },
        asks,
      ),
    fetchPaymentDocument: (bill, access, call) =>
      fetchPaymentDocument({ api, rules: rules() }, bill, { access, signal: within(call) }),
    postPayment: (payment, access, call) =>
      postPayment(api, payment, { access, signal: within(call) }),
    fetchTariffMarks: (contributors, access, call) =>
      fetchTariffMarks(
        { api, callsAtOnce: settings.concurrency, access, signal: within(call) },
        contributors,
      ),
    checkOwner: (account, proof, call) =>
      checkOwner(api, { account, proof }, { access: ownAccess, signal: within(call) }),
    breakers: () => guard.breakers(),
    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}
