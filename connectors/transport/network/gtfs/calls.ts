import { arrange, at, eachRow, inOrder } from './arrange.ts';
import { createGrowingColumn } from './growing-column.ts';
import type { FeedTables } from './rows.ts';
import { parseGtfsTime } from './times.ts';

/**
 * Calls of all trips, column by column, those of a trip together and in its order. The calls of trip
 * `t` are the places from `firstOf[t]` up to and without `firstOf[t + 1]`.
 */
export type Calls = {
  readonly trip: Int32Array;
  readonly stop: Int32Array;
  readonly sequence: Int32Array;
  /** Seconds of the service day. */
  readonly arrival: Int32Array;
  readonly departure: Int32Array;
  readonly firstOf: Int32Array;
};

export type CallIndexes = {
  /** By id; the number is the trip's place in `firstOf`. */
  readonly trips: ReadonlyMap<string, number>;
  readonly stops: ReadonlyMap<string, number>;
};

/** In place of a time that the feed leaves out. */
const NO_TIME = -1;

/** Trips timed between two breaths; each has some dozens of calls. */
const TRIPS_AT_ONCE = 2_000;

/**
 * Reads `stop_times.txt`. Rows of trips or stops that are not known are left out. Times that the
 * feed leaves out lie evenly between those that it tells; a trip whose first or last call has none
 * cannot be timed.
 *
 * @returns With the number of rows that were left out.
 */
export async function readCalls(
  tables: FeedTables,
  indexes: CallIndexes,
): Promise<{ readonly calls: Calls; readonly strayRows: number }> {
  const { columns, strayRows } = await readColumns(tables, indexes);
  const { trip, sequence } = columns;
  const { order, firstOf } = await arrange(
    trip,
    indexes.trips.size,
    (one, other) => at(sequence, one) - at(sequence, other),
  );
  const calls: Calls = {
    trip: await inOrder(trip, order),
    stop: await inOrder(columns.stop, order),
    sequence: await inOrder(sequence, order),
    arrival: await inOrder(columns.arrival, order),
    departure: await inOrder(columns.departure, order),
    firstOf,
  };
  await fillTimes(calls);
  return { calls, strayRows };
}

/** Whether the trip of a call could be timed. */
export function hasTimes({ arrival }: Calls, place: number): boolean {
  return at(arrival, place) !== NO_TIME;
}

async function readColumns(tables: FeedTables, { trips, stops }: CallIndexes) {
  const trip = createGrowingColumn();
  const stop = createGrowingColumn();
  const sequence = createGrowingColumn();
  const arrival = createGrowingColumn();
  const departure = createGrowingColumn();
  let strayRows = 0;
  for await (const row of tables.rows('stop_times.txt')) {
    const tripIndex = trips.get(row['trip_id'] ?? '');
    const stopIndex = stops.get(row['stop_id'] ?? '');
    const place = row['stop_sequence'] ?? '';
    if (tripIndex === undefined || stopIndex === undefined || !/^\d{1,9}$/.test(place)) {
      strayRows += 1;
      continue;
    }
    const arrives = parseGtfsTime(row['arrival_time'] ?? '');
    const departs = parseGtfsTime(row['departure_time'] ?? '');
    trip.push(tripIndex);
    stop.push(stopIndex);
    sequence.push(Number(place));
    arrival.push(arrives ?? departs ?? NO_TIME);
    departure.push(departs ?? arrives ?? NO_TIME);
  }
  const columns = {
    trip: trip.values(),
    stop: stop.values(),
    sequence: sequence.values(),
    arrival: arrival.values(),
    departure: departure.values(),
  };
  return { columns, strayRows };
}

/** A trip that cannot be timed keeps `NO_TIME` in all its calls. */
async function fillTimes(calls: Calls): Promise<void> {
  const { firstOf, arrival, departure } = calls;
  await eachRow(
    firstOf.length - 1,
    (trip) => {
      const [first, end] = [at(firstOf, trip), at(firstOf, trip + 1)];
      if (end === first) return;
      if (at(arrival, first) === NO_TIME || at(arrival, end - 1) === NO_TIME) {
        arrival.fill(NO_TIME, first, end);
        departure.fill(NO_TIME, first, end);
      } else {
        interpolate(calls, first, end);
      }
    },
    TRIPS_AT_ONCE,
  );
}

function interpolate({ arrival, departure }: Calls, first: number, end: number): void {
  let timed = first;
  for (let place = first + 1; place < end; place += 1) {
    if (at(arrival, place) === NO_TIME) continue;
    const from = at(departure, timed);
    const step = (at(arrival, place) - from) / (place - timed);
    for (let between = timed + 1; between < place; between += 1) {
      const time = Math.round(from + step * (between - timed));
      arrival[between] = time;
      departure[between] = time;
    }
    timed = place;
  }
}
