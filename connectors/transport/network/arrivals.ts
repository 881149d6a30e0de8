import type { Arrival } from '../port.ts';
import { at } from './gtfs/arrange.ts';
import { dayNumberAt, type DayNumber } from './gtfs/times.ts';
import type { Days, Timetable } from './gtfs/timetable.ts';
import type { CallDelay } from './realtime/delays.ts';
import type { LiveRuns } from './realtime/live-runs.ts';

export type ArrivalsAsk = {
  readonly timetable: Timetable;
  readonly days: Days;
  /** Null when nothing live may be used. */
  readonly live: LiveRuns | null;
  readonly stopId: string;
  readonly from: Date;
  /** 1 or more. */
  readonly limit: number;
};

const HOUR_MS = 3_600_000;
/** How far ahead is looked. */
const HORIZON_MS = 24 * HOUR_MS;
/** A vehicle later than this is another one to everybody who waits. */
const LATEST_MS = 2 * HOUR_MS;
/** No vehicle comes earlier than planned by more than this. */
const EARLIEST_MS = HOUR_MS / 2;
const DAY_SECONDS = 86_400;

/**
 * The next arrivals at a stop, soonest first, by the expected time where there is one. Walks from the
 * calls two hours ago onwards through the stop's own entries, day by day side by side, and stops as
 * soon as no later one can come before those found.
 */
export function findArrivals(ask: ArrivalsAsk): readonly Arrival[] {
  const { limit, from } = ask;
  const found: Arrival[] = [];
  for (const candidate of candidatesFrom(ask)) {
    const last = found[limit - 1];
    if (last !== undefined && candidate.planned - EARLIEST_MS > timeOf(last)) break;
    const arrival = toArrival(ask, candidate);
    if (arrival === null || timeOf(arrival) < from.getTime()) continue;
    const place = found.findLastIndex((earlier) => timeOf(earlier) <= timeOf(arrival));
    found.splice(place + 1, 0, arrival);
    found.length = Math.min(found.length, limit);
  }
  return found;
}

type Candidate = {
  /** Place on the stop board. */
  readonly entry: number;
  readonly day: DayNumber;
  /** Milliseconds since 1970. */
  readonly planned: number;
};

/** Where the walk along one service day is. */
type Walk = { readonly day: DayNumber; readonly start: number; entry: number };

/** Entries of the days that may have a call in the window, the soonest planned first. */
function* candidatesFrom({ timetable, days, stopId, from }: ArrivalsAsk): Generator<Candidate> {
  const stop = timetable.stopIndexes.get(stopId);
  if (stop === undefined) return;
  const { board, calls, trips } = timetable;
  const end = at(board.firstOf, stop + 1);
  const today = dayNumberAt(from, timetable.zone);
  const daysBack = Math.ceil((timetable.lastSecond + LATEST_MS / 1000) / DAY_SECONDS);
  const walks = Array.from({ length: daysBack + 2 }, (_, count): Walk => {
    const day = today - daysBack + count;
    const start = days.startOf(day);
    const since = (from.getTime() - LATEST_MS - start) / 1000;
    return { day, start, entry: firstAtOrAfter(timetable, stop, since) };
  });
  const plannedOf = ({ start, entry }: Walk): number =>
    entry < end ? start + at(board.seconds, entry) * 1000 : Number.POSITIVE_INFINITY;
  for (;;) {
    let soonest: Walk | undefined;
    for (const walk of walks) {
      if (soonest === undefined || plannedOf(walk) < plannedOf(soonest)) soonest = walk;
    }
    if (soonest === undefined) return;
    const { entry, day } = soonest;
    const planned = plannedOf(soonest);
    if (planned > from.getTime() + HORIZON_MS) return;
    soonest.entry += 1;
    const { service = null } = trips[at(calls.trip, at(board.call, entry))] ?? {};
    if (days.isRunning(service, day)) yield { entry, day, planned };
  }
}

/** The first entry of a stop that is not before a second of the service day. */
function firstAtOrAfter({ board }: Timetable, stop: number, second: number): number {
  let low = at(board.firstOf, stop);
  let high = at(board.firstOf, stop + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(board.seconds, middle) < second) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Null for a call that is skipped, or a run that is cancelled. */
function toArrival({ timetable, live }: ArrivalsAsk, candidate: Candidate): Arrival | null {
  const { board, calls, trips } = timetable;
  const call = at(board.call, candidate.entry);
  const trip = at(calls.trip, call);
  const row = trips[trip];
  if (row === undefined) return null;
  const shift = at(board.shift, candidate.entry);
  const known = live?.get({ trip, day: candidate.day, shift });
  if (known === 'cancelled') return null;
  const delay: CallDelay = known?.[call - at(calls.firstOf, trip)] ?? null;
  if (delay === 'skipped') return null;
  return {
    tripId: row.id,
    line: row.line,
    headsign: row.headsign,
    plannedAt: new Date(candidate.planned),
    expectedAt: delay === null ? null : new Date(candidate.planned + delay * 1000),
  };
}

function timeOf({ plannedAt, expectedAt }: Arrival): number {
  return (expectedAt ?? plannedAt).getTime();
}
