import type { CompiledFilter } from '../query/filter.ts';
import { implies } from '../query/implies.ts';
import type { CompiledSort } from '../query/sort.ts';
import { idPrefix, prefixEnd } from '../storage/byte-keys.ts';
import type { Collection, Index } from '../storage/catalog.ts';
import { CLIPPED_BYTES } from '../storage/index-entries.ts';
import { boundsOf, type FieldBounds, type Interval } from './bounds.ts';

/** How the documents of an answer are found. Every document found is tested with the whole filter. */
export type Plan = {
  /** As MongoDB's `explain` names it. */
  readonly stage: 'COLLSCAN' | 'IDHACK' | 'IXSCAN' | 'EOF';
  /** Undefined when the documents themselves are scanned, which lie in the order of `_id`. */
  readonly index: Index | undefined;
  /** Whole keys, collection or index id included, in ascending order, none overlapping. */
  readonly intervals: readonly Interval[];
  readonly isReverse: boolean;
  /** The documents come in the order that was asked for. */
  readonly isSorted: boolean;
  /** The one interval is one whole key of `_id` or of a unique index: one lookup finds it. */
  readonly isExact: boolean;
  /** The intervals have to be merged to come in that order. */
  readonly isMerged: boolean;
};

/** As a hint: no index at all. */
export const NATURAL = '$natural';

export type Question = {
  readonly filter: CompiledFilter;
  readonly sort: CompiledSort | undefined;
  /** Name of the one index to use, `_id_` among them, or {@link NATURAL}. */
  readonly hint?: string | undefined;
};

type Candidate = Plan & { readonly score: number };

type Order = Pick<Plan, 'isSorted' | 'isReverse'>;

const UNSORTED: Order = { isSorted: false, isReverse: false };
const ID_FIELD = { path: '_id', descending: false };
/** A full unique key cannot be beaten; a point says more than a list, a list more than a range. */
const SCORE = { uniqueKey: 10_000, point: 100, points: 60, range: 30, sorted: 25 } as const;
/** Each combination of listed values is one interval. */
const MOST_INTERVALS = 2000;
const MOST_MERGED = 32;

/**
 * The best plan by fixed rules, without statistics: the index of which most is bound wins,
 * and among equals the one that gives the order; the older one if still equal.
 */
export function choosePlan(collection: Collection, question: Question): Plan {
  const { hint } = question;
  if (hint === NATURAL) return scanAll(collection);
  const candidates: Candidate[] = [];
  if (hint === undefined || hint === '_id_') candidates.push(planById(collection, question));
  for (const index of collection.indexes) {
    if (!index.isReady || (hint !== undefined && hint !== index.name)) continue;
    const candidate = planByIndex(index, question);
    if (candidate !== undefined) candidates.push(candidate);
  }
  const [best] = candidates.toSorted((a, b) => b.score - a.score);
  const isUseful = best !== undefined && (best.score > 0 || hint !== undefined);
  return isUseful ? best : scanAll(collection);
}

function scanAll({ id }: Collection): Plan {
  const prefix = idPrefix(id);
  const intervals = [{ start: prefix, end: prefixEnd(prefix) }];
  return {
    ...UNSORTED,
    stage: 'COLLSCAN',
    index: undefined,
    intervals,
    isExact: false,
    isMerged: false,
  };
}

function planById({ id }: Collection, { filter, sort }: Question): Candidate {
  const bounds = boundsOf(filter, ID_FIELD, { isMultikey: false });
  const order = orderOf([ID_FIELD], bounds === undefined ? [] : [bounds], sort?.fields);
  const prefix = idPrefix(id);
  const isPoint = bounds?.kind === 'points' && bounds.intervals.length === 1;
  return {
    stage: isPoint ? 'IDHACK' : bounds === undefined && !order.isSorted ? 'COLLSCAN' : 'IXSCAN',
    index: undefined,
    intervals: joinIntervals(prefix, bounds === undefined ? [] : [bounds]),
    ...order,
    isExact: isPoint,
    isMerged: false,
    score: isPoint ? SCORE.uniqueKey : scoreOf(bounds) + (order.isSorted ? SCORE.sorted : 0),
  };
}

function planByIndex(index: Index, { filter, sort }: Question): Candidate | undefined {
  if (index.partialFilter !== undefined && !implies(filter, index.partialFilter)) return undefined;
  const bounds = boundsOfFields(index, filter);
  const excludesNull = bounds.some((field) => !field.includesNull);
  if (index.sparse && !excludesNull) return undefined;
  const canSort = !index.hasLongKeys && !index.multikey.includes(true);
  const plain = canSort ? orderOf(index.fields, bounds, sort?.fields) : UNSORTED;
  const merged = canSort && !plain.isSorted ? mergedOrderOf(index, bounds, sort) : UNSORTED;
  const order = plain.isSorted ? plain : merged;
  const isWholeKey =
    index.unique &&
    bounds.length === index.fields.length &&
    bounds.every(({ kind, intervals }) => kind === 'points' && intervals.length === 1);
  const bound = bounds.reduce((sum, field) => sum + scoreOf(field), 0);
  const intervals = joinIntervals(idPrefix(index.id), bounds);
  return {
    stage: 'IXSCAN',
    index,
    intervals,
    ...order,
    isMerged: merged.isSorted,
    isExact: isWholeKey && (intervals[0]?.start.length ?? 0) < CLIPPED_BYTES,
    score: isWholeKey ? SCORE.uniqueKey : bound + (order.isSorted ? SCORE.sorted : 0),
  };
}

