import { addDays, cityDayAt, type CityDay } from '../../../domain/city-day.ts';
import { serviceDayStart, servicesOn } from './days.ts';
import { encodeMessage, type Field } from './protobuf.ts';
import { TRIPS, type PlannedCall, type PlannedTrip } from './trips.ts';

/** Trips are told of from a quarter of an hour before they begin. */
const AHEAD_MS = 15 * 60_000;
/** The latest that a bus of this city is. */
const LATEST_SECONDS = 600;

/** GTFS-Realtime: `TripDescriptor.ScheduleRelationship` and `StopTimeUpdate.ScheduleRelationship`. */
const CANCELED = 3;
const SKIPPED = 1;
const NO_DATA = 2;

/** What is known at an instant of every ride that is under way or about to begin, as GTFS-Realtime. */
export function createLiveFeed(now: Date, zone: string): Buffer {
  const today = cityDayAt(now, zone);
  const entities = [addDays(today, -1), today].flatMap((day) => {
    const services = servicesOn(day);
    const start = serviceDayStart(day, zone);
    return TRIPS.filter((trip) => services.has(trip.service))
      .filter((trip) => isUnderWay(trip, start, now))
      .map((trip) => tripUpdate(trip, day, { start, now }));
  });
  const seconds = Math.floor(now.getTime() / 1000);
  const header: Field = [
    1,
    [
      [1, '2.0'],
      [2, 0],
      [3, seconds],
    ],
  ];
  return encodeMessage([header, ...entities.map((entity): Field => [2, entity])]);
}

function isUnderWay({ calls }: PlannedTrip, start: number, now: Date): boolean {
  const [first, last] = [calls[0], calls.at(-1)];
  if (first === undefined || last === undefined) return false;
  const time = now.getTime();
  return (
    start + first.departure * 1000 - AHEAD_MS <= time &&
    start + (last.arrival + LATEST_SECONDS) * 1000 >= time
  );
}

type Moment = { readonly start: number; readonly now: Date };

function tripUpdate(trip: PlannedTrip, day: CityDay, moment: Moment): readonly Field[] {
  const dice = hash(`${trip.id}:${day}`);
  const isCancelled = dice % 29 === 0;
  const descriptor: readonly Field[] = [
    [1, trip.id],
    [3, day.replaceAll('-', '')],
    [5, trip.lineId],
    ...(isCancelled ? [[4, CANCELED] satisfies Field] : []),
  ];
  const updates = isCancelled ? [] : stopTimeUpdates(trip, dice, moment);
  return [
    [1, `${trip.id}:${day}`],
    [3, [[1, descriptor], ...updates.map((update): Field => [2, update])]],
  ];
}

/** The next stop's delay, which holds for the ones after it; some rides skip a stop, or lose their signal. */
function stopTimeUpdates(
  { calls }: PlannedTrip,
  dice: number,
  { start, now }: Moment,
): readonly (readonly Field[])[] {
  const delay = delayAt(dice, now);
  const nextPlace = calls.findIndex(
    ({ arrival }) => start + (arrival + delay) * 1000 >= now.getTime(),
  );
  const next = calls[nextPlace];
  if (next === undefined) return [];
  const later = calls[nextPlace + 2];
  const known: readonly Field[] = [
    [1, next.sequence],
    [2, [[1, delay]]],
    [4, next.stopId],
  ];
  if (later === undefined || dice % 17 > 1) return [known];
  return [known, withoutTimes(later, dice % 17 === 0 ? SKIPPED : NO_DATA)];
}

function withoutTimes({ sequence, stopId }: PlannedCall, relationship: number): readonly Field[] {
  return [
    [1, sequence],
    [4, stopId],
    [5, relationship],
  ];
}

/** Seconds late, or early when negative: each ride's own, and a little different every minute. */
function delayAt(dice: number, now: Date): number {
  const minute = Math.floor(now.getTime() / 60_000);
  const own = (dice % 8) * 40 - 40;
  return own + Math.round(30 * Math.sin((minute + (dice % 60)) / 4));
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return value;
}
