import type { Plan } from '../plan/plan.ts';
import { textOf } from '../storage/byte-keys.ts';
import type { Collection } from '../storage/catalog.ts';
import { documentKey, readStored, toStored, type Stored } from '../storage/documents.ts';
import type { BucketRange, Environment, Snapshot } from '../storage/environment.ts';
import { rangeOf } from './interval-range.ts';
import { createMerge } from './merge.ts';

/** What a scan came upon. */
export type Visit = (idKey: Buffer, stored: Stored) => 'next' | 'stop';

/**
 * `end`: nothing is left. `stopped`: the visitor had enough. `paused`: the time was up. After
 * the last two the scan goes on behind the last key, whatever was written in between.
 */
export type ScanState = 'end' | 'stopped' | 'paused';

export type Scan = {
  /** Visits until one of the three states; synchronous, so that no reader slot outlives it. */
  run(visit: Visit, deadline: number): ScanState;
  readonly counts: { keys: number; documents: number };
};

export type ScanOptions = {
  readonly environment: Environment;
  readonly collection: Collection;
  readonly plan: Plan;
  readonly snapshot: Snapshot | undefined;
};

/** Looking at the clock costs about as much as an entry. */
const ENTRIES_PER_LOOK = 32;

/**
 * Walks through a plan's intervals. Only the position is kept between two runs: an iterator of
 * LMDB left open would hold one of its reader slots and keep old pages from being used again.
 */
export function createScan(options: ScanOptions): Scan {
  const { environment, plan, snapshot } = options;
  const bucket = plan.index === undefined ? environment.docs : environment.entries;
  const counts = { keys: 0, documents: 0 };
  const take = createTaker(options, counts);
  let place = 0;
  let lastKey: Buffer | undefined;

  const runInterval = (range: BucketRange, visit: Visit, deadline: number): ScanState => {
    for (const { key, value } of bucket.range(range)) {
      lastKey = key;
      if (take(key, value, visit) === 'stop') return 'stopped';
      if (counts.keys % ENTRIES_PER_LOOK === 0 && performance.now() > deadline) return 'paused';
    }
    return 'end';
  };

  const runExact = (key: Uint8Array, visit: Visit): ScanState => {
    const value = place++ === 0 ? bucket.get(key, snapshot) : undefined;
    if (value === undefined) return 'end';
    return take(Buffer.from(key), value, visit) === 'stop' ? 'stopped' : 'end';
  };

  const merge = plan.isMerged ? createMerge(bucket, plan, snapshot) : undefined;
  const runMerged = (visit: Visit, deadline: number): ScanState => {
    for (let entry = merge?.next(); entry !== undefined; entry = merge?.next()) {
      if (take(entry.key, entry.value, visit) === 'stop') return 'stopped';
      if (counts.keys % ENTRIES_PER_LOOK === 0 && performance.now() > deadline) return 'paused';
    }
    return 'end';
  };

  return {
    counts,
    run(visit, deadline) {
      const { intervals, isReverse, isExact } = plan;
      if (isExact && intervals[0] !== undefined) return runExact(intervals[0].start, visit);
      if (merge !== undefined) return runMerged(visit, deadline);
      for (; place < intervals.length; place++, lastKey = undefined) {
        const interval = intervals[isReverse ? intervals.length - 1 - place : place];
        if (interval === undefined) break;
        const range = { ...rangeOf(interval, lastKey, isReverse), transaction: snapshot };
        const state = runInterval(range, visit, deadline);
        if (state !== 'end') return state;
      }
      return 'end';
    },
  };
}

/** Hands an entry's document to the visitor and counts. */
function createTaker(options: ScanOptions, counts: Scan['counts']) {
  const read = createEntryReader(options);
  return (key: Buffer, value: Buffer, visit: Visit): 'next' | 'stop' => {
    counts.keys++;
    const hit = read(key, value);
    if (hit === undefined) return 'next';
    counts.documents++;
    return visit(...hit);
  };
}

/** From an entry of the plan's index to its document; undefined for one that was met before. */
function createEntryReader({ environment, collection, plan, snapshot }: ScanOptions) {
  const { index } = plan;
  // One document may have several entries in a multikey index.
  const seen = index?.multikey.includes(true) === true ? new Set<string>() : undefined;
  return (key: Buffer, value: Buffer): readonly [Buffer, Stored] | undefined => {
    if (index === undefined) return [key.subarray(4), toStored(value)];
    if (seen !== undefined) {
      const text = textOf(value);
      if (seen.has(text)) return undefined;
      seen.add(text);
    }
    const stored = readStored(environment.docs, documentKey(collection, value), snapshot);
    return stored === undefined ? undefined : [value, stored];
  };
}
