import type { Plan } from '../plan/plan.ts';
import type { Bucket, BucketEntry, Snapshot } from '../storage/environment.ts';
import { rangeOf } from './interval-range.ts';

/**
 * The entries of several intervals in one order: of each interval the next one is looked at, and
 * the least of them given. Behind its interval's own beginning, which is the same for all of
 * them, an entry's bytes are the order that was asked for.
 */
export type Merge = {
  /** The next entry, or undefined at the end. */
  next(): BucketEntry | undefined;
};

/** Read ahead of each interval, so that not every entry needs an iterator of its own. */
const AHEAD = 16;

type Lane = {
  readonly interval: Plan['intervals'][number];
  ahead: readonly BucketEntry[];
  place: number;
  isEnd: boolean;
};

export function createMerge(
  bucket: Bucket,
  { intervals, isReverse }: Pick<Plan, 'intervals' | 'isReverse'>,
  snapshot: Snapshot | undefined,
): Merge {
  const lanes: Lane[] = intervals.map((interval) => ({
    interval,
    ahead: [],
    place: 0,
    isEnd: false,
  }));

  const peek = (lane: Lane): BucketEntry | undefined => {
    if (lane.place === lane.ahead.length && !lane.isEnd) {
      const range = rangeOf(lane.interval, lane.ahead.at(-1)?.key, isReverse);
      lane.ahead = [...bucket.range({ ...range, limit: AHEAD, transaction: snapshot })];
      lane.place = 0;
      lane.isEnd = lane.ahead.length < AHEAD;
    }
    return lane.ahead[lane.place];
  };

  return {
    next() {
      let first: Lane | undefined;
      for (const lane of lanes) {
        const entry = peek(lane);
        if (entry === undefined) continue;
        const order = first === undefined ? -1 : compareBehind(lane, first);
        if (first === undefined || (isReverse ? order > 0 : order < 0)) first = lane;
      }
      const entry = first?.ahead[first.place];
      if (first !== undefined) first.place++;
      return entry;
    },
  };
}

function compareBehind(a: Lane, b: Lane): number {
  return Buffer.compare(behind(a), behind(b));
}

function behind({ interval, ahead, place }: Lane): Buffer {
  return ahead[place]?.key.subarray(interval.start.length) ?? Buffer.alloc(0);
}
