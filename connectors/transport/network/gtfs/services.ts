import type { FeedTables, Row } from './rows.ts';
import { parseGtfsDate, weekdayOf, type DayNumber } from './times.ts';

/** On which days the trips of a service run. */
export type Service = {
  /** By weekday, Sunday first. */
  readonly weekdays: readonly boolean[];
  readonly from: DayNumber;
  readonly until: DayNumber;
  readonly added: Set<DayNumber>;
  readonly removed: Set<DayNumber>;
};

const COLUMNS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const ADDED = '1';
const REMOVED = '2';

/**
 * Services by id, from `calendar.txt` and `calendar_dates.txt`; either may be missing, and a service
 * that only the second one knows runs on its dates alone.
 */
export async function readServices(tables: FeedTables): Promise<ReadonlyMap<string, Service>> {
  const services = new Map<string, Service>();
  for await (const row of tables.rows('calendar.txt')) {
    const service = toService(row);
    const id = row['service_id'] ?? '';
    if (service !== null && id !== '') services.set(id, service);
  }
  for await (const row of tables.rows('calendar_dates.txt')) {
    const id = row['service_id'] ?? '';
    const day = parseGtfsDate(row['date'] ?? '');
    if (id === '' || day === null) continue;
    const service = services.get(id) ?? onlyByDate();
    services.set(id, service);
    if (row['exception_type'] === ADDED) service.added.add(day);
    if (row['exception_type'] === REMOVED) service.removed.add(day);
  }
  return services;
}

export function runsOn(service: Service, day: DayNumber): boolean {
  if (service.added.has(day)) return true;
  if (service.removed.has(day) || day < service.from || day > service.until) return false;
  return service.weekdays[weekdayOf(day)] === true;
}

/** The last day on which it may run; minus infinity for never. */
export function lastDayOf({ until, added }: Service): DayNumber {
  let last = until;
  for (const day of added) last = Math.max(last, day);
  return last;
}

function toService(row: Row): Service | null {
  const from = parseGtfsDate(row['start_date'] ?? '');
  const until = parseGtfsDate(row['end_date'] ?? '');
  if (from === null || until === null) return null;
  const weekdays = COLUMNS.map((column) => row[column] === '1');
  return { weekdays, from, until, added: new Set(), removed: new Set() };
}

function onlyByDate(): Service {
  return {
    weekdays: [],
    from: Number.POSITIVE_INFINITY,
    until: Number.NEGATIVE_INFINITY,
    added: new Set(),
    removed: new Set(),
  };
}
