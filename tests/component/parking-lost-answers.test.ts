import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { parsePlate } from '../../domain/plate.ts';
import type { CardRef } from '../../subgraphs/parking/card-ref.ts';
import { type Mishap } from './parking-fake-port.ts';
import {
  minutes,
  newKey,
  NOON,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const SECOND_MS = 1_000;
let stores: Stores;
let hub: Hub;
let stay: object;
let plateId: string;

beforeAll(async () => {
  stores = await startStores();
});
beforeEach(async () => {
  stores.now = NOON;
  hub = startHub(stores);
  plateId = await hub.addPlate('1234BCD');
  const until = minutes(60).toISOString();
  stay = { plateId, zoneId: 'z-centre', until, idempotencyKey: newKey() };
});
afterAll(async () => stores[Symbol.asyncDispose]());

function later(seconds: number): void {
  stores.now = new Date(NOON.getTime() + seconds * SECOND_MS);
}

const start = () => hub.change('startParking', stay);
const starts = () => hub.parking.written.filter((words) => words.startsWith('start'));

it('finds a stay whose answer was lost, and does not start it again', async () => {
  hub.parking.mishaps.push('lost');
  const told = [await start(), await start(), await start()];
  expect(told).toEqual(['OutcomeUnknown', 'ParkingStarted', 'ParkingStarted']);
  expect([starts().length, hub.parking.sessions.size]).toEqual([1, 1]);
});

it('sends a stay that was lost on the way again under the same id', async () => {
  hub.parking.mishaps.push('gone', 'lost');
  const told = [await start(), await start(), await start()];
  expect(told).toEqual(['OutcomeUnknown', 'OutcomeUnknown', 'ParkingStarted']);
  expect([new Set(starts()).size, starts().length, hub.parking.sessions.size]).toEqual([1, 2, 1]);
});

it('keeps the beginning of a stay that it sends again', async () => {
  hub.parking.mishaps.push('gone');
  await start();
  later(60);
  expect(await start()).toBe('ParkingStarted');
  expect([...hub.parking.sessions.values()][0]?.startedAt).toEqual(NOON);
});

it.each<[string, number, Partial<CardRef>]>([
  ['OutcomeUnknown', 29, { isUsable: false }],
  ['NOT_RECORDED', 30, { isUsable: false }],
  ['ParkingStarted', 299, {}],
  ['NOT_RECORDED', 300, {}],
])(
  'answers %s after %i seconds with card %j to a start that never arrived',
  async (expected, seconds, card) => {
    hub.parking.mishaps.push('gone');
    await start();
    later(seconds);
    hub.changeCard(card);
    expect(await start()).toBe(expected);
    expect(hub.parking.sessions.size).toBe(expected === 'ParkingStarted' ? 1 : 0);
  },
);

it('does not start a stay again whose plate has left the card or whose end is over', async () => {
  hub.parking.mishaps.push('gone', 'gone');
  await start();
  await stores.plates.removeAll(hub.ana.id);
  expect(await start()).toBe('OutcomeUnknown');
  later(31);
  expect([await start(), starts().length]).toEqual(['NOT_RECORDED', 1]);
});

it('does not know what became of a start while the system is silent, and says so', async () => {
  hub.parking.mishaps.push('lost');
  await start();
  hub.parking.silentAbout = 'all';
  later(600);
  expect(await start()).toBe('OutcomeUnknown');
  hub.parking.silentAbout = null;
  expect([await start(), starts().length]).toEqual(['ParkingStarted', 1]);
});

it('gives one stay to many repeats at once', async () => {
  hub.parking.mishaps.push('lost');
  await start();
  const told = await Promise.all(Array.from({ length: 5 }, start));
  expect(told).toEqual(Array(5).fill('ParkingStarted'));
  expect([starts().length, hub.parking.sessions.size]).toEqual([1, 1]);
});

/** A stay that Ana's card has begun, and a wish to change it. */
async function running(field: 'extendParking' | 'stopParking') {
  await hub.noteStay(plateId, 's-1');
  const times = { startedAt: NOON, paidUntil: minutes(60), endedAt: null };
  const what = { id: 's-1', plate: parsePlate('1234BCD'), zone: 'Centro' };
  hub.parking.sessions.set('s-1', { version: 4, ...what, ...times });
  const until = field === 'extendParking' ? { until: minutes(120).toISOString() } : {};
  const wish = { sessionId: 's-1', idempotencyKey: newKey(), ...until };
  return () => hub.change(field, wish);
}

const CHANGES = [
  ['extendParking', 'ParkingExtended'],
  ['stopParking', 'ParkingStopped'],
] as const;
const LOST: readonly Mishap[] = ['lost', 'gone'];

it.each(CHANGES.flatMap(([field, done]) => LOST.map((mishap) => ({ field, done, mishap }))))(
  '$field whose answer or request was lost ($mishap) ends as one change',
  async ({ field, done, mishap }) => {
    const change = await running(field);
    hub.parking.mishaps.push(mishap);
    expect([await change(), await change(), await change()]).toEqual([
      'OutcomeUnknown',
      done,
      done,
    ]);
    expect(hub.parking.sessions.get('s-1')?.version).toBe(5);
  },
);

it.each(CHANGES)('%s stays open while the system is silent', async (field, done) => {
  const change = await running(field);
  hub.parking.mishaps.push('lost');
  await change();
  hub.parking.silentAbout = 'all';
  expect(await change()).toBe('OutcomeUnknown');
  hub.parking.silentAbout = null;
  expect(await change()).toBe(done);
});

it('ends a stay when its holder first wished it', async () => {
  const stop = await running('stopParking');
  hub.parking.mishaps.push('gone');
  await stop();
  later(120);
  expect(await stop()).toBe('ParkingStopped');
  expect(hub.parking.sessions.get('s-1')?.endedAt).toEqual(NOON);
});

it.each([
  [29, 'OutcomeUnknown'],
  [30, 'NOT_RECORDED'],
])(
  'after %i seconds answers %s to an extension of a stay that has ended since',
  async (seconds, expected) => {
    const extend = await running('extendParking');
    hub.parking.mishaps.push('gone');
    await extend();
    const session = hub.parking.sessions.get('s-1');
    if (session !== undefined)
      hub.parking.sessions.set('s-1', { ...session, endedAt: NOON, version: 5 });
    later(seconds);
    expect(await extend()).toBe(expected);
  },
);

it('shows exactly one stay for each of two hundred lost answers', async () => {
  const mishaps: readonly Mishap[] = ['lost', 'gone'];
  for (let round = 0; round < 200; round += 1) {
    hub.parking.mishaps.push(mishaps[round % 2] ?? 'lost');
    stay = { ...stay, idempotencyKey: newKey() };
    expect([await start(), await start()]).toEqual(['OutcomeUnknown', 'ParkingStarted']);
  }
  expect(hub.parking.sessions.size).toBe(200);
}, 60_000);
