import { FeedError } from '../feed-error.ts';
import { readCalls } from './calls.ts';
import { openTables, type FeedTables, type TableLimits } from './rows.ts';
import { lastDayOf, readServices, type Service } from './services.ts';
import { createStopBoard } from './stop-board.ts';
import { readHeadways, readLines, readStops, readTrips, readZone } from './tables.ts';
import type { Timetable } from './timetable.ts';

/**
 * A city's feed has a few hundred thousand calls and some tens of megabytes; a region's ten times as
 * much. What is beyond is somebody's mistake or a bomb.
 */
export const DEFAULT_TABLE_LIMITS: TableLimits = {
  maxBytes: 512 * 1024 * 1024,
  maxRows: 3_000_000,
};

const REQUIRED = ['agency.txt', 'stops.txt', 'routes.txt', 'trips.txt', 'stop_times.txt'];

export type ReadOptions = {
  /** When the operator made the feed. */
  readonly madeAt: Date;
  readonly limits?: Partial<TableLimits>;
  /** Ends the reading between two pieces; its reason is thrown. */
  readonly signal: AbortSignal;
};

/**
 * Reads a GTFS Schedule feed. Other callers run in between: it is read in pieces.
 *
 * @returns With the rows of `stop_times.txt` that refer to nothing, for the log.
 * @throws {FeedError} No zip archive, a required file missing, beyond a limit, or nothing in it that runs.
 */
export async function readTimetable(
  zip: Uint8Array,
  { madeAt, limits = {}, signal }: ReadOptions,
): Promise<{ readonly timetable: Timetable; readonly strayRows: number }> {
  const bounds = { ...DEFAULT_TABLE_LIMITS, ...limits };
  const tables = await openTables(zip, bounds, signal);
  assertWhole(tables);
  const zone = await readZone(tables);
  const stops = [...(await readStops(tables)).values()];
  const lines = await readLines(tables);
  const tripRows = [...(await readTrips(tables, lines)).values()];
  const services = await readServices(tables);
  const headways = await readHeadways(tables);
  const stopIndexes = new Map(stops.map(({ id }, index) => [id, index]));
  const tripIndexes = new Map(tripRows.map(({ id }, index) => [id, index]));
  const indexes = { trips: tripIndexes, stops: stopIndexes };
  const { calls, strayRows } = await readCalls(tables, indexes);
  const board = await createStopBoard({
    calls,
    stopCount: stops.length,
    headways: byNumber(headways, tripIndexes),
    maxEntries: bounds.maxRows,
  });
  if (board === null) throw new FeedError(`More than ${bounds.maxRows} calls with all headways.`);
  if (board.call.length === 0) throw new FeedError('No trip calls at any stop.');
  const timetable: Timetable = {
    madeAt,
    zone,
    stops,
    stopIndexes,
    lines: [...lines.values()],
    trips: tripRows.map(({ serviceId, ...trip }) => {
      const service = services.get(serviceId) ?? null;
      return { ...trip, service, hasHeadways: headways.has(trip.id) };
    }),
    tripIndexes,
    calls,
    board,
    lastDay: lastOf(services.values()),
    lastSecond: board.seconds.reduce((last, seconds) => Math.max(last, seconds), 0),
  };
  return { timetable, strayRows };
}

/** Those of known trips, by the trip's number. */
function byNumber<Value>(
  values: ReadonlyMap<string, Value>,
  numbers: ReadonlyMap<string, number>,
): ReadonlyMap<number, Value> {
  const result = new Map<number, Value>();
  for (const [id, value] of values) {
    const number = numbers.get(id);
    if (number !== undefined) result.set(number, value);
  }
  return result;
}

/** An empty optional file is as good as none, a required one has to be there. */
function assertWhole(tables: FeedTables): void {
  const missing = REQUIRED.filter((name) => !tables.has(name));
  if (!tables.has('calendar.txt') && !tables.has('calendar_dates.txt')) {
    missing.push('calendar.txt and calendar_dates.txt');
  }
  if (missing.length > 0) throw new FeedError(`The feed lacks ${missing.join(', ')}.`);
}

function lastOf(services: Iterable<Service>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const service of services) last = Math.max(last, lastDayOf(service));
  return last;
}
