import type { Logger } from 'pino';
import type { SportsPort } from '../../connectors/sports/port.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import { requestSignals, type RequestSignals } from '../../platform/subgraph/request-signals.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';
import type { FreshnessRules } from './freshness.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { SportsStore } from './store.ts';

export type SportsDeps = FreshnessRules & {
  /** Asked for bookings alone; what is read was harvested. */
  readonly port: Pick<SportsPort, 'putOrder' | 'cancelOrder' | 'fetchOrderStatus'>;
  readonly store: SportsStore;
  readonly cardOf: CardOf;
  readonly once: Once;
  /** Names an order at the booking system: a version 4 UUID. */
  readonly newOrderId: () => string;
  /** For all calls to the booking system of one request together. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/** What every resolver of this subgraph receives. One per client request. */
export type Context = SportsDeps &
  RequestSignals & { readonly viewer: Viewer; readonly loaders: Loaders };

/**
 * For one client request: `platform/subgraph/subgraph-executor.ts` keeps it for all fetches of the
 * request, so that nothing is read twice. The deadline begins here.
 */
export function createContext(
  deps: SportsDeps,
  { viewer, signal }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  const signals = requestSignals(deps.deadlineMs, signal);
  return { ...deps, ...signals, viewer, loaders: createLoaders(deps.store, deps.clock) };
}
