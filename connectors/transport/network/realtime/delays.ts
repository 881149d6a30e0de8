import { at } from '../gtfs/arrange.ts';
import type { Timetable } from '../gtfs/timetable.ts';
import type { StopTimeEvent, StopTimeUpdate, TripUpdate } from './live-feed.ts';

/** Seconds later than planned, negative for earlier; `skipped`; null when nothing is known. */
export type CallDelay = number | 'skipped' | null;

const SCHEDULED = 0;
const SKIPPED = 1;
const UNSCHEDULED = 3;

export type RunOfTrip = {
  /** Number of the trip in the timetable. */
  readonly trip: number;
  /** Seconds later than the trip as written. */
  readonly shift: number;
  /** Milliseconds since 1970 from which the service day counts. */
  readonly dayStart: number;
};

/**
 * The arrival delay of each call of a trip, in its order.
 *
 * A delay holds for the calls after it until another is told. One told of an arrival that is not
 * followed by one of the departure there holds for it too. What is skipped keeps the delay running;
 * "no data" ends it. Calls before the first update have none, but for the trip's own delay.
 *
 * Source: gtfs.org, GTFS Realtime, Trip Updates, "StopTimeUpdate" and "Delay propagation".
 */
export function delaysOf(
  { stopTimeUpdate, delay }: TripUpdate,
  timetable: Timetable,
  { trip, shift, dayStart }: RunOfTrip,
): readonly CallDelay[] {
  const { calls } = timetable;
  const first = at(calls.firstOf, trip);
  const count = at(calls.firstOf, trip + 1) - first;
  const updates = placeUpdates(stopTimeUpdate, timetable, { first, count });
  const dayStartSeconds = dayStart / 1000 + shift;
  let running: number | null = delay ?? null;
  return Array.from({ length: count }, (_, place): CallDelay => {
    const update = updates.get(place);
    if (update === undefined) return running;
    if (update.scheduleRelationship === SKIPPED) return 'skipped';
    if (!hasTimes(update)) {
      running = null;
      return null;
    }
    const planned = dayStartSeconds + at(calls.arrival, first + place);
    const leaves = dayStartSeconds + at(calls.departure, first + place);
    const arrival = delayOf(update.arrival, planned);
    const departure = delayOf(update.departure, leaves);
    // An update as in the timetable without any time says that the vehicle is on time.
    running = departure ?? arrival ?? 0;
    return arrival ?? departure ?? 0;
  });
}

/** Of a relationship that is not known nothing can be told, as of "no data". */
function hasTimes({ scheduleRelationship }: StopTimeUpdate): boolean {
  return scheduleRelationship === SCHEDULED || scheduleRelationship === UNSCHEDULED;
}

/** The time counts before the delay, since it does not depend on which timetable the vendor read. */
function delayOf(event: StopTimeEvent | undefined, plannedSeconds: number): number | null {
  if (event?.time !== undefined && event.time > 0) return event.time - plannedSeconds;
  return event?.delay ?? null;
}

type Stretch = { readonly first: number; readonly count: number };

/** Updates by place in the trip: by sequence, else by the next call at the stop, since a circle calls twice. */
function placeUpdates(
  updates: readonly StopTimeUpdate[],
  { calls: { sequence, stop }, stopIndexes }: Timetable,
  { first, count }: Stretch,
): ReadonlyMap<number, StopTimeUpdate> {
  const places = Array.from({ length: count }, (_, place) => place);
  const bySequence = new Map(places.map((place) => [at(sequence, first + place), place]));
  const placed = new Map<number, StopTimeUpdate>();
  let next = 0;
  for (const update of updates) {
    const stopIndex = stopIndexes.get(update.stopId ?? '');
    const place =
      bySequence.get(update.stopSequence ?? -1) ??
      places.slice(next).find((later) => at(stop, first + later) === stopIndex);
    if (place === undefined) continue;
    placed.set(place, update);
    next = place + 1;
  }
  return placed;
}
