import { strToU8, zipSync } from 'fflate';
import { addDays, type CityDay } from '../../../domain/city-day.ts';
import { isHoliday, regularServiceOn, servicesOn } from './days.ts';
import { LINES, STOPS } from './plan.ts';
import { TRIPS } from './trips.ts';

/** Days before and after the one it is made on that a timetable covers. */
const PAST_DAYS = 7;
const COMING_DAYS = 90;

/** The GTFS files of the made-up network as they are published on a day, in a zip file. */
export function createTimetable(madeOn: CityDay, zone: string): Uint8Array {
  const files = Object.entries(timetableFiles(madeOn, zone)).map(
    ([name, text]) => [name, strToU8(text)] as const,
  );
  return zipSync(Object.fromEntries(files), {
    level: 6,
    // The same day gives the same bytes, whenever it is made.
    mtime: new Date(`${madeOn}T03:00:00`),
  });
}

/** By name; some begin with a byte order mark or pad their times, as many publishers do. */
export function timetableFiles(madeOn: CityDay, zone: string): Readonly<Record<string, string>> {
  const from = addDays(madeOn, -PAST_DAYS);
  const days = Array.from({ length: PAST_DAYS + COMING_DAYS }, (_, count) => addDays(from, count));
  const until = addDays(from, days.length - 1);
  const publisher = ['Autobuses de la ciudad', 'https://autobuses.example'];
  return {
    'agency.txt': csv(
      ['agency_id', 'agency_name', 'agency_url', 'agency_timezone', 'agency_lang'],
      [['BUS', ...publisher, zone, 'es']],
    ),
    'stops.txt': `\uFEFF${stops()}`,
    'routes.txt': routes(),
    'trips.txt': trips(),
    'stop_times.txt': stopTimes(),
    'calendar.txt': calendar(from, until),
    'calendar_dates.txt': csv(['service_id', 'date', 'exception_type'], days.flatMap(exceptionsOn)),
    'feed_info.txt': csv(
      [
        'feed_publisher_name',
        'feed_publisher_url',
        'feed_lang',
        'feed_start_date',
        'feed_end_date',
      ],
      [[...publisher, 'es', digits(from), digits(until)]],
    ),
  };
}

function stops(): string {
  return csv(
    ['stop_id', 'stop_code', 'stop_name', 'stop_lat', 'stop_lon', 'location_type'],
    STOPS.map(({ id, name, latitude, longitude }) => {
      const code = String(Number(id.slice(1)));
      return [id, code, name, String(latitude), String(longitude), ''];
    }),
  );
}

function routes(): string {
  return csv(
    ['route_id', 'agency_id', 'route_short_name', 'route_long_name', 'route_type', 'route_color'],
    LINES.map(({ id, shortName, longName, colour }) => [
      id,
      'BUS',
      shortName,
      longName,
      '3',
      colour,
    ]),
  );
}

function trips(): string {
  return csv(
    ['route_id', 'service_id', 'trip_id', 'trip_headsign', 'direction_id'],
    TRIPS.map(({ id, lineId, service, direction, headsign }) => [
      lineId,
      service,
      id,
      headsign,
      String(direction),
    ]),
  );
}

function stopTimes(): string {
  return csv(
    ['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'],
    TRIPS.flatMap(({ id, calls }) =>
      calls.map(({ stopId, sequence, arrival, departure }) => [
        id,
        clock(arrival),
        clock(departure),
        stopId,
        String(sequence),
      ]),
    ),
  );
}

function calendar(from: CityDay, until: CityDay): string {
  const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const rows = [
    ['LAB', '1', '1', '1', '1', '1', '0', '0'],
    ['SAB', '0', '0', '0', '0', '0', '1', '0'],
    ['DOM', '0', '0', '0', '0', '0', '0', '1'],
  ];
  return csv(
    ['service_id', ...weekdays, 'start_date', 'end_date'],
    rows.map((row) => [...row, digits(from), digits(until)]),
  );
}

/** Holidays change the service of the day; nights are told by their dates alone. */
function exceptionsOn(day: CityDay): readonly (readonly string[])[] {
  const regular = regularServiceOn(day);
  const services = servicesOn(day);
  return [
    ...(isHoliday(day) && regular !== 'DOM'
      ? [
          [regular, digits(day), '2'],
          ['DOM', digits(day), '1'],
        ]
      : []),
    ...(services.has('NOCHE') ? [['NOCHE', digits(day), '1']] : []),
  ];
}

/** ` 9:45:00`, `24:10:00`. */
function clock(seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ].map((part) => String(part));
  return `${hours?.padStart(2, ' ')}:${minutes?.padStart(2, '0')}:${rest?.padStart(2, '0')}`;
}

function digits(day: CityDay): string {
  return day.replaceAll('-', '');
}

function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const quoted = (field: string): string =>
    /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  return [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}
