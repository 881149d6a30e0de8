import { once } from 'node:events';
import { createServer } from 'node:http';
import { strToU8, zipSync } from 'fflate';
import { pino } from 'pino';
import {
  createNetwork,
  type NetworkOptions,
} from '../../../connectors/transport/network/network.ts';
import type { NetworkPort } from '../../../connectors/transport/port.ts';
import { encodeMessage, type Field } from '../../../simulators/transport/network/protobuf.ts';

export type FeedFiles = Readonly<Record<string, string>>;

/** A line of four stops: one ride on weekdays at ten, one that ends after midnight, one by date alone. */
export const FEED: FeedFiles = {
  'agency.txt': 'agency_name,agency_url,agency_timezone\nBus,https://bus.example,Europe/Madrid\n',
  'stops.txt':
    'stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type\n' +
    'A,1,Plaza,43.5,-5.6,\nB,2,Puerto,43.51,-5.61,0\nC,,Playa,43.52,-5.62,\nD,4,Faro,43.53,-5.63,\n' +
    'S,9,Estación,43.5,-5.6,1\n',
  'routes.txt':
    'route_id,route_short_name,route_long_name,route_type,route_color\nR,1,Plaza - Faro,3,e2001a\n',
  'trips.txt':
    'route_id,service_id,trip_id,trip_headsign,direction_id\n' +
    'R,LAB,T10,Faro,0\nR,LAB,T23,Faro,0\nR,NOCHE,T25,Faro,0\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
    'T10,10:00:00,10:00:00,A,1\nT10,10:10:00,10:11:00,B,2\nT10,10:20:00,10:20:00,C,3\nT10,10:30:00,10:30:00,D,4\n' +
    'T23,23:50:00,23:50:00,A,1\nT23,24:05:00,24:05:00,B,2\nT23,24:20:00,24:20:00,D,3\n' +
    'T25,25:10:00,25:10:00,A,1\nT25,25:30:00,25:30:00,D,2\n',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n' +
    'LAB,1,1,1,1,1,0,0,20260101,20261231\n',
  'calendar_dates.txt': 'service_id,date,exception_type\nLAB,20261208,2\nNOCHE,20261120,1\n',
};

export function zipOf(files: FeedFiles): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
  );
}

/** What a server answers for one feed. */
export type FeedAnswer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
  /** Takes the request and never answers. */
  readonly hangs?: boolean;
};

/** Both feeds on loopback; what they answer can be changed, and what was asked is kept. */
export async function startFeeds(zip: Uint8Array | FeedAnswer = zipOf(FEED)) {
  const answers: { timetable: FeedAnswer; live: FeedAnswer } = {
    timetable: 'body' in zip ? zip : { body: zip },
    live: { status: 404, body: '' },
  };
  const asked: { path: string; ifNoneMatch: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, ifNoneMatch: request.headers['if-none-match'] });
    const answer = answers[path === '/rt' ? 'live' : 'timetable'];
    const { status = 200, headers = {}, body } = answer;
    if (answer.hangs === true) return;
    const isHeld =
      headers['ETag'] !== undefined && headers['ETag'] === request.headers['if-none-match'];
    response.writeHead(isHeld ? 304 : status, headers).end(isHeld ? '' : body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    origin,
    answers,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A network over such feeds, without live one unless told. */
export function createNetworkOf(
  { origin }: { readonly origin: string },
  options: Partial<NetworkOptions> & { readonly now?: Date; readonly hasLive?: boolean } = {},
): NetworkPort & AsyncDisposable {
  const { now = MONDAY_MORNING, hasLive = false, ...rest } = options;
  return createNetwork({
    timetableUrl: new URL('/gtfs.zip', origin),
    liveUrl: hasLive ? new URL('/rt', origin) : null,
    clock: { now: () => now },
    log: pino({ level: 'silent' }),
    ...rest,
    guard: { retries: 0, timeoutMs: 20_000, breakerMinimumCalls: 1_000, ...rest.guard },
  });
}

/** Ends nothing. */
export const NEVER = new AbortController().signal;

/** Nine in the morning in the city. */
export const MONDAY_MORNING = new Date('2026-11-23T08:00:00Z');

/** The numbers of GTFS-Realtime's fields, as far as tests write them. */
export function liveFeed(madeAt: Date, updates: readonly (readonly Field[])[]): Uint8Array {
  const header: readonly Field[] = [
    [1, '2.0'],
    [3, Math.floor(madeAt.getTime() / 1000)],
  ];
  const entities = updates.map((update, place): Field => [
    2,
    [
      [1, `e${place}`],
      [3, update],
    ],
  ]);
  return encodeMessage([[1, header], ...entities]);
}

export type UpdateWish = {
  readonly tripId?: string;
  readonly routeId?: string;
  readonly startTime?: string;
  readonly startDate?: string;
  readonly relationship?: number;
  readonly delay?: number;
  readonly stops?: readonly {
    readonly sequence?: number;
    readonly stopId?: string;
    readonly arrival?: number;
    readonly departure?: number;
    readonly arrivesAt?: Date;
    readonly relationship?: number;
  }[];
};

/** One `TripUpdate`. */
export function tripUpdate(wish: UpdateWish): readonly Field[] {
  const field = (number: number, value: number | string | undefined): readonly Field[] =>
    value === undefined ? [] : [[number, value]];
  const event = (number: number, delay: number | undefined, at?: Date): readonly Field[] =>
    delay === undefined && at === undefined
      ? []
      : [[number, [...field(1, delay), ...field(2, at === undefined ? at : at.getTime() / 1000)]]];
  const trip = [
    ...field(1, wish.tripId),
    ...field(2, wish.startTime),
    ...field(3, wish.startDate),
    ...field(4, wish.relationship),
    ...field(5, wish.routeId),
  ];
  const stops = (wish.stops ?? []).map((stop): Field => [
    2,
    [
      ...field(1, stop.sequence),
      ...event(2, stop.arrival, stop.arrivesAt),
      ...event(3, stop.departure),
      ...field(4, stop.stopId),
      ...field(5, stop.relationship),
    ],
  ]);
  return [[1, trip], ...stops, ...field(5, wish.delay)];
}
