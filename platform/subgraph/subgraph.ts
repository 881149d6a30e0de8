import type { ExecutionResult } from 'graphql';
import type { Viewer } from '../../domain/viewer.ts';

/** One fetch of the gateway, as a subgraph receives it by either transport. */
export type SubgraphRequest = {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly viewer: Viewer;
  /**
   * The same object for all fetches of one client request in this process, so that they share
   * one context with its loaders.
   */
  readonly requestKey: object;
  /** Fires when the client has gone or the request's deadline is over. */
  readonly signal?: AbortSignal | undefined;
};

/** A subgraph that can be called, in this process or behind HTTP; `subgraph-executor.ts` makes one of a schema. */
export type Subgraph = {
  readonly name: string;
  /** Never rejects for an error of a resolver; errors are in public form (`public-error.ts`). */
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
};
