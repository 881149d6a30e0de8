import type { Logger } from 'pino';
import type { LibraryPort } from '../../connectors/library/port.ts';
import type { LibrarySystem } from '../../domain/library-account.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { LastKnown } from '../../platform/stores/last-known.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
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
export type Context = LibraryDeps & {
  readonly viewer: Viewer;
  /** Fires at the deadline, or when the client has gone. */
  readonly signal: AbortSignal;
  /** Fires at the deadline alone: a write that was sent is not given up because the client has gone. */
  readonly deadline: AbortSignal;
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
  const deadline = AbortSignal.timeout(deps.deadlineMs);
  const ends = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  return {
    ...deps,
    viewer,
    signal: ends,
    deadline,
    loaders: createLoaders({ ...deps, signal: ends }),
  };
}
