import { arrange, at, eachRow, inOrder } from './arrange.ts';
import { hasTimes, type Calls } from './calls.ts';
import type { Headway } from './tables.ts';

/**
 * Every call at a stop over all services, soonest in the service day first: the entries of stop `s`
 * are the places from `firstOf[s]` up to and without `firstOf[s + 1]`.
 */
export type StopBoard = {
  /** Place in `Calls`. */
  readonly call: Int32Array;
  /** Seconds by which this run of the trip is later than the trip as written; 0 but for headways. */
  readonly shift: Int32Array;
  /** Arrival of this run, in seconds of the service day. */
  readonly seconds: Int32Array;
  readonly firstOf: Int32Array;
};

export type BoardOptions = {
  readonly calls: Calls;
  readonly stopCount: number;
  /** By trip's number; trips that are not in it run once. */
  readonly headways: ReadonlyMap<number, readonly Headway[]>;
  /** Each run of a trip with headways counts. */
  readonly maxEntries: number;
};

/** @returns Null when headways make more entries than are allowed. */
export async function createStopBoard(options: BoardOptions): Promise<StopBoard | null> {
  const { calls, stopCount, maxEntries } = options;
  const count = countEntries(options);
  if (count > maxEntries) return null;
  const [call, shift] = [new Int32Array(count), new Int32Array(count)];
  const shifts = shiftsByTrip(options);
  let entry = 0;
  await eachRow(calls.trip.length, (place) => {
    if (!hasTimes(calls, place)) return;
    for (const seconds of shifts.get(at(calls.trip, place)) ?? ONCE) {
      call[entry] = place;
      shift[entry] = seconds;
      entry += 1;
    }
  });
  return sorted(calls, stopCount, {
    call: call.subarray(0, entry),
    shift: shift.subarray(0, entry),
  });
}

async function sorted(
  { stop, arrival }: Calls,
  stopCount: number,
  { call, shift }: Pick<StopBoard, 'call' | 'shift'>,
): Promise<StopBoard> {
  const seconds = new Int32Array(call.length);
  await eachRow(call.length, (entry) => {
    seconds[entry] = at(arrival, at(call, entry)) + at(shift, entry);
  });
  const { order, firstOf } = await arrange(
    await inOrder(stop, call),
    stopCount,
    (one, other) => at(seconds, one) - at(seconds, other),
  );
  return {
    call: await inOrder(call, order),
    shift: await inOrder(shift, order),
    seconds: await inOrder(seconds, order),
    firstOf,
  };
}

const ONCE: readonly number[] = [0];

/** Before any run is written down, so that absurd headways cost nothing. */
function countEntries({ calls, headways }: BoardOptions): number {
  const { firstOf, trip } = calls;
  let count = trip.length;
  for (const [number, own] of headways) {
    const callCount = at(firstOf, number + 1) - at(firstOf, number);
    count += own.reduce((sum, headway) => sum + runCount(headway) * callCount, 0);
  }
  return count;
}

/** How much later than written each run of a trip with headways is. */
function shiftsByTrip({ calls, headways }: BoardOptions): ReadonlyMap<number, readonly number[]> {
  const { departure, firstOf } = calls;
  return new Map(
    [...headways].map(([trip, own]) => {
      const first = at(firstOf, trip);
      if (first === at(firstOf, trip + 1)) return [trip, []];
      return [trip, runs(own).map((start) => start - at(departure, first))];
    }),
  );
}

function runs(headways: readonly Headway[]): readonly number[] {
  const starts = headways.flatMap((headway) =>
    Array.from(
      { length: runCount(headway) },
      (_, turn) => headway.from + turn * headway.everySeconds,
    ),
  );
  // Stretches may touch or overlap: a run that begins in both is one run.
  return [...new Set(starts)];
}

function runCount({ from, until, everySeconds }: Headway): number {
  return Math.max(0, Math.ceil((until - from) / everySeconds));
}
