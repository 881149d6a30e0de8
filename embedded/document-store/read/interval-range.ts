import type { Interval } from '../plan/bounds.ts';
import type { BucketRange } from '../storage/environment.ts';

/** @param lastKey Where to go on behind, if the interval was begun. */
export function rangeOf(
  { start, end }: Interval,
  lastKey: Buffer | undefined,
  isReverse: boolean,
): BucketRange {
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
