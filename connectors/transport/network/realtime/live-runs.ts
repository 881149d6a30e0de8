import { at } from '../gtfs/arrange.ts';
import { parseGtfsDate, parseGtfsTime, dayNumberAt, type DayNumber } from '../gtfs/times.ts';
import type { Days, Timetable } from '../gtfs/timetable.ts';
import { delaysOf, type CallDelay } from './delays.ts';
import type { LiveFeed, TripUpdate } from './live-feed.ts';

/** A trip on one day, and of a trip with headways one of its runs. */
export type Run = {
  readonly trip: number;
  readonly day: DayNumber;
  /** Seconds later than the trip as written. */
  readonly shift: number;
};

/** What is known live of a run: that it does not run, or each call's delay in the trip's order. */
export type LiveRun = 'cancelled' | readonly CallDelay[];

export type LiveRuns = {
  /** Undefined: nothing live is known. */
  get(run: Run): LiveRun | undefined;
};

const SCHEDULED = 0;
const CANCELED = 3;
const DELETED = 7;

/** An update that does not name its day is about the run nearest to now, if that is within half a day. */
const NEAR_SECONDS = 12 * 3_600;

/** Days from now beyond which nothing can be live: the longest trip's, and one ahead. */
const MOST_DAYS_AWAY = 4;

/**
 * Finds the runs that a live feed is about. Updates of trips that the timetable lacks are left out. The
 * delays of a run are worked out when it is looked at first: those of all at once would hold others up.
 */
export function toLiveRuns(feed: LiveFeed, timetable: Timetable, days: Days): LiveRuns {
  const runs = new Map<string, () => LiveRun>();
  const findRun = createFindRun(feed, timetable, days);
  for (const update of feed.tripUpdates) {
    const relationship = update.trip.scheduleRelationship;
    const run = findRun(update);
    if (run === null) continue;
    if (relationship === CANCELED || relationship === DELETED)
      runs.set(keyOf(run), () => 'cancelled');
    // Added and replaced trips have a timetable of their own, which is told nowhere else.
    else if (relationship === SCHEDULED) {
      runs.set(keyOf(run), () => {
        const delays = delaysOf(update, timetable, { ...run, dayStart: days.startOf(run.day) });
        runs.set(keyOf(run), () => delays);
        return delays;
      });
    }
  }
  return { get: (run) => runs.get(keyOf(run))?.() };
}

function keyOf({ trip, day, shift }: Run): string {
  return `${trip}/${day}/${shift}`;
}

function createFindRun(feed: LiveFeed, timetable: Timetable, days: Days) {
  const byStart = createByStart(timetable);
  const today = dayNumberAt(feed.madeAt, timetable.zone);

  /** The run of a trip as written that the descriptor means, or null. */
  function runOf(trip: number, { trip: descriptor }: TripUpdate): Run | null {
    const shift = shiftOf(timetable, trip, descriptor.startTime);
    const service = timetable.trips[trip]?.service ?? null;
    if (descriptor.startDate !== undefined) {
      const day = parseGtfsDate(descriptor.startDate);
      const isNear = day !== null && Math.abs(day - today) <= MOST_DAYS_AWAY;
      return isNear && days.isRunning(service, day) ? { trip, day, shift } : null;
    }
    const start = startOf(timetable, trip) + shift;
    const secondsAway = (day: DayNumber): number =>
      Math.abs(days.startOf(day) / 1000 + start - feed.madeAt.getTime() / 1000);
    const [nearest] = [today - 1, today, today + 1]
      .filter((day) => days.isRunning(service, day) && secondsAway(day) <= NEAR_SECONDS)
      .toSorted((one, other) => secondsAway(one) - secondsAway(other));
    return nearest === undefined ? null : { trip, day: nearest, shift };
  }

  return (update: TripUpdate): Run | null => {
    const { tripId = '' } = update.trip;
    if (tripId !== '') {
      const trip = timetable.tripIndexes.get(tripId);
      return trip === undefined || !isTimed(timetable, trip) ? null : runOf(trip, update);
    }
    // Some operators name line, start and direction only; it has to be one trip that fits.
    const fitting = byStart(update).flatMap((trip) => runOf(trip, update) ?? []);
    return fitting.length === 1 ? (fitting[0] ?? null) : null;
  };
}

/** Trips by line and start, made when the first update needs it. */
function createByStart(timetable: Timetable) {
  let trips: Map<string, number[]> | null = null;
  return ({ trip: descriptor }: TripUpdate): readonly number[] => {
    const { routeId = '', startTime = '', directionId } = descriptor;
    const start = parseGtfsTime(startTime);
    if (routeId === '' || start === null) return [];
    trips ??= tripsByStart(timetable);
    const found = trips.get(`${start}/${routeId}`) ?? [];
    if (directionId === undefined) return found;
    return found.filter((trip) => timetable.trips[trip]?.direction === String(directionId));
  };
}

function tripsByStart(timetable: Timetable): Map<string, number[]> {
  const trips = new Map<string, number[]>();
  for (const [trip, { line }] of timetable.trips.entries()) {
    if (!isTimed(timetable, trip)) continue;
    const key = `${startOf(timetable, trip)}/${line.id}`;
    const same = trips.get(key) ?? [];
    same.push(trip);
    trips.set(key, same);
  }
  return trips;
}

/** Of a trip with headways the start names the run; elsewhere it only repeats the timetable. */
function shiftOf(timetable: Timetable, trip: number, startTime: string | undefined): number {
  const start = parseGtfsTime(startTime ?? '');
  if (start === null || timetable.trips[trip]?.hasHeadways !== true) return 0;
  return start - startOf(timetable, trip);
}

function startOf({ calls }: Timetable, trip: number): number {
  return at(calls.departure, at(calls.firstOf, trip));
}

function isTimed({ calls: { firstOf, arrival } }: Timetable, trip: number): boolean {
  const first = at(firstOf, trip);
  return first < at(firstOf, trip + 1) && at(arrival, first) >= 0;
}
