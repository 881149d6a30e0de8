import type { Line, Stop } from '../../port.ts';
import { FeedError } from '../feed-error.ts';
import type { FeedTables, Row } from './rows.ts';
import { parseGtfsTime } from './times.ts';

/** A ride as `trips.txt` has it. */
export type TripRow = {
  readonly id: string;
  readonly line: Line;
  readonly serviceId: string;
  readonly headsign: string | null;
  /** `0` or `1`; null when the feed tells none. */
  readonly direction: string | null;
};

/** A stretch of a day in which a trip is repeated, from `frequencies.txt`. Seconds of the service day. */
export type Headway = {
  readonly from: number;
  /** Not included. */
  readonly until: number;
  readonly everySeconds: number;
};

/** Shorter headways than this are mistakes. */
const LEAST_HEADWAY_SECONDS = 20;

/** @throws {FeedError} No agency, or one in a zone that there is not. */
export async function readZone(tables: FeedTables): Promise<string> {
  for await (const row of tables.rows('agency.txt')) {
    const zone = row['agency_timezone'] ?? '';
    if (!isZone(zone)) throw new FeedError('agency.txt names a time zone that there is not.');
    // All agencies of a feed are in the same zone. Source: GTFS Schedule Reference, agency.txt.
    return zone;
  }
  throw new FeedError('agency.txt has no agency.');
}

/** Places where people get on or off, by id; stations, entrances and broken rows are left out. */
export async function readStops(tables: FeedTables): Promise<ReadonlyMap<string, Stop>> {
  const stops = new Map<string, Stop>();
  for await (const row of tables.rows('stops.txt')) {
    const stop = toStop(row);
    if (stop !== null) stops.set(stop.id, stop);
  }
  return stops;
}

export async function readLines(tables: FeedTables): Promise<ReadonlyMap<string, Line>> {
  const lines = new Map<string, Line>();
  for await (const row of tables.rows('routes.txt')) {
    const id = row['route_id'] ?? '';
    const names = [row['route_short_name'] ?? '', row['route_long_name'] ?? ''];
    const [shortName = '', longName = ''] = names;
    if (id === '' || names.join('') === '') continue;
    const colour = row['route_color'] ?? '';
    lines.set(id, {
      id,
      shortName: shortName === '' ? longName : shortName,
      longName: longName === '' ? shortName : longName,
      colour: /^[0-9A-Fa-f]{6}$/.test(colour) ? colour.toUpperCase() : null,
    });
  }
  return lines;
}

/** Trips of known lines, by id. */
export async function readTrips(
  tables: FeedTables,
  lines: ReadonlyMap<string, Line>,
): Promise<ReadonlyMap<string, TripRow>> {
  const trips = new Map<string, TripRow>();
  for await (const row of tables.rows('trips.txt')) {
    const id = row['trip_id'] ?? '';
    const line = lines.get(row['route_id'] ?? '');
    if (id === '' || line === undefined) continue;
    trips.set(id, {
      id,
      line,
      serviceId: row['service_id'] ?? '',
      headsign: orNull(row['trip_headsign']),
      direction: orNull(row['direction_id']),
    });
  }
  return trips;
}

/** Headways by trip; none for trips that run once. */
export async function readHeadways(
  tables: FeedTables,
): Promise<ReadonlyMap<string, readonly Headway[]>> {
  const headways = new Map<string, Headway[]>();
  for await (const row of tables.rows('frequencies.txt')) {
    const from = parseGtfsTime(row['start_time'] ?? '');
    const until = parseGtfsTime(row['end_time'] ?? '');
    const everySeconds = Number(row['headway_secs'] ?? '');
    if (from === null || until === null || !(everySeconds >= LEAST_HEADWAY_SECONDS)) continue;
    const id = row['trip_id'] ?? '';
    const own = headways.get(id) ?? [];
    own.push({ from, until, everySeconds });
    headways.set(id, own);
  }
  return headways;
}

function toStop(row: Row): Stop | null {
  const id = row['stop_id'] ?? '';
  const name = row['stop_name'] ?? '';
  const latitude = toDegrees(row['stop_lat'], 90);
  const longitude = toDegrees(row['stop_lon'], 180);
  const isPlatform = ['', '0', undefined].includes(row['location_type']);
  if (!isPlatform || id === '' || name === '' || latitude === null || longitude === null) {
    return null;
  }
  return { id, name, code: orNull(row['stop_code']), latitude, longitude };
}

function toDegrees(text: string | undefined, most: number): number | null {
  if (text === undefined || !/^-?\d{1,3}(\.\d+)?$/.test(text)) return null;
  const degrees = Number(text);
  return Math.abs(degrees) <= most ? degrees : null;
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
