import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { NOBODY } from '../../domain/viewer.ts';
import { until } from '../support/until.ts';
import {
  ANA_NUMBER,
  minutes,
  NOON,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const ZONES = '{ parkingZones { id name kind source { asOf freshness } } }';
const QUOTE = `query ($plateId: ID!, $zoneId: ID!, $until: DateTime!, $card: CardNumber!) {
  told: parkingQuote(card: $card, plateId: $plateId, zoneId: $zoneId, until: $until) {
    ... on ParkingQuote { amountCents from until zone { name } source { freshness } }
    ... on ParkingRefused { reason } } }`;
let stores: Stores;
let hub: Hub;
let plateId: string;

beforeAll(async () => {
  stores = await startStores();
});
beforeEach(async () => {
  stores.now = NOON;
  hub = startHub(stores);
  plateId = await hub.addPlate('1234BCD');
});
afterAll(async () => stores[Symbol.asyncDispose]());

async function zones() {
  const { data, errors } = await hub.ask(ZONES, {}, NOBODY);
  return data?.parkingZones?.[0]?.source ?? errors;
}

it('tells the zones to anybody, and asks for them once', async () => {
  const source = { asOf: NOON.toISOString(), freshness: 'LIVE' };
  const told = await Promise.all([1, 2, 3].map(() => hub.ask(ZONES, {}, NOBODY)));
  expect(told[0]?.data).toEqual({
    parkingZones: [
      { id: 'z-centre', name: 'Centro', kind: 'REGULATED', source },
      { id: 'z-old', name: 'Cimadevilla', kind: 'RESTRICTED', source },
    ],
  });
  expect([told[1], told[2], hub.parking.reads.zones]).toEqual([told[0], told[0], 1]);
});

it('asks for the zones again after five minutes', async () => {
  await zones();
  stores.now = minutes(5);
  expect(await zones()).toEqual({ asOf: minutes(5).toISOString(), freshness: 'LIVE' });
});

it.each([
  [0, 9, 'LIVE'],
  [0, 10, 'LAST_KNOWN'],
  [0, 72 * 60, 'LAST_KNOWN'],
])(
  'tells zones of minute %i at minute %i as %s while the system is silent',
  async (_asOf, at, freshness) => {
    await zones();
    stores.now = minutes(at);
    hub.parking.silentAbout = 'all';
    expect(await zones()).toEqual({ asOf: NOON.toISOString(), freshness });
  },
);

it('tells no zones that are older than three days, or were never read', async () => {
  hub.parking.silentAbout = 'all';
  expect(await zones()).toEqual(['parkingZones UPSTREAM_UNAVAILABLE']);
  hub.parking.silentAbout = null;
  await zones();
  hub.parking.silentAbout = 'all';
  stores.now = minutes(72 * 60 + 1);
  expect(await zones()).toEqual(['parkingZones UPSTREAM_UNAVAILABLE']);
});

it('does not wait for ever behind a call that never ends', async () => {
  hub = startHub(stores, { deadlineMs: 40 });
  const { fetchZones } = hub.parking;
  hub.parking.fetchZones = () => new Promise<never>(() => {});
  expect(await zones()).toEqual(['parkingZones UPSTREAM_UNAVAILABLE']);
  hub.parking.fetchZones = fetchZones;
  // Whoever came while the hung call was being given up shares its end.
  const isBack = async () => !Array.isArray(await zones());
  await until(isBack, { what: 'the zones', patienceMs: 2_000 });
});

async function quote(change = {}) {
  const stay = { plateId, zoneId: 'z-centre', until: minutes(90).toISOString() };
  const variables = { card: ANA_NUMBER, ...stay, ...change };
  const { data, errors, messages } = await hub.ask(QUOTE, variables);
  return errors.length > 0
    ? `${errors.join()}: ${messages.join()}`
    : (data.told.reason ?? data.told);
}

it('tells what a stay from now on would cost', async () => {
  expect(await quote()).toEqual({
    amountCents: 90,
    from: NOON.toISOString(),
    until: minutes(90).toISOString(),
    zone: { name: 'Centro' },
    source: { freshness: 'LIVE' },
  });
});

it.each<[string, object]>([
  ['PLATE_NOT_FOUND', { plateId: 'none' }],
  ['ZONE_NOT_FOUND', { zoneId: 'z-none' }],
  ['ZONE_NOT_FOUND', { zoneId: 'z-old' }],
])('answers %s to a quote with %j', async (reason, change) => {
  expect([await quote(change), hub.parking.reads.quote]).toEqual([reason, 0]);
});

it.each<[RegExp, string]>([
  [/must lie in the future/, NOON.toISOString()],
  [/at most 24 hours/, minutes(24 * 60 + 1).toISOString()],
  [/instant with its offset/, '2027-03-01T12:00:00'],
  [/has to be in the calendar/, '2027-02-30T12:00:00Z'],
])('says %s of a stay until %s', async (sentence, end) => {
  const told = await quote({ until: end });
  expect(told).toMatch(/^told BAD_USER_INPUT/);
  expect(told).toMatch(sentence);
});

it('prices nothing while the system is silent', async () => {
  await zones();
  hub.parking.silentAbout = 'all';
  expect(await quote()).toMatch(/^told UPSTREAM_UNAVAILABLE/);
});
