import type { Doc } from './value.ts';

export type StageLimits = {
  readonly maxBytes: number;
  readonly maxGroups: number;
  readonly pause: () => Promise<void> | undefined;
};

/** One stage of a pipeline: documents in, documents out, none kept longer than it must be. */
export type Stage = (source: AsyncIterable<Doc>, limits: StageLimits) => AsyncIterable<Doc>;
