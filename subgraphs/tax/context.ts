import type { Logger } from 'pino';
import type { TaxPort } from '../../connectors/tax/port.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Audit } from '../../platform/stores/audit.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { LastKnown } from '../../platform/stores/last-known.ts';
import { createKnownParts, type KnownParts } from '../../platform/subgraph/known-parts.ts';
import { requestSignals, type RequestSignals } from '../../platform/subgraph/request-signals.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type TaxDeps = {
  readonly taxOffice: TaxPort;
  readonly audit: Audit;
  readonly cardOf: CardOf;
  readonly lastKnown: LastKnown;
  readonly once: Once;
  readonly clock: Clock;
  /** The city's time zone: the day of a payment is a day there. */
  readonly zone: string;
  /** Names a request in the audit. */
  readonly newRequestId: () => string;
  /** For all calls to the tax office of one request together. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/** What every resolver of this subgraph receives. One per client request. */
export type Context = TaxDeps &
  RequestSignals & {
    readonly viewer: Viewer;
    readonly loaders: Loaders;
    readonly knownParts: KnownParts;
  };

/**
 * For one client request: `platform/subgraph/subgraph-executor.ts` keeps it for all fetches of the
 * request, so that nothing is asked or written down twice. The deadline begins here.
 */
export function createContext(
  deps: TaxDeps,
  { viewer, signal }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  const signals = requestSignals(deps.deadlineMs, signal);
  const requestId = deps.newRequestId();
  return {
    ...deps,
    ...signals,
    viewer,
    loaders: createLoaders({ ...deps, signal: signals.signal, viewer, requestId }),
    knownParts: createKnownParts(deps),
  };
}
