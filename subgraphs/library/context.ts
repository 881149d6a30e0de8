import type { Logger } from 'pino';
import type { LibraryPort } from '../../connectors/library/port.ts';
import type { LibrarySystem } from '../../domain/library-account.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Once } from '../../platform/idempotency.ts';
import type { LastKnown } from '../../platform/last-known.ts';
import type { SubgraphRequest } from '../../platform/subgraph.ts';
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
  readonly loaders: Loaders;
};

/** @returns The same context for every fetch of one client request, so that nothing is asked twice. */
export function createContexts(deps: LibraryDeps): (request: SubgraphRequest) => Context {
  const contexts = new WeakMap<object, Context>();
  return (request) => {
    const known = contexts.get(request.requestKey);
    if (known !== undefined) return known;
    const context = createContext(deps, request);
    contexts.set(request.requestKey, context);
    return context;
  };
}

function createContext(deps: LibraryDeps, { viewer, signal }: SubgraphRequest): Context {
  const deadline = AbortSignal.timeout(deps.deadlineMs);
  const ends = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  return { ...deps, viewer, signal: ends, loaders: createLoaders({ ...deps, signal: ends }) };
}
