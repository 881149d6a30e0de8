import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { parsePlate } from '../../domain/plate.ts';
import { startPruning } from '../../subgraphs/parking/start-pruning.ts';
import { until } from '../support/until.ts';
import {
  ANA_VIEWER,
  KIOSK,
  minutes,
  newCardId,
  NOON,
  STAFF,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const PLATE = parsePlate('1234BCD');
const DAY_MS = 24 * 60 * 60 * 1000;
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

/** A running stay of the plate, as somebody else has begun it. */
function standing(id: string): void {
  const times = { startedAt: NOON, paidUntil: minutes(60), endedAt: null };
  hub.parking.sessions.set(id, { id, version: 1, plate: PLATE, zone: 'Centro', ...times });
}

const later = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

async function shown(viewer = ANA_VIEWER): Promise<readonly string[]> {
  const { data } = await hub.askCards('sessions { id }', [hub.ana], viewer);
  return data._entities[0].parking.sessions.map(({ id }: { id: string }) => id);
}

async function staysOf(cardId = hub.ana.id): Promise<readonly (readonly string[])[]> {
  const found = await stores.plates.findByCards([cardId]);
  return (found.get(cardId) ?? []).map(({ stays }) => stays);
}

it.each([ANA_VIEWER, KIOSK, STAFF])(
  'asks nothing of stays that were begun elsewhere: %j',
  async (viewer) => {
    standing('s-foreign');
    expect([await shown(viewer), hub.parking.asked]).toEqual([[], []]);
  },
);

it('asks once for the cards of a request, of the store and of the system', async () => {
  let queries = 0;
  const findByCards: Stores['plates']['findByCards'] = (cardIds) => {
    queries += 1;
    return stores.plates.findByCards(cardIds);
  };
  const other = startHub(stores, { plates: { ...stores.plates, findByCards } });
  const cards = Array.from({ length: 20 }, () => ({ ...other.ana, id: newCardId() }));
  for (const [at, { id }] of cards.entries()) {
    const added = await other.addPlate(`${String(3000 + at)}BBB`, id);
    if (at % 2 === 0) await other.noteStay(added, `s-${at}`, id);
  }
  await other.askCards('plates { id } rights { id } sessions { id }', cards);
  expect([queries, other.parking.asked.length]).toEqual([1, 1]);
});

it.each([ANA_VIEWER, KIOSK, STAFF])(
  'tells the own stay and not the foreign one: %j',
  async (viewer) => {
    standing('s-foreign');
    const stay = { plateId, zoneId: 'z-centre', until: minutes(60).toISOString() };
    await hub.change('startParking', stay, viewer);
    const own = [...hub.parking.sessions.keys()].filter((id) => id !== 's-foreign');
    expect(await shown(viewer)).toEqual(own);
  },
);

it.each([
  ['extendParking', { until: minutes(90).toISOString() }],
  ['stopParking', {}],
])('%s answers a foreign stay as an absent one, and asks for neither', async (field, wish) => {
  standing('s-foreign');
  await hub.noteStay(plateId, 's-own');
  const told = [
    await hub.change(field, { ...wish, sessionId: 's-foreign' }),
    await hub.change(field, { ...wish, sessionId: 's-absent' }),
  ];
  expect([told, hub.parking.reads.session, hub.parking.written]).toEqual([
    ['SESSION_NOT_FOUND', 'SESSION_NOT_FOUND'],
    0,
    [],
  ]);
});

it('removes a plate with which somebody else is parked, without asking', async () => {
  standing('s-foreign');
  hub.parking.silentAbout = 'all';
  expect(await hub.change('removePlate', { plateId })).toBe('PlateRemoved');
  expect(hub.parking.asked).toEqual([]);
});

it('does not take a foreign stay for the own one that has ended', async () => {
  standing('s-foreign');
  await hub.noteStay(plateId, 's-own');
  stores.now = minutes(1);
  expect(await hub.change('removePlate', { plateId })).toBe('PlateRemoved');
});

it('notes a stay before it is sent, so that a lost one is the own', async () => {
  hub.parking.mishaps.push('lost');
  const stay = { plateId, zoneId: 'z-centre', until: minutes(60).toISOString() };
  expect(await hub.change('startParking', stay)).toBe('OutcomeUnknown');
  expect(await shown()).toEqual([...hub.parking.sessions.keys()]);
});

it('remembers the own stays alone', async () => {
  standing('s-own');
  standing('s-foreign');
  await hub.noteStay(plateId, 's-own');
  await shown();
  hub.parking.silentAbout = 'all';
  expect(await shown()).toEqual(['s-own']);
});

it('lets a stay go on with the card that took the place of another', async () => {
  const from = hub.ana.id;
  standing('s-own');
  await hub.noteStay(plateId, 's-own');
  hub.changeCard({ id: newCardId() });
  const stop = () => hub.change('stopParking', { sessionId: 's-own' });
  expect([await shown(), await stop()]).toEqual([[], 'SESSION_NOT_FOUND']);
  await stores.plates.move(from, hub.ana.id);
  expect([await shown(), await stop()]).toEqual([['s-own'], 'ParkingStopped']);
});

it('keeps the stays of both when the card in place has the plate already', async () => {
  const to = newCardId();
  await hub.noteStay(plateId, 's-old');
  await hub.noteStay(await hub.addPlate('1234BCD', to), 's-new', to);
  await stores.plates.move(hub.ana.id, to);
  expect([await staysOf(), await staysOf(to)]).toEqual([[], [['s-old', 's-new']]]);
});

it('forgets the stays with the plate, and with everything of the card', async () => {
  await hub.noteStay(plateId, 's-1');
  stores.now = minutes(1);
  await hub.change('removePlate', { plateId });
  await hub.noteStay(await hub.addPlate('1234BCD'), 's-2');
  const before = await staysOf();
  await stores.plates.removeAll(hub.ana.id);
  expect([before, await staysOf()]).toEqual([[['s-2']], []]);
});

it('keeps a stay that is sent again once, and the last hundred of a plate', async () => {
  for (let at = 0; at < 101; at += 1) await hub.noteStay(plateId, `s-${at}`);
  await hub.noteStay(plateId, 's-50');
  const [stays = []] = await staysOf();
  expect([stays.length, stays[0], stays.at(-1)]).toEqual([100, 's-1', 's-50']);
});

it('drops a stay of thirty days with the next one', async () => {
  await hub.noteStay(plateId, 's-1');
  stores.now = later(30);
  await hub.noteStay(plateId, 's-2');
  expect(await staysOf()).toEqual([['s-2']]);
});

it('prunes old stays and additions of cards that nobody uses, and nothing else', async () => {
  await hub.change('addPlate', { number: '2222CCC' });
  await hub.noteStay(plateId, 's-1');
  stores.now = later(1);
  await hub.change('addPlate', { number: '3333DDD' });
  await hub.noteStay(plateId, 's-2');
  await using _pruning = startPruning({
    plates: stores.plates,
    clock: { now: () => later(30) },
    log: pino({ level: 'silent' }),
  });
  const rows = stores.connection.collection<{ _id: string; additions: Date[] }>('cardPlates');
  await until(async () => (await rows.findOne({ _id: hub.ana.id }))?.additions.length === 1);
  expect(await staysOf()).toEqual([['s-2'], [], []]);
});

it('prunes again after one that failed', async () => {
  let failures = 2;
  const { promise, resolve } = Promise.withResolvers<void>();
  const prune = async () => {
    if (failures === 0) return resolve();
    failures -= 1;
    throw new Error('no store');
  };
  const log = pino({ level: 'silent' });
  await using _pruning = startPruning({
    plates: { prune },
    clock: { now: () => NOON },
    log,
    intervalMs: 1,
  });
  expect(await promise).toBeUndefined();
});
