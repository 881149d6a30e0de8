import type { Logger } from 'pino';
import type { LibraryPort } from '../../connectors/library/port.ts';
import type { LibrarySystem } from '../../domain/library-account.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { LastKnown } from '../../platform/stores/last-known.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { requestSignals, type RequestSignals } from '../../platform/subgraph/request-signals.ts';
import type { CardOf } from './card-ref.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type LibraryDeps = {
  readonly libraries: Readonly<Record<LibrarySystem, LibraryPort>>;
  readonly cardOf: CardOf;
  readonly lastKnown: LastKnown;
  readonly once: Once;
  readonly clock: Clock;
  /** For all calls to the libraries of one request together. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/** What every resolver of this subgraph receives. One per client request. */
export type Context = LibraryDeps &
  RequestSignals & {
    readonly viewer: Viewer;
    readonly loaders: Loaders;
  };

/**
 * For one client request: `platform/subgraph/subgraph-executor.ts` keeps it for all fetches of the request, so
 * that nothing is asked twice. The deadline begins here.
 */
export function createContext(
  deps: LibraryDeps,
  { viewer, signal }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  const signals = requestSignals(deps.deadlineMs, signal);
  return {
    ...deps,
    ...signals,
    viewer,
    loaders: createLoaders({ ...deps, signal: signals.signal }),
  };
}
