import { StoreError } from '../store-error.ts';
import type { Stage, StageLimits } from './stage.ts';
import { assertSort, parseLimit, sortStage, STAGES } from './stages.ts';
import { assertSupported, type Doc, isDoc, isNumber, type Value } from './value.ts';

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
  readonly run: (source: AsyncIterable<Doc>, limits?: AggregateLimits) => AsyncIterable<Doc>;
};

/** Memory of one stage. MongoDB's limit without disk is 100 MB; this store has one machine. */
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const DEFAULT_MAX_GROUPS = 100_000;

/** MongoDB's stages that this store has not: told apart from misspelled ones in the message. */
const UNSUPPORTED = new Set(
  (
    '$bucket $bucketAuto $changeStream $collStats $currentOp $densify $documents $facet $fill ' +
    '$geoNear $graphLookup $indexStats $listSessions $lookup $merge $out $planCacheStats $redact ' +
    '$replaceRoot $replaceWith $sample $search $setWindowFields $unionWith'
  ).split(' '),
);

type NamedStage = { readonly name: string; readonly value: Value };

/**
 * @throws {StoreError} Code 40323 or 40324 for what is no stage of this store, 2 or 9 for what
 *   is not supported within one; while running, 292 QueryExceededMemoryLimitNoDiskUseAllowed
 *   above a limit.
 */
export function compilePipeline(stages: readonly Doc[]): CompiledPipeline {
  const named = stages.map(toNamed);
  // Every stage is compiled, also those that the caller does: their mistakes are told now.
  const compiled = named.map(({ name, value }, index) =>
    name === '$sort'
      ? sortStage(assertSort(value), mostAfter(named.slice(index + 1)))
      : compileStage(name, value),
  );
  const [first] = named;
  const leadingMatch = first?.name === '$match' && isDoc(first.value) ? first.value : undefined;
  const rest = leadingMatch === undefined ? 0 : 1;
  const second = named[rest];
  const leadingSort = second?.name === '$sort' && isDoc(second.value) ? second.value : undefined;
  return {
    ...(leadingMatch === undefined ? {} : { leadingMatch }),
    ...(leadingSort === undefined ? {} : { leadingSort }),
    run: (source, limits = {}) => {
      const isSorted = limits.isSourceSorted === true && leadingSort !== undefined;
      return runStages(compiled.slice(isSorted ? rest + 1 : rest), source, limits);
    },
  };
}

function runStages(
  stages: readonly Stage[],
  source: AsyncIterable<Doc>,
  { maxBytes, maxGroups, pause }: AggregateLimits,
): AsyncIterable<Doc> {
  const limits: StageLimits = {
    maxBytes: maxBytes ?? DEFAULT_MAX_BYTES,
    maxGroups: maxGroups ?? DEFAULT_MAX_GROUPS,
    pause: pause ?? (() => undefined),
  };
  return stages.reduce((docs, stage) => stage(docs, limits), source);
}

function toNamed(stage: Doc): NamedStage {
  assertSupported(stage, 'pipeline');
  const [entry] = stage;
  if (entry === undefined || stage.size !== 1) {
    throw new StoreError(
      40323,
      'Location40323',
      'A pipeline stage specification object must contain exactly one field.',
    );
  }
  return { name: entry[0], value: entry[1] };
}

function compileStage(name: string, value: Value): Stage {
  const parse = STAGES.get(name);
  if (parse !== undefined) return parse(value);
  throw new StoreError(
    40324,
    'Location40324',
    UNSUPPORTED.has(name)
      ? `The pipeline stage '${name}' is not supported by this store.`
      : `Unrecognized pipeline stage name: '${name}'`,
  );
}

/** How many documents are wanted of a sort when a limit follows, skips counted in. */
function mostAfter(stages: readonly NamedStage[]): number {
  let skipped = 0;
  for (const { name, value } of stages) {
    if (name === '$limit') return skipped + parseLimit(value);
    if (name !== '$skip' || !isNumber(value)) return Infinity;
    skipped += value.value;
  }
  return Infinity;
}
