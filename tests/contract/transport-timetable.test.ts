import { expect, it } from '@jest/globals';
import { readTimetable } from '../../connectors/transport/network/gtfs/read-timetable.ts';
import type { NetworkPort } from '../../connectors/transport/port.ts';
import {
  createNetworkOf,
  FEED,
  MONDAY_MORNING,
  NEVER,
  startFeeds,
  zipOf,
  type FeedFiles,
} from './support/transport-feeds.ts';

async function readNetwork(files: FeedFiles, now = MONDAY_MORNING) {
  await using feeds = await startFeeds(zipOf(files));
  const network = createNetworkOf(feeds, { now });
  await network.refresh();
  return network;
}

function plan(network: NetworkPort, stopId: string, from: string, limit = 5): readonly string[] {
  return network
    .arrivals(stopId, new Date(from), limit)
    .map(({ tripId, plannedAt }) => `${tripId} ${plannedAt.toISOString().slice(0, 16)}`);
}

/** The feed with some lines replaced. */
function changed(name: string, from: string | RegExp, to: string): FeedFiles {
  const before = FEED[name] ?? '';
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return { ...FEED, [name]: after };
}

it('tells stops where people get on, and lines', async () => {
  const network = await readNetwork(FEED);
  expect(network.stops().map(({ id, code }) => [id, code])).toEqual([
    ['A', '1'],
    ['B', '2'],
    ['C', null],
    ['D', '4'],
  ]);
  expect(network.lines()).toEqual([
    { id: 'R', shortName: '1', longName: 'Plaza - Faro', colour: 'E2001A' },
  ]);
});

it('tells the next arrivals of a day, and of the morning after', async () => {
  const network = await readNetwork(FEED);
  expect(plan(network, 'B', '2026-11-23T08:00:00Z')).toEqual([
    'T10 2026-11-23T09:10',
    'T23 2026-11-23T23:05',
  ]);
  expect(plan(network, 'B', '2026-11-23T12:00:00Z')).toEqual([
    'T23 2026-11-23T23:05',
    'T10 2026-11-24T09:10',
  ]);
});

it('knows after midnight the rides of the day before', async () => {
  const network = await readNetwork(FEED);
  // Saturday, five past midnight: Friday's last ride, and the night bus that runs on that date alone.
  expect(plan(network, 'D', '2026-11-20T23:05:00Z')).toEqual([
    'T23 2026-11-20T23:20',
    'T25 2026-11-21T00:30',
  ]);
});

it('leaves out days that the calendar takes away', async () => {
  const network = await readNetwork(FEED);
  expect(plan(network, 'A', '2026-12-08T00:00:00Z')).toEqual([]);
  expect(plan(network, 'A', '2026-12-08T12:00:00Z')).toEqual(['T10 2026-12-09T09:00']);
});

it('keeps to the clock on the days on which it moves', async () => {
  const network = await readNetwork(
    changed('calendar.txt', 'LAB,1,1,1,1,1,0,0', 'LAB,1,1,1,1,1,1,1'),
  );
  const at = (day: string) => plan(network, 'A', `${day}T05:00:00Z`, 2);
  expect([at('2026-03-28'), at('2026-03-29'), at('2026-10-25')]).toEqual([
    ['T10 2026-03-28T09:00', 'T23 2026-03-28T22:50'],
    ['T10 2026-03-29T08:00', 'T23 2026-03-29T21:50'],
    ['T10 2026-10-25T09:00', 'T23 2026-10-25T22:50'],
  ]);
});

it('counts from noon minus twelve hours, an hour beside midnight, when clocks move', async () => {
  const early = changed('stop_times.txt', 'T10,10:00:00,10:00:00,A', 'T10, 1:30:00, 1:30:00,A');
  const calendar = changed('calendar.txt', '1,1,1,1,1,0,0', '1,1,1,1,1,1,1')['calendar.txt'] ?? '';
  const network = await readNetwork({ ...early, 'calendar.txt': calendar });
  // Noon is 10:00 UTC on that Sunday, so that 1:30 is 23:30 UTC of the day before.
  expect(plan(network, 'A', '2026-03-28T22:55:00Z', 1)).toEqual(['T10 2026-03-28T23:30']);
});

it('takes the zone of the agency, not its own', async () => {
  const network = await readNetwork(changed('agency.txt', 'Europe/Madrid', 'America/Los_Angeles'));
  expect(plan(network, 'A', '2026-11-23T12:00:00Z', 1)).toEqual(['T10 2026-11-23T18:00']);
});

const spaced = (text = ''): string => text.replace(/^T10,10:(..):00,10/gm, 'T10, 9:$1:00, 9');

