import type { Doc } from './value.ts';

export type AggregateLimits = {
  /** Bytes a $sort or $group may hold; default 64 MiB. */
  readonly maxBytes?: number;
  /** Groups a $group may hold; default 100,000. */
  readonly maxGroups?: number;
  /** The source is already in the order of `leadingSort`, which is then not done again. */
  readonly isSourceSorted?: boolean;
  /** Awaited between slices of long work; decides itself whether to wait. */
  readonly pause?: () => Promise<void> | undefined;
};

export type CompiledPipeline = {
  /** The first $match: the source MUST already be filtered by it; `run` does not do it again. */
  readonly leadingMatch?: Doc;
  /** The $sort that follows at once, for the planner; `run` sorts unless `isSourceSorted`. */
  readonly leadingSort?: Doc;
  run(source: AsyncIterable<Doc>, limits?: AggregateLimits): AsyncIterable<Doc>;
};

/**
 * @throws {StoreError} Code 40324 for an unknown stage, 2 or 9 for what is not supported;
 *   while running, 292 QueryExceededMemoryLimitNoDiskUseAllowed above a limit.
 */
export function compilePipeline(stages: readonly Doc[]): CompiledPipeline {
  void stages;
  throw new Error('not built yet');
}
