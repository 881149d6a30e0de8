import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { findArrivals } from '../../connectors/transport/network/arrivals.ts';
import { readTimetable } from '../../connectors/transport/network/gtfs/read-timetable.ts';
import { serviceDayStart } from '../../connectors/transport/network/gtfs/times.ts';
import { createDays } from '../../connectors/transport/network/gtfs/timetable.ts';
import { toLiveRuns } from '../../connectors/transport/network/realtime/live-runs.ts';
import { FEED, NEVER, zipOf } from './support/transport-feeds.ts';

/* What is looked up cleverly is compared with what is found by trying every call of every day. */

const ZONE = 'Europe/Madrid';
const MINUTE = 60;
/** Around the night on which summer time ends, 2026-10-25. */
const FIRST_DAY = Date.parse('2026-10-22T00:00:00Z') / 86_400_000;
const DAYS = [0, 1, 2, 3, 4, 5, 6].map((count) => FIRST_DAY + count);

type Ride = {
  readonly start: number;
  readonly days: readonly number[];
  /** Seconds late on the day with that number; null: nothing is known, or it is cancelled. */
  readonly delays: ReadonlyMap<number, number | 'cancelled'>;
};

const ride: fc.Arbitrary<Ride> = fc.record({
  start: fc.nat(47 * 60).map((minute) => minute * MINUTE),
  days: fc.subarray(DAYS),
  delays: fc
    .array(
      fc.tuple(
        fc.constantFrom(...DAYS),
        fc.oneof(
          fc.integer({ min: -25 * MINUTE, max: 115 * MINUTE }),
          fc.constant('cancelled' as const),
        ),
      ),
      { maxLength: 3 },
    )
    .map((entries) => new Map(entries)),
});

const from = fc
  .integer({ min: FIRST_DAY * 1440 + 1440, max: (FIRST_DAY + 6) * 1440 })
  .map((minute) => new Date(minute * 60_000));

const dateOf = (day: number): string =>
  new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');

function clock(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:00`;
}

/** A feed in which each ride calls at A and at B ten minutes later, on its days alone. */
function feedOf(rides: readonly Ride[]): Uint8Array {
  const rows = (header: string, lines: readonly string[]) => [header, ...lines, ''].join('\n');
  return zipOf({
    ...FEED,
    'calendar.txt': '',
    'trips.txt': rows(
      'route_id,service_id,trip_id',
      rides.map((_, n) => `R,S${n},T${n}`),
    ),
    'stop_times.txt': rows(
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
      rides.flatMap(({ start }, n) =>
        [['A', 0] as const, ['B', 10] as const].map(([stop, minutes], place) => {
          const time = clock(start + minutes * MINUTE);
          return `T${n},${time},${time},${stop},${place}`;
        }),
      ),
    ),
    'calendar_dates.txt': rows(
      'service_id,date,exception_type',
      rides.flatMap(({ days }, n) => days.map((day) => `S${n},${dateOf(day)},1`)),
    ),
  });
}

/** Times in milliseconds, soonest first, of every ride at B within a day. */
function everyArrival(rides: readonly Ride[], since: Date): readonly number[] {
  const soon = since.getTime() + 86_400_000;
  return rides
    .flatMap(({ start, days, delays }) =>
      days.flatMap((day) => {
        const delay = delays.get(day) ?? 0;
        const planned = serviceDayStart(day, ZONE) + (start + 10 * MINUTE) * 1000;
        if (delay === 'cancelled' || planned > soon) return [];
        return [planned + delay * 1000];
      }),
    )
    .filter((time) => time >= since.getTime())
    .toSorted((one, other) => one - other);
}

it('finds the same arrivals as trying every call of every day does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(ride, { minLength: 1, maxLength: 8 }),
      from,
      fc.integer({ min: 1, max: 6 }),
      async (rides, since, limit) => {
        const { timetable } = await readTimetable(feedOf(rides), { madeAt: since, signal: NEVER });
        const days = createDays(ZONE);
        const tripUpdates = rides.flatMap(({ delays }, n) =>
          [...delays].map(([day, delay]) => ({
            trip: {
              tripId: `T${n}`,
              startDate: dateOf(day),
              scheduleRelationship: delay === 'cancelled' ? 3 : 0,
            },
            stopTimeUpdate: [],
            ...(delay === 'cancelled' ? {} : { delay }),
          })),
        );
        // Live feeds tell of days around theirs.
        const live = toLiveRuns(
          { madeAt: new Date((FIRST_DAY + 3.5) * 86_400_000), tripUpdates },
          timetable,
          days,
        );
        const found = findArrivals({ timetable, days, live, stopId: 'B', from: since, limit });
        expect(
          found.map(({ plannedAt, expectedAt }) => (expectedAt ?? plannedAt).getTime()),
        ).toEqual(everyArrival(rides, since).slice(0, limit));
      },
    ),
    { numRuns: 300 },
  );
});