it.each<[string, FeedFiles]>([
  ['a byte order mark', { ...FEED, 'trips.txt': `\uFEFF${FEED['trips.txt']}` }],
  ['quotes and Windows line ends', changed('routes.txt', 'Plaza - Faro', '"Plaza, ""Faro"""')],
  ['blanks around columns', changed('stops.txt', 'stop_id,stop_code', ' stop_id , stop_code')],
  ['rows in any order', { ...FEED, 'stop_times.txt': shuffled(FEED['stop_times.txt']) }],
  [
    'rows of trips that there are not',
    { ...FEED, 'stop_times.txt': `${FEED['stop_times.txt']}NO,09:00:00,09:00:00,A,1\n` },
  ],
  [
    'rows of stops that there are not',
    { ...FEED, 'stop_times.txt': `${FEED['stop_times.txt']}T10,09:00:00,09:00:00,NO,0\n` },
  ],
  [
    'trips of lines that there are not',
    { ...FEED, 'trips.txt': `${FEED['trips.txt']}NO,LAB,T99,,\n` },
  ],
  ['an empty optional file', { ...FEED, 'frequencies.txt': '' }],
  ['empty lines at the end', { ...FEED, 'stops.txt': `${FEED['stops.txt']}\n\n` }],
  [
    'files in a folder',
    Object.fromEntries(Object.entries(FEED).map(([name, text]) => [`gtfs/${name}`, text])),
  ],
  ['what macOS adds', { ...FEED, '__MACOSX/stops.txt': 'x' }],
])('reads a feed with %s', async (_, files) => {
  const network = await readNetwork(files);
  expect(plan(network, 'B', '2026-11-23T08:00:00Z')).toEqual([
    'T10 2026-11-23T09:10',
    'T23 2026-11-23T23:05',
  ]);
});

function shuffled(text = ''): string {
  const [header = '', ...rows] = text.trim().split('\n');
  return [header, ...rows.toReversed()].join('\n');
}

it('reads times with a leading blank and one digit', async () => {
  const network = await readNetwork({ ...FEED, 'stop_times.txt': spaced(FEED['stop_times.txt']) });
  expect(plan(network, 'A', '2026-11-23T07:00:00Z', 1)).toEqual(['T10 2026-11-23T08:00']);
});

it('places times that are left out evenly between those that are told', async () => {
  const network = await readNetwork(
    changed(
      'stop_times.txt',
      'T10,10:10:00,10:11:00,B,2\nT10,10:20:00,10:20:00,C,3\n',
      'T10,,,B,2\nT10,,,C,3\n',
    ),
  );
  expect(plan(network, 'B', '2026-11-23T08:00:00Z', 1)).toEqual(['T10 2026-11-23T09:10']);
  expect(plan(network, 'C', '2026-11-23T08:00:00Z', 1)).toEqual(['T10 2026-11-23T09:20']);
});

it('repeats a trip with headways, each run once', async () => {
  const network = await readNetwork({
    ...FEED,
    'frequencies.txt':
      'trip_id,start_time,end_time,headway_secs\nT10,07:00:00,07:30:00,600\nT10,07:20:00,07:31:00,600\n',
  });
  expect(plan(network, 'B', '2026-11-23T05:00:00Z', 5)).toEqual([
    'T10 2026-11-23T06:10',
    'T10 2026-11-23T06:20',
    'T10 2026-11-23T06:30',
    'T10 2026-11-23T06:40',
    'T23 2026-11-23T23:05',
  ]);
});

it('tells nothing of a stop that there is not', async () => {
  const network = await readNetwork(FEED);
  expect(network.arrivals('NO', MONDAY_MORNING, 5)).toEqual([]);
  expect(network.arrivals('S', MONDAY_MORNING, 5)).toEqual([]);
  expect(network.arrivals('A', MONDAY_MORNING, 0)).toEqual([]);
});

it.each<[string, Uint8Array | string]>([
  ['no zip archive', '<html>Not here any more</html>'],
  ['an archive without files', zipOf({})],
  ['an archive that was cut', zipOf(FEED).subarray(0, 700)],
  [
    'no stop_times.txt',
    zipOf(Object.fromEntries(Object.entries(FEED).filter(([name]) => name !== 'stop_times.txt'))),
  ],
  [
    'neither calendar',
    zipOf(
      Object.fromEntries(Object.entries(FEED).filter(([name]) => !name.startsWith('calendar'))),
    ),
  ],
  ['no trip that calls anywhere', zipOf({ ...FEED, 'trips.txt': 'route_id,service_id,trip_id\n' })],
  ['a zone that there is not', zipOf(changed('agency.txt', 'Europe/Madrid', 'Asturias'))],
  [
    'a quote that is not closed',
    zipOf({ ...FEED, 'stops.txt': `stop_id,stop_name\nA,"${'x'.repeat(200_000)}` }),
  ],
  [
    'headways of seconds for days',
    zipOf({
      ...FEED,
      'frequencies.txt': `trip_id,start_time,end_time,headway_secs\n${'T10,00:00:00,95:00:00,20\n'.repeat(1_000)}`,
    }),
  ],
])('refuses %s', async (_, body) => {
  await using feeds = await startFeeds({ body });
  await using network = createNetworkOf(feeds);
  await expect(network.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  expect([network.timetableAt(), network.stops()]).toEqual([null, []]);
});

it('refuses an archive that inflates beyond its measure, as soon as it does', async () => {
  const bomb = zipOf({ ...FEED, 'stop_times.txt': 'trip_id,stop_id\n'.repeat(2_000_000) });
  const limits = { maxBytes: 1_000_000 };
  expect(bomb.byteLength).toBeLessThan(200_000);
  await expect(
    readTimetable(bomb, { madeAt: MONDAY_MORNING, limits, signal: NEVER }),
  ).rejects.toThrow('The files are larger than a feed may be.');
});

it('ends the reading between two pieces when its signal fires', async () => {
  const closing = new AbortController();
  const reading = readTimetable(zipOf(FEED), { madeAt: MONDAY_MORNING, signal: closing.signal });
  closing.abort(new Error('closing'));
  await expect(reading).rejects.toThrow('closing');
});
