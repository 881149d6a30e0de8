import type { Viewer } from '../domain/viewer.ts';

/** What travels with one client request, from the door to every subgraph. */
export type Asking = {
  readonly viewer: Viewer;
  /** One object per client request: subgraphs of this process share their loaders by it. */
  readonly requestKey: object;
  /** Fires at the deadline, and for queries when the client has gone. */
  readonly signal: AbortSignal;
  /** Headers of the client for the subgraphs; the hub forwards none. */
  readonly forwarded: Readonly<Record<string, string>>;
};
