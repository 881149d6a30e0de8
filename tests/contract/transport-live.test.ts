import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseLiveFeed } from '../../connectors/transport/network/realtime/live-feed.ts';
import { FeedError } from '../../connectors/transport/network/feed-error.ts';
import { encodeMessage, type Field } from '../../simulators/transport/network/protobuf.ts';
import { startTransport, ZONE } from './support/transport-city.ts';
import {
  createNetworkOf,
  liveFeed,
  MONDAY_MORNING,
  startFeeds,
  tripUpdate,
} from './support/transport-feeds.ts';

const NOW = new Date('2026-11-23T09:05:00Z');

it('believes a feed no longer than its age allows', async () => {
  let now = NOW;
  await using feeds = await startFeeds();
  feeds.answers.live = { body: liveFeed(NOW, [tripUpdate({ tripId: 'T10', delay: 60 })]) };
  await using network = createNetworkOf(feeds, { clock: { now: () => now }, hasLive: true });
  await network.refresh();
  const isLive = () => network.arrivals('D', NOW, 1)[0]?.expectedAt !== null;
  expect([isLive(), network.liveAt()]).toEqual([true, NOW]);
  now = new Date(NOW.getTime() + 301_000);
  expect(isLive()).toBe(false);
  await expect(network.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});

it('keeps the newer of two feeds, and reads the timetable though the live feed fails', async () => {
  await using feeds = await startFeeds();
  await using network = createNetworkOf(feeds, { now: NOW, hasLive: true });
  await expect(network.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
  expect(network.stops()).toHaveLength(4);
  feeds.answers.live = { body: liveFeed(NOW, []) };
  await network.refresh();
  feeds.answers.live = { body: liveFeed(new Date(NOW.getTime() - 60_000), []) };
  await network.refresh();
  expect(network.liveAt()).toEqual(NOW);
});

const HEADER = [
  1,
  [
    [1, '2.0'],
    [3, NOW.getTime() / 1000],
  ],
] as const;

it.each<[string, Uint8Array | string]>([
  ['the text form', 'header {\n  gtfs_realtime_version: "2.0"\n}'],
  ['a web page', '<!DOCTYPE html><html></html>'],
  ['JSON', '{"header":{}}'],
  ['nothing', ''],
  [
    'a feed that was cut',
    liveFeed(NOW, [tripUpdate({ tripId: 'T10', delay: 60 })]).subarray(0, -4),
  ],
  ['a feed without a time', encodeMessage([[1, [[1, '2.0']]]])],
  [
    'changes only',
    encodeMessage([
      [
        1,
        [
          [1, '2.0'],
          [2, 1],
          [3, NOW.getTime() / 1000],
        ],
      ],
    ]),
  ],
  ['a feed of the future', liveFeed(new Date(NOW.getTime() + 3_600_000), [])],
])('calls %s a broken feed', async (_, body) => {
  await using feeds = await startFeeds();
  feeds.answers.live = { body };
  await using network = createNetworkOf(feeds, { now: NOW, hasLive: true });
  await expect(network.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  expect(network.liveAt()).toBeNull();
});

it('passes over extensions, vehicles, deleted entities and updates that cannot be read', async () => {
  const update = tripUpdate({ tripId: 'T10', delay: 60 });
  const bytes = encodeMessage([
    HEADER,
    [
      2,
      [
        [1, 'a'],
        [4, [[2, [[1, 'x']]]]],
        [1500, [[1, 'vendor']]],
      ],
    ],
    [
      2,
      [
        [1, 'b'],
        [2, 1],
        [3, update],
      ],
    ],
    [
      2,
      [
        [1, 'c'],
        [3, [[5, 60]]],
      ],
    ],
    [
      2,
      [
        [1, 'd'],
        [3, [...update, [9001, 'vendor']]],
      ],
    ],
    [
      2,
      [
        [1, 'e'],
        [3, 'cut'],
      ],
    ],
    [1000, 'vendor'],
  ]);
  const { tripUpdates } = await parseLiveFeed(bytes);
  expect(tripUpdates).toMatchObject([{ trip: { tripId: 'T10' }, delay: 60 }]);
});

/** Two bytes an entity, or a stop of one: small on the way, large in memory. */
const EMPTY_MESSAGES = Buffer.from([0x12, 0]);

it.each([
  ['more entities', Buffer.alloc(200_000, EMPTY_MESSAGES), /entities/],
  [
    'more stops',
    encodeMessage(
      Array.from({ length: 60 }, (): Field => {
        const stops = Array.from({ length: 10_000 }, (): Field => [2, []]);
        return [2, [[3, [[1, []], ...stops]]]];
      }),
    ),
    /stops/,
  ],
])('refuses %s than any city has', async (_, body, sentence) => {
  const bytes = Buffer.concat([encodeMessage([HEADER]), body]);
  await expect(parseLiveFeed(bytes)).rejects.toThrow(sentence);
});

it('lets others run while a feed of many vehicles is read', async () => {
  const stops = Array.from({ length: 30 }, (_, place) => ({ sequence: place, arrival: 60 }));
  const bytes = liveFeed(
    NOW,
    Array.from({ length: 1_000 }, (_, ride) => tripUpdate({ tripId: `T${ride}`, stops })),
  );
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 0);
  expect((await parseLiveFeed(bytes)).tripUpdates).toHaveLength(1_000);
  clearInterval(turning);
  expect(turns).toBeGreaterThan(2);
});

/** A feed, or a `FeedError`: true. Anything else thrown fails the property. */
async function isRead(bytes: Uint8Array): Promise<boolean> {
  try {
    return (await parseLiveFeed(bytes)).madeAt instanceof Date;
  } catch (error) {
    if (error instanceof FeedError) return true;
    throw error;
  }
}

it('makes a feed or a FeedError of any bytes', async () => {
  const whole = liveFeed(NOW, [
    tripUpdate({ tripId: 'T10', stops: [{ sequence: 1, arrival: -5 }] }),
  ]);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }))).map((changes) => {
      const broken = Uint8Array.from(whole);
      for (const [place, value] of changes) broken[place] = value;
      return broken;
    }),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      expect(await isRead(sent)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('follows the feeds of the simulated city through a day and a night', async () => {
  let now = MONDAY_MORNING;
  const clock = { now: () => now };
  await using transport = await startTransport({ clock });
  await using network = createNetworkOf(
    { origin: transport.address },
    { clock, hasLive: true, liveUrl: new URL('/gtfs-rt', transport.address) },
  );
  const seen = [];
  for (const hour of [0, 6, 14, 17]) {
    now = new Date(MONDAY_MORNING.getTime() + hour * 3_600_000);
    await network.refresh();
    const rides = network.stops().flatMap(({ id }) => network.arrivals(id, now, 5));
    seen.push(rides.some(({ expectedAt }) => expectedAt !== null));
    expect(rides.every(({ plannedAt, expectedAt }) => (expectedAt ?? plannedAt) >= now)).toBe(true);
  }
  // At one o'clock at night nothing runs after a Monday.
  expect([ZONE, ...seen]).toEqual(['Europe/Madrid', true, true, true, false]);
});
