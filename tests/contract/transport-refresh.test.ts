import { expect, it } from '@jest/globals';
import {
  createNetworkOf,
  FEED,
  liveFeed,
  MONDAY_MORNING,
  startFeeds,
  zipOf,
} from './support/transport-feeds.ts';

it('keeps the timetable it has, and tries again after five minutes, when a new one is broken', async () => {
  let now = MONDAY_MORNING;
  await using feeds = await startFeeds();
  await using network = createNetworkOf(feeds, { clock: { now: () => now } });
  await network.refresh();
  const readAt = network.timetableReadAt();
  feeds.answers.timetable = { body: '<html>' };
  now = new Date(now.getTime() + 3_600_000);
  await expect(network.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  await network.refresh();
  expect([feeds.asked.length, network.stops().length]).toEqual([2, 4]);
  expect(network.timetableReadAt()).toEqual(readAt);
  now = new Date(now.getTime() + 300_000);
  await expect(network.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
});

it('does not read again what has not changed, and asks once an interval', async () => {
  let now = MONDAY_MORNING;
  await using feeds = await startFeeds({
    body: zipOf(FEED),
    headers: { ETag: '"one"', 'Last-Modified': 'Sun, 22 Nov 2026 03:00:00 GMT' },
  });
  await using network = createNetworkOf(feeds, { clock: { now: () => now } });
  await network.refresh();
  await network.refresh();
  const stops = network.stops();
  now = new Date(now.getTime() + 3_600_000);
  await network.refresh();
  expect(feeds.asked).toEqual([
    { path: '/gtfs.zip', ifNoneMatch: undefined },
    { path: '/gtfs.zip', ifNoneMatch: '"one"' },
  ]);
  expect(network.stops()).toBe(stops);
  expect(network.timetableAt()).toEqual(new Date('2026-11-22T03:00:00Z'));
  expect(network.timetableReadAt()).toEqual(now);
});

it('says so when the last day of the timetable is over, and keeps stops and lines', async () => {
  await using feeds = await startFeeds();
  await using network = createNetworkOf(feeds, { now: new Date('2027-01-10T10:00:00Z') });
  await expect(network.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  expect(network.stops()).toHaveLength(4);
  expect(network.arrivals('A', new Date('2027-01-11T08:00:00Z'), 5)).toEqual([]);
  expect(network.timetableReadAt()).toBeNull();
});

it('follows a redirect to where the file lies, but not without end', async () => {
  await using store = await startFeeds();
  await using feeds = await startFeeds({
    status: 302,
    headers: { Location: `${store.origin}/files/gtfs.zip` },
    body: '',
  });
  await using network = createNetworkOf(feeds);
  await network.refresh();
  expect(network.stops()).toHaveLength(4);
  feeds.answers.timetable = { status: 302, headers: { Location: '/gtfs.zip' }, body: '' };
  await using lost = createNetworkOf(feeds);
  await expect(lost.refresh()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
});

it.each([
  [503, 'UPSTREAM_UNAVAILABLE'],
  [404, 'UPSTREAM_REJECTED'],
])('names a feed that answers HTTP %i', async (status, code) => {
  await using feeds = await startFeeds({ status, body: '' });
  await using network = createNetworkOf(feeds);
  await expect(network.refresh()).rejects.toMatchObject({ code });
});

it('reads live arrivals while the server of the timetable hangs, and tells of it once it has given up', async () => {
  let now = MONDAY_MORNING;
  await using feeds = await startFeeds();
  feeds.answers.live = { body: liveFeed(now, []) };
  const guard = { timeoutMs: 400 };
  const clock = { now: () => now };
  await using network = createNetworkOf(feeds, { clock, hasLive: true, patienceMs: 10, guard });
  await network.refresh();
  feeds.answers.timetable = { body: '', hangs: true };
  const told: unknown[] = [];
  for (let minutes = 60; told.length === 0; minutes += 1) {
    now = new Date(MONDAY_MORNING.getTime() + minutes * 60_000);
    feeds.answers.live = { body: liveFeed(now, []) };
    await network.refresh().catch((error: unknown) => told.push(error));
    expect(network.liveAt()).toEqual(now);
  }
  expect(told).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
  expect(feeds.asked.filter(({ path }) => path === '/gtfs.zip')).toHaveLength(2);
});
