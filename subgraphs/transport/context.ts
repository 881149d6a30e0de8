import type { Logger } from 'pino';
import type { NetworkPort, TransportPort } from '../../connectors/transport/port.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { LastKnown } from '../../platform/stores/last-known.ts';
import { createKnownParts, type KnownParts } from '../../platform/subgraph/known-parts.ts';
import { requestSignals, type RequestSignals } from '../../platform/subgraph/request-signals.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type TransportDeps = {
  readonly transport: TransportPort;
  readonly network: NetworkPort;
  readonly harvest: HarvestPace;
  readonly cardOf: CardOf;
  readonly lastKnown: LastKnown;
  readonly once: Once;
  readonly clock: Clock;
  /** The city's time zone: days of movements are days there. */
  readonly zone: string;
  readonly topUpLimits: TopUpLimits;
  /** Names a top-up at the back office: a version 4 UUID, 36 characters. */
  readonly newOperationId: () => string;
  /** For all calls to the back office of one request together. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/** How often each feed is usually read, and how old what was read may be to be told at all. */
export type HarvestPace = {
  readonly timetableMs: number;
  readonly liveMs: number;
  readonly maxAgeMs: number;
};

/** In euro cents, both included. */
export type TopUpLimits = { readonly minCents: number; readonly maxCents: number };

/** What every resolver of this subgraph receives. One per client request. */
export type Context = TransportDeps &
  RequestSignals & {
    readonly viewer: Viewer;
    readonly loaders: Loaders;
    readonly knownParts: KnownParts;
  };

/**
 * For one client request: `platform/subgraph/subgraph-executor.ts` keeps it for all fetches of the
 * request, so that nothing is asked twice. The deadline begins here.
 */
export function createContext(
  deps: TransportDeps,
  { viewer, signal }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  const signals = requestSignals(deps.deadlineMs, signal);
  return {
    ...deps,
    ...signals,
    viewer,
    loaders: createLoaders(deps.transport, signals.signal),
    knownParts: createKnownParts(deps),
  };
}
