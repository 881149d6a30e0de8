import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createParkingClient } from '../../connectors/parking/client.ts';
import { parsePlate, partsOfPlate } from '../../domain/plate.ts';
import { createCity } from '../../simulators/city/city.ts';
import { startParkingSystem } from '../../simulators/parking/start-parking.ts';
import { NO_FAULT, type FaultKind, type Simulator } from '../../simulators/simulator.ts';
import type { CardRef } from '../../subgraphs/parking/card-ref.ts';
import {
  ANA_NUMBER,
  minutes,
  newCardId,
  newKey,
  NOON,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const ZONE = 'Europe/Madrid';
const city = createCity({ people: 120, madeOn: '2027-03-01', seed: 'gijon' });
const plates = city.cardholders.flatMap(({ parking }) => parking?.plates ?? []);
const stack = new AsyncDisposableStack();
let stores: Stores;
let simulator: Simulator;
let hub: Hub;
let plateId: string;
let deps: Parameters<typeof startHub>[1];

beforeAll(async () => {
  stores = stack.use(await startStores());
  const clock = { now: () => stores.now };
  const where = { host: '127.0.0.1', port: 0, journalPath: null, zone: ZONE };
  simulator = stack.use(await startParkingSystem({ city, ...where, token: 'secret', clock }));
  const log = pino({ level: 'silent' });
  const options = { baseUrl: simulator.address, token: 'secret', timeZone: ZONE, clock, log };
  // Breakers stay closed: each fault is to be met, not to be kept away.
  const guard = { timeoutMs: 300, breakerMinimumCalls: 1_000, breakerWindow: 1_000 };
  deps = { parking: stack.use(createParkingClient({ ...options, guard })), deadlineMs: 400 };
});
beforeEach(async () => {
  stores.now = NOON;
  await simulator.putFault(NO_FAULT);
  hub = startHub(stores, deps);
  plateId = await hub.addPlate(plates[0] ?? '');
});
afterAll(async () => stack.disposeAsync());

let taken = 20;

/** Gives Ana a plate with which nobody has parked yet. */
async function takePlate(): Promise<void> {
  taken += 1;
  plateId = await hub.addPlate(plates[taken] ?? '');
}

const stay = () => {
  return { plateId, zoneId: 'ora-a', until: minutes(60).toISOString(), idempotencyKey: newKey() };
};

it("tells the rights of the example's card", async () => {
  const { data, errors } = await hub.askCards('rights { kind zone } source { freshness }');
  const { parking } = data._entities[0];
  const kinds = parking.rights.map(({ kind }: { kind: string }) => kind);
  expect([kinds.toSorted(), parking.source, errors]).toEqual([
    ['ACCESS', 'RESIDENT'],
    { freshness: 'LIVE' },
    [],
  ]);
});

it('asks each list once for twenty cards', async () => {
  await hub.askCards('rights { zone } sessions { id }');
  const cards = Array.from({ length: 20 }, (): CardRef => ({ ...hub.ana, id: newCardId() }));
  for (const [at, { id }] of cards.entries()) {
    await hub.noteStay(await hub.addPlate(plates[at] ?? '', id), newKey(), id);
  }
  const before = simulator.calls();
  const { errors } = await hub.askCards('rights { zone } sessions { id }', cards);
  const calls = Object.entries(simulator.calls()).flatMap(([operation, count]) => {
    const made = count - (before[operation] ?? 0);
    return made === 0 ? [] : [`${operation} ${made}`];
  });
  expect([calls.toSorted(), errors]).toEqual([
    ['GET /v1/rights/assigned 1', 'GET /v1/sessions 1'],
    [],
  ]);
});

it('quotes a stay', async () => {
  const { zoneId, until } = stay();
  const source = `query { parkingQuote(card: "${ANA_NUMBER}", plateId: "${plateId}", zoneId: "${zoneId}", until: "${until}") {
    ... on ParkingQuote { amountCents zone { name } from until } } }`;
  const { data } = await hub.ask(source);
  expect(data.parkingQuote).toEqual({
    amountCents: 130,
    zone: { name: 'Zona A · Centro' },
    from: NOON.toISOString(),
    until,
  });
});

it('starts, shows, extends and stops a stay', async () => {
  expect(await hub.change('startParking', stay())).toBe('ParkingStarted');
  const { data } = await hub.askCards('sessions { id zone paidUntil plate { number } }');
  const [session] = data._entities[0].parking.sessions;
  const { number } = partsOfPlate(parsePlate(plates[0] ?? ''));
  expect(session).toMatchObject({ paidUntil: minutes(60).toISOString(), plate: { number } });
  const wish = { sessionId: session.id, until: minutes(90).toISOString() };
  expect(await hub.change('extendParking', wish)).toBe('ParkingExtended');
  stores.now = minutes(30);
  expect(await hub.change('removePlate', { plateId })).toBe('SESSION_RUNNING');
  expect(await hub.change('stopParking', { sessionId: session.id })).toBe('ParkingStopped');
  expect(await hub.change('removePlate', { plateId })).toBe('PlateRemoved');
});

/** Sessions of Ana's plate in the system itself. */
async function shown(): Promise<readonly { readonly id: string; readonly paidUntil: string }[]> {
  const { data } = await hub.askCards('sessions { id paidUntil }');
  return data._entities[0].parking.sessions;
}

it.each<[FaultKind, number]>([
  ['close', 1],
  ['hang', 1],
  ['malformed', 0],
  ['error', 0],
])('finds out what became of a start under `%s`', async (kind, effects) => {
  await takePlate();
  const input = stay();
  const before = (await shown()).length;
  await simulator.putFault({ kind, ms: 5_000, times: null, operation: 'POST /v1/sessions' });
  const first = await hub.change('startParking', input);
  await simulator.putFault(NO_FAULT);
  const after = (await shown()).length;
  const again = [await hub.change('startParking', input), await hub.change('startParking', input)];
  expect([first, after - before]).toEqual(['OutcomeUnknown', effects]);
  expect([again, (await shown()).length - before]).toEqual([
    ['ParkingStarted', 'ParkingStarted'],
    1,
  ]);
});

it.each<[FaultKind, string, string]>([
  ['close', 'extendParking', 'ParkingExtended'],
  ['hang', 'extendParking', 'ParkingExtended'],
  ['close', 'stopParking', 'ParkingStopped'],
])('finds out what became of a change under `%s`: %s', async (kind, field, done) => {
  await takePlate();
  await hub.change('startParking', stay());
  const id = (await shown()).at(-1)?.id;
  const until = field === 'stopParking' ? {} : { until: minutes(90).toISOString() };
  const wish = { sessionId: id, idempotencyKey: newKey(), ...until };
  await simulator.putFault({ kind, ms: 5_000, times: null, operation: 'PUT /v1/sessions/{id}' });
  const first = await hub.change(field, wish);
  await simulator.putFault(NO_FAULT);
  const puts = simulator.calls()['PUT /v1/sessions/{id}'];
  expect([first, await hub.change(field, wish)]).toEqual(['OutcomeUnknown', done]);
  expect(simulator.calls()['PUT /v1/sessions/{id}']).toBe(puts);
});

it.each<FaultKind>(['refuse', 'hang', 'error', 'malformed', 'close'])(
  'keeps the last known rights under `%s`',
  async (kind) => {
    await hub.askCards('rights { zone }');
    await simulator.putFault({ kind, ms: 5_000, times: null });
    const { data, errors } = await hub.askCards('rights { zone } source { freshness }');
    expect([data._entities[0].parking.source, errors]).toEqual([{ freshness: 'LAST_KNOWN' }, []]);
  },
);
