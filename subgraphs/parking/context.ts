import type { Logger } from 'pino';
import type { ParkingPort } from '../../connectors/parking/port.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { LastKnown } from '../../platform/stores/last-known.ts';
import { createKnownParts, type KnownParts } from '../../platform/subgraph/known-parts.ts';
import { requestSignals, type RequestSignals } from '../../platform/subgraph/request-signals.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { PlateStore } from './plate-store.ts';
import type { Zones } from './zones.ts';

export type ParkingDeps = {
  readonly parking: ParkingPort;
  readonly plates: PlateStore;
  readonly cardOf: CardOf;
  readonly lastKnown: LastKnown;
  readonly once: Once;
  readonly clock: Clock;
  /** A version 4 UUID each time. */
  readonly newId: () => string;
  /** Plates that a card may have. */
  readonly maxPlates: number;
  /** Plates that a holder may add to a card within 30 days. */
  readonly maxPlateChanges: number;
  /** For all calls to the parking system of one request together. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/** What every resolver of this subgraph receives. One per client request. */
export type Context = ParkingDeps &
  RequestSignals & {
    readonly viewer: Viewer;
    readonly loaders: Loaders;
    readonly knownParts: KnownParts;
    /** Shared by all requests. */
    readonly zones: Zones;
  };

/**
 * For one client request: `platform/subgraph/subgraph-executor.ts` keeps it for all fetches of the
 * request, so that nothing is asked twice. The deadline begins here.
 */
export function createContext(
  deps: ParkingDeps & { readonly zones: Zones },
  { viewer, signal: gone }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  const { signal, deadline } = requestSignals(deps.deadlineMs, gone);
  return {
    ...deps,
    viewer,
    signal,
    deadline,
    loaders: createLoaders({ ...deps, signal }),
    knownParts: createKnownParts(deps),
  };
}
