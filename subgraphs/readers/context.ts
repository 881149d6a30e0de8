import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Audit } from '../../platform/stores/audit.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { GroupLists, Pipeline, ReaderRegistry, UseReads } from './ports.ts';

export type ReadersDeps = {
  /** In the order in which the city lists them. */
  readonly groups: readonly ReaderGroup[];
  readonly registry: ReaderRegistry;
  readonly groupLists: GroupLists;
  readonly uses: UseReads;
  readonly pipeline: Pipeline;
  /** Where it is written down that staff looked at somebody's uses. */
  readonly audit: Pick<Audit, 'record'>;
  readonly once: Once;
  readonly clock: Clock;
  /** The city's time zone. */
  readonly zone: string;
  /** Names a request in the audit. */
  readonly newRequestId: () => string;
};

/** What every resolver of this subgraph receives. One per client request. */
export type Context = ReadersDeps & {
  readonly viewer: Viewer;
  readonly loaders: Loaders;
  readonly requestId: string;
};

export function createContext(
  deps: ReadersDeps,
  { viewer }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  return { ...deps, viewer, loaders: createLoaders(deps), requestId: deps.newRequestId() };
}
