import type { RangeOptions } from 'lmdb';
import type { Plan } from '../plan/plan.ts';
import { textOf } from '../storage/byte-keys.ts';
import type { Collection } from '../storage/catalog.ts';
import { documentKey, readStored, toStored, type Stored } from '../storage/documents.ts';
import type { Environment, Snapshot } from '../storage/environment.ts';

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
export function createScan({ environment, collection, plan, snapshot }: ScanOptions): Scan {
  const { intervals, isReverse, index } = plan;
  const bucket = index === undefined ? environment.docs : environment.entries;
  // One document may have several entries in a multikey index.
  const seen = index?.multikey.includes(true) === true ? new Set<string>() : undefined;
  const counts = { keys: 0, documents: 0 };
  let place = 0;
  let lastKey: Buffer | undefined;

  const found = (key: Buffer, value: Buffer): readonly [Buffer, Stored] | undefined => {
    if (index === undefined) return [key.subarray(4), toStored(value)];
    if (seen !== undefined) {
      const text = textOf(value);
      if (seen.has(text)) return undefined;
      seen.add(text);
    }
    const stored = readStored(environment.docs, documentKey(collection, value), snapshot);
    return stored === undefined ? undefined : [value, stored];
  };

  const runInterval = (options: RangeOptions, visit: Visit, deadline: number) => {
    for (const { key, value } of bucket.range(options)) {
      lastKey = key;
      counts.keys++;
      const hit = found(key, value);
      if (hit !== undefined) {
        counts.documents++;
        if (visit(...hit) === 'stop') return 'stopped';
      }
      if (counts.keys % ENTRIES_PER_LOOK === 0 && performance.now() > deadline) return 'paused';
    }
    return 'end';
  };

  const runExact = (key: Uint8Array, visit: Visit) => {
    if (place++ > 0) return 'end';
    counts.keys++;
    const value = bucket.get(key, snapshot);
    const hit = value && found(Buffer.from(key), value);
    if (hit === undefined) return 'end';
    counts.documents++;
    return visit(...hit) === 'stop' ? 'stopped' : 'end';
  };

  return {
    counts,
    run(visit, deadline) {
      const [first] = intervals;
      if (plan.isExact && first !== undefined) return runExact(first.start, visit);
      for (; place < intervals.length; place++, lastKey = undefined) {
        const interval = intervals[isReverse ? intervals.length - 1 - place : place];
        if (interval === undefined) break;
        const options = {
          ...rangeOf(interval, lastKey, isReverse),
          ...(snapshot && { transaction: snapshot }),
        };
        const state = runInterval(options, visit, deadline);
        if (state !== 'end') return state;
      }
      return 'end';
    },
  };
}

/** @param lastKey Where to go on behind, if the interval was begun. */
function rangeOf(
  { start, end }: Plan['intervals'][number],
  lastKey: Buffer | undefined,
  isReverse: boolean,
): RangeOptions {
  if (!isReverse) {
    return lastKey === undefined ? { start, end } : { start: lastKey, exclusiveStart: true, end };
  }
  // Backwards, LMDB's first key is the interval's end, which is outside, and the last its start.
  return {
    start: lastKey ?? end,
    end: start,
    reverse: true,
    exclusiveStart: true,
    inclusiveEnd: true,
  };
}
