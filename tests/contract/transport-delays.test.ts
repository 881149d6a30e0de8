import { expect, it } from '@jest/globals';
import {
  createNetworkOf,
  FEED,
  liveFeed,
  startFeeds,
  tripUpdate,
  zipOf,
  type FeedFiles,
  type UpdateWish,
} from './support/transport-feeds.ts';

const NOW = new Date('2026-11-23T09:05:00Z');
const SKIPPED = 1;
const NO_DATA = 2;
const CANCELED = 3;

/** Minutes past nine UTC at which the ride of ten o'clock is expected at its four stops. */
async function expected(wishes: readonly UpdateWish[], files: FeedFiles = FEED) {
  await using feeds = await startFeeds(zipOf(files));
  feeds.answers.live = { body: liveFeed(NOW, wishes.map(tripUpdate)) };
  await using network = createNetworkOf(feeds, { now: NOW, hasLive: true });
  await network.refresh();
  return ['A', 'B', 'C', 'D'].map((stop) => {
    const rows = network.arrivals(stop, new Date('2026-11-23T08:30:00Z'), 1);
    const [ride] = rows.filter(({ tripId }) => tripId === 'T10');
    if (ride === undefined) return 'none';
    const { expectedAt } = ride;
    return expectedAt === null
      ? 'planned'
      : (expectedAt.getTime() - Date.parse('2026-11-23T09:00:00Z')) / 60_000;
  });
}

it.each<[string, UpdateWish, readonly unknown[]]>([
  [
    'lets a delay hold for the stops after it, and for none before',
    { tripId: 'T10', stops: [{ sequence: 2, arrival: 120 }] },
    ['planned', 12, 22, 32],
  ],
  [
    'lets the delay of the departure hold on where it differs',
    { tripId: 'T10', stops: [{ sequence: 2, arrival: 120, departure: 60 }] },
    ['planned', 12, 21, 31],
  ],
  [
    'takes the next delay from its stop on',
    {
      tripId: 'T10',
      stops: [
        { sequence: 1, arrival: 60 },
        { sequence: 3, arrival: -60 },
      ],
    },
    [1, 11, 19, 29],
  ],
  [
    'takes an update without times for on time',
    { tripId: 'T10', stops: [{ sequence: 1, arrival: 60 }, { sequence: 3 }] },
    [1, 11, 20, 30],
  ],
  [
    'makes a delay of a time, which counts before a delay',
    {
      tripId: 'T10',
      stops: [{ sequence: 2, arrivesAt: new Date('2026-11-23T09:15:00Z'), arrival: 1 }],
    },
    ['planned', 15, 25, 35],
  ],
  [
    'finds a stop by its id',
    { tripId: 'T10', stops: [{ stopId: 'C', arrival: 60 }] },
    ['planned', 'planned', 21, 31],
  ],
  [
    'leaves out a stop that is skipped, and keeps the delay',
    {
      tripId: 'T10',
      stops: [
        { sequence: 1, arrival: 60 },
        { sequence: 2, relationship: SKIPPED },
      ],
    },
    [1, 'none', 21, 31],
  ],
  [
    'knows nothing from where there are no data',
    {
      tripId: 'T10',
      stops: [
        { sequence: 1, arrival: 60 },
        { sequence: 3, relationship: NO_DATA },
      ],
    },
    [1, 11, 'planned', 'planned'],
  ],
  [
    'takes a relationship that it does not know for no data',
    {
      tripId: 'T10',
      stops: [
        { sequence: 1, arrival: 60 },
        { sequence: 2, relationship: 77, arrival: 90 },
      ],
    },
    [1, 'planned', 'planned', 'planned'],
  ],
  ['takes the delay of the whole trip', { tripId: 'T10', delay: 180 }, [3, 13, 23, 33]],
  [
    'leaves out a trip that is cancelled',
    { tripId: 'T10', relationship: CANCELED },
    ['none', 'none', 'none', 'none'],
  ],
  [
    'knows nothing of a trip whose relationship it does not know',
    { tripId: 'T10', relationship: 42, delay: 60 },
    ['planned', 'planned', 'planned', 'planned'],
  ],
  [
    'takes an update for its day',
    { tripId: 'T10', startDate: '20261124', delay: 60 },
    ['planned', 'planned', 'planned', 'planned'],
  ],
  [
    'takes an update that names today',
    { tripId: 'T10', startDate: '20261123', delay: 60 },
    [1, 11, 21, 31],
  ],
  [
    'finds a trip without an id by line and start',
    { routeId: 'R', startTime: '10:00:00', startDate: '20261123', delay: 60 },
    [1, 11, 21, 31],
  ],
  [
    'leaves an update alone that fits no trip',
    { routeId: 'R', startTime: '10:01:00', delay: 60 },
    ['planned', 'planned', 'planned', 'planned'],
  ],
  [
    'leaves a trip alone that the timetable lacks',
    { tripId: 'T11', delay: 60 },
    ['planned', 'planned', 'planned', 'planned'],
  ],
  [
    'leaves a stop alone that the trip lacks',
    { tripId: 'T10', stops: [{ sequence: 9, stopId: 'X', arrival: 60 }] },
    ['planned', 'planned', 'planned', 'planned'],
  ],
])('%s', async (_, wish, minutes) => {
  expect(await expected([wish])).toEqual(minutes);
});