/** From the first field on, as far as each is bound and none but the last is a range. */
function boundsOfFields(index: Index, filter: CompiledFilter): readonly FieldBounds[] {
  const bounds: FieldBounds[] = [];
  let combinations = 1;
  let isArrayBound = false;
  for (const [place, field] of index.fields.entries()) {
    const isMultikey = index.multikey[place] === true;
    // Two fields of one array may be met by two of its elements, which lie in two entries.
    if (isMultikey && isArrayBound) break;
    const own = boundsOf(filter, field, { isMultikey });
    if (own === undefined) break;
    combinations *= own.intervals.length;
    if (combinations > MOST_INTERVALS) break;
    isArrayBound ||= isMultikey;
    bounds.push(own);
    if (own.kind === 'range') break;
  }
  return bounds;
}

function scoreOf(bounds: FieldBounds | undefined): number {
  if (bounds === undefined) return 0;
  if (bounds.kind === 'range') return SCORE.range;
  return bounds.intervals.length === 1 ? SCORE.point : SCORE.points;
}

/** Whether the entries come in the order of `sort`, forwards or backwards. */
function orderOf(
  fields: readonly { readonly path: string; readonly descending: boolean }[],
  bounds: readonly FieldBounds[],
  sort: CompiledSort['fields'] | undefined,
): Order {
  if (sort === undefined) return UNSORTED;
  const isFixed = (place: number) =>
    bounds[place]?.kind === 'points' && bounds[place].intervals.length === 1;
  const fixed = new Set(fields.filter((_field, place) => isFixed(place)).map(({ path }) => path));
  const wanted = sort.filter(({ path }) => !fixed.has(path));
  // Entries of all intervals together are in the order of the fields that are not fixed.
  const given = fields.filter((_field, place) => !isFixed(place));
  if (wanted.length > given.length) return UNSORTED;
  const reversals = wanted.map(({ path, descending }, place) =>
    given[place]?.path === path ? given[place].descending !== descending : undefined,
  );
  const isReverse = reversals[0] ?? false;
  return reversals.every((reversal) => reversal === isReverse)
    ? { isSorted: true, isReverse }
    : UNSORTED;
}

/** Of a few listed values, each with entries in the order of the fields behind. */
function mergedOrderOf(
  { fields }: Index,
  bounds: readonly FieldBounds[],
  sort: CompiledSort | undefined,
): Order {
  const intervals = bounds.reduce((product, { intervals: own }) => product * own.length, 1);
  if (sort === undefined || intervals > MOST_MERGED) return UNSORTED;
  if (bounds.some(({ kind }) => kind === 'range')) return UNSORTED;
  const fixed = fields
    .slice(0, bounds.length)
    .filter((_field, place) => bounds[place]?.intervals.length === 1)
    .map(({ path }) => path);
  const wanted = sort.fields.filter(({ path }) => !fixed.includes(path));
  return orderOf(fields.slice(bounds.length), [], wanted);
}

/** The intervals of whole keys: every combination of the fields' own ones. */
function joinIntervals(prefix: Buffer, bounds: readonly FieldBounds[]): readonly Interval[] {
  let intervals: readonly Interval[] = [{ start: prefix, end: prefixEnd(prefix) }];
  let heads: readonly Uint8Array[] = [prefix];
  for (const { kind, intervals: own } of bounds) {
    intervals = heads.flatMap((head) =>
      own.map(({ start, end }) => ({
        start: clipBound(prefix, Buffer.concat([head, start])),
        end: clipEnd(prefix, Buffer.concat([head, end])),
      })),
    );
    if (kind === 'points') {
      heads = heads.flatMap((head) => own.map(({ start }) => Buffer.concat([head, start])));
    }
  }
  return withoutOverlap(intervals);
}

/** Long keys lie in the index with their beginning only, which is all that a bound may ask for. */
function clipBound(prefix: Buffer, bound: Buffer): Buffer {
  const longest = prefix.length + CLIPPED_BYTES;
  return bound.length > longest ? bound.subarray(0, longest) : bound;
}

function clipEnd(prefix: Buffer, bound: Buffer): Buffer {
  const clipped = clipBound(prefix, bound);
  return clipped === bound ? bound : prefixEnd(clipped);
}

function withoutOverlap(intervals: readonly Interval[]): readonly Interval[] {
  const result: Interval[] = [];
  for (const interval of intervals) {
    const last = result.at(-1);
    if (last !== undefined && Buffer.compare(interval.start, last.end) < 0) {
      result.splice(-1, 1, { start: last.start, end: interval.end });
    } else result.push(interval);
  }
  return result;
}
