import type { Environment } from './config.ts';
import type { Logger } from './log.ts';
import type { Progress } from './progress.ts';
import type { Readiness } from './readiness.ts';
import type { Subgraph } from '../subgraph/subgraph.ts';

/** What `main.ts` hands to each role that it starts. */
export type RoleContext = {
  /** The environment, with what the one-machine default filled in. */
  readonly environment: Environment;
  readonly log: Logger;
  readonly progress: Progress;
  /** Subgraphs of this process by name: each subgraph's role adds its own, the gateway's role calls them directly. */
  readonly local: Map<string, Subgraph>;
  /** All roles of this process. */
  readonly roles: readonly string[];
  /** True when parts of the hub run in other processes, which may ask this one's subgraphs. */
  readonly isSubgraphServer: boolean;
  /**
   * Set when the hub fills itself with the synthetic city: how many cardholders, and the day the
   * city was made (`YYYY-MM-DD`).
   */
  readonly city: { readonly people: number; readonly madeOn: string } | null;
  /** Parts that a role adds and finishes; `/ready` names what is missing. */
  readonly readiness: Readiness;
};

/** A started role; disposing stops it gracefully. */
export type Role = AsyncDisposable;