it('tells the two calls of a circle at one stop apart', async () => {
  const circle = {
    ...FEED,
    'stop_times.txt': (FEED['stop_times.txt'] ?? '').replace(
      '10:30:00,10:30:00,D,4',
      '10:30:00,10:30:00,A,4',
    ),
  };
  const stops = [
    { stopId: 'A', departure: 60 },
    { stopId: 'A', arrival: 300 },
  ];
  await using feeds = await startFeeds(zipOf(circle));
  feeds.answers.live = { body: liveFeed(NOW, [tripUpdate({ tripId: 'T10', stops })]) };
  await using network = createNetworkOf(feeds, { now: NOW, hasLive: true });
  await network.refresh();
  const rides = network.arrivals('A', new Date('2026-11-23T08:30:00Z'), 2);
  expect(rides.map(({ expectedAt }) => expectedAt?.toISOString())).toEqual([
    '2026-11-23T09:01:00.000Z',
    '2026-11-23T09:35:00.000Z',
  ]);
});

it('tells runs of a trip with headways apart by their start', async () => {
  const files = {
    ...FEED,
    'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nT10,10:00:00,10:20:00,600\n',
  };
  await using feeds = await startFeeds(zipOf(files));
  feeds.answers.live = {
    body: liveFeed(NOW, [tripUpdate({ tripId: 'T10', startTime: '10:10:00', delay: 120 })]),
  };
  await using network = createNetworkOf(feeds, { now: NOW, hasLive: true });
  await network.refresh();
  const rides = network.arrivals('B', new Date('2026-11-23T08:30:00Z'), 2);
  expect(rides.map(({ plannedAt, expectedAt }) => [plannedAt, expectedAt])).toEqual([
    [new Date('2026-11-23T09:10:00Z'), null],
    [new Date('2026-11-23T09:20:00Z'), new Date('2026-11-23T09:22:00Z')],
  ]);
});

it('shows a late vehicle that should have gone, in the order in which they come', async () => {
  const files = {
    ...FEED,
    'stop_times.txt': (FEED['stop_times.txt'] ?? '')
      .replace(/T23,2[34]:/g, 'T23,10:')
      .replace(/,2[34]:(..):00,(.),/g, ',10:$1:00,$2,'),
  };
  await using feeds = await startFeeds(zipOf(files));
  feeds.answers.live = { body: liveFeed(NOW, [tripUpdate({ tripId: 'T10', delay: 3_600 })]) };
  await using network = createNetworkOf(feeds, { now: NOW, hasLive: true });
  await network.refresh();
  const rides = network.arrivals('A', new Date('2026-11-23T09:30:00Z'), 2);
  expect(rides.map(({ tripId }) => tripId)).toEqual(['T23', 'T10']);
});
