import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createNetwork } from '../../connectors/transport/network/network.ts';
import type { NetworkPort } from '../../connectors/transport/port.ts';
import { NOBODY } from '../../domain/viewer.ts';
import { createCity } from '../../simulators/city/city.ts';
import { startTransportSystem } from '../../simulators/transport/start-transport.ts';
import { startHarvest } from '../../subgraphs/transport/harvest.ts';
import { until } from '../support/until.ts';
import { NOON, silent, startTransportPart } from './transport-harness.ts';

const clock = { now: () => NOON };
const stack = new AsyncDisposableStack();
let network: NetworkPort;
let breakFeeds: () => Promise<void>;

beforeAll(async () => {
  const city = createCity({ people: 1, madeOn: '2026-11-21', seed: 'component' });
  const where = { host: '127.0.0.1', port: 0, journalPath: null, zone: 'Europe/Madrid', clock };
  const login = { user: 'hub', password: 'hub' };
  const system = stack.use(await startTransportSystem({ city, ...where, ...login }));
  breakFeeds = () => system.putFault({ kind: 'error', ms: 0, times: null });
  network = stack.use(
    createNetwork({
      timetableUrl: new URL(`${system.address}/gtfs.zip`),
      liveUrl: new URL(`${system.address}/gtfs-rt`),
      clock,
      log: silent,
    }),
  );
  await stack.use(startHarvest({ network, intervalMs: 50, log: silent })).first;
});
afterAll(() => stack.disposeAsync());

it('tells stops, lines and live arrivals of feeds that were read', async () => {
  const ask = startTransportPart({ network });
  const lists = '{ stops(first: 100) { id name } lines { id shortName } }';
  const { data } = await ask(lists, {}, NOBODY);
  const fields = 'line { shortName } plannedAt expectedAt source { freshness }';
  const told = [];
  for (const { id } of data.stops) {
    const query = `query ($id: ID!) { stop(id: $id) { arrivals(first: 50) { ${fields} } } }`;
    told.push(...(await ask(query, { id }, NOBODY)).data.stop.arrivals);
  }
  const names = data.lines.map(({ shortName }: { readonly shortName: string }) => shortName);
  expect(names.length).toBeGreaterThan(0);
  expect(told.every(({ line }) => names.includes(line.shortName))).toBe(true);
  expect(told.every(({ source }) => source.freshness === 'LIVE')).toBe(true);
  expect(told.some(({ expectedAt }) => expectedAt !== null)).toBe(true);
});

it('goes on telling what it has read while the feeds fail, and says that it is not live', async () => {
  await breakFeeds();
  await until(() =>
    network.refresh().then(
      () => false,
      () => true,
    ),
  );
  const later = { now: () => new Date(NOON.getTime() + 3 * 3_600_000) };
  const { data } = await startTransportPart({ network, clock: later })(
    '{ stops(first: 1) { source { freshness } } }',
  );
  expect(data.stops).toEqual([{ source: { freshness: 'LAST_KNOWN' } }]);
});
