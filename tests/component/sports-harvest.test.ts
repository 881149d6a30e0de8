import { expect, it } from '@jest/globals';
import { startHarvest, type HarvestOptions } from '../../subgraphs/sports/harvest.ts';
import { until } from '../support/until.ts';
import { facility, layFeed, outage, pass, passesFile, slot, updated } from './sports-fake-port.ts';
import { ana, ANA_MEMBER, hours, useSports, type Sports } from './sports-harness.ts';

const start = useSports();

function harvest(sports: Sports, options: Partial<HarvestOptions> = {}) {
  const addresses = { facilities: 'f', slots: 's', orders: 'o' };
  const rules = { addresses, maxShrinkPercent: 20, acceptedSha256: null, intervalMs: 20 };
  return startHarvest({ ...sports, ...rules, ...options });
}

const count = (sports: Sports, text: string) =>
  sports.lines.filter((line) => line.includes(text)).length;

it('has harvested everything once when the first attempt is over', async () => {
  await using sports = await start();
  layFeed(sports.port, 'facilities', [updated('pd-1', 1, facility('pd-1'))]);
  layFeed(sports.port, 'slots', [updated('a', 1, slot('a', 'pd-1', hours(2)))]);
  sports.port.files = {
    files: [passesFile([pass(ANA_MEMBER)], { madeAt: hours(-8) })],
    rejected: [],
  };
  await using harvesting = harvest(sports, { intervalMs: 60_000 });
  await harvesting.first;
  const { data } = await sports.ask(
    '{ facilities { items { id slots(on: "2026-11-21") { id } } } }',
  );
  expect(data).toEqual({ facilities: { items: [{ id: 'pd-1', slots: [{ id: 'a' }] }] } });
  const { sports: parts } = await sports.askCards([ana], 'passes { name }');
  expect(parts[0]?.passes).toEqual([{ name: 'Abono anual' }]);
});

it('has made its first attempt also when the sports body is down, and says so once', async () => {
  await using sports = await start();
  sports.port.beforePage = () => Promise.reject(outage());
  await using harvesting = harvest(sports);
  await harvesting.first;
  await until(() => sports.port.calls.filter((call) => call.includes('slots')).length > 3);
  expect(count(sports, 'harvest of slots: failed')).toBe(1);
});

it('harvests by itself when the sports body is back', async () => {
  await using sports = await start();
  sports.port.beforePage = () => Promise.reject(outage());
  await using harvesting = harvest(sports);
  await harvesting.first;
  layFeed(sports.port, 'facilities', [updated('pd-1', 1, facility('pd-1'))]);
  sports.port.beforePage = async () => {};
  await until(async () => (await sports.store.feeds.findFacility('pd-1')) !== null);
  await until(() => count(sports, 'harvest of facilities: works again') === 1);
  expect(count(sports, 'harvest of facilities: failed')).toBe(1);
});

it('goes on with the other feeds and the files when one feed is stuck', async () => {
  await using sports = await start();
  const items = [updated('a', 1, slot('a', 'pd-1', hours(2)))];
  sports.port.pages.slots.set('first', { items, next: 'first', isLast: false });
  layFeed(sports.port, 'facilities', [updated('pd-1', 1, facility('pd-1'))]);
  sports.port.files = { files: [passesFile([], { madeAt: hours(-8) })], rejected: [] };
  await using harvesting = harvest(sports);
  await harvesting.first;
  await until(() => sports.port.calls.filter((call) => call.includes('slots')).length > 4);
  expect(count(sports, 'harvest of slots: stopped where it is')).toBe(1);
  expect(sports.lines.join('')).toContain('the feed of slots stands still');
  expect(await sports.store.feeds.findFacility('pd-1')).not.toBeNull();
  expect(sports.port.calls).toContain('processed abonos.csv');
});

it('ends a request under way, and asks nothing after it was disposed', async () => {
  await using sports = await start();
  const hung = Promise.withResolvers<never>();
  sports.port.beforePage = () => hung.promise;
  const { fetchPage } = sports.port;
  const signals: AbortSignal[] = [];
  sports.port.fetchPage = (feed, next, options) => {
    const signal = options?.signal ?? AbortSignal.abort();
    signals.push(signal);
    signal.addEventListener('abort', () => hung.reject(outage()));
    return fetchPage(feed, next, options);
  };
  const harvesting = harvest(sports, { intervalMs: 5 });
  await until(() => signals.length === 3);
  await harvesting[Symbol.asyncDispose]();
  await harvesting.first;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  expect(sports.port.calls).toHaveLength(3);
  expect(count(sports, 'failed')).toBe(0);
});

it('ends at once while it waits for the next round', async () => {
  await using sports = await start();
  const harvesting = harvest(sports, { intervalMs: 3_600_000 });
  await harvesting.first;
  const startedAt = performance.now();
  await harvesting[Symbol.asyncDispose]();
  expect(performance.now() - startedAt).toBeLessThan(500);
});
