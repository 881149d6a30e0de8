import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CardId } from '../../domain/card-id.ts';
import { parsePlate } from '../../domain/plate.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import {
  ANA_NUMBER,
  minutes,
  mutation,
  newCardId,
  newKey,
  NOON,
  STAFF,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NUMBERS = ['1111BBB', '2222CCC', '3333DDD', '4444FFF', '5555GGG', '6666HHH'];
let stores: Stores;
let hub: Hub;

beforeAll(async () => {
  stores = await startStores();
});
beforeEach(() => {
  stores.now = NOON;
  hub = startHub(stores);
});
afterAll(async () => stores[Symbol.asyncDispose]());

async function numbersOf(cardId: CardId): Promise<readonly string[]> {
  const found = await stores.plates.findByCards([cardId]);
  return (found.get(cardId) ?? []).map(({ plate }) => plate);
}

it('adds a plate however it is spelled, and forgets what was remembered of the card', async () => {
  const source = `mutation ($input: AddPlateInput!) { addPlate(input: $input) {
    ... on PlateAdded { plate { number country addedAt } } } }`;
  const input = { card: ANA_NUMBER, number: '1234-bcd', idempotencyKey: newKey() };
  const { data } = await hub.ask(source, { input });
  const plate = { number: '1234BCD', country: 'ES', addedAt: NOON.toISOString() };
  expect(data).toEqual({ addPlate: { plate } });
  expect(hub.lastKnown.forgotten).toEqual([hub.ana.id]);
});

it('gives two at once with the same key one plate and the same answer', async () => {
  const source = `mutation ($input: AddPlateInput!) { addPlate(input: $input) { ... on PlateAdded { plate { id } } } }`;
  const input = { card: ANA_NUMBER, number: '1234BCD', idempotencyKey: newKey() };
  const [one, other] = await Promise.all([hub.ask(source, { input }), hub.ask(source, { input })]);
  expect(one.data.addPlate.plate.id).toEqual(expect.any(String));
  expect(other).toEqual(one);
  expect(await numbersOf(hub.ana.id)).toEqual(['ES 1234BCD']);
});

it('refuses a plate that the card has, in whatever spelling', async () => {
  await hub.addPlate('1234BCD');
  expect(await hub.change('addPlate', { number: '1234 bcd' })).toBe('PLATE_KNOWN');
  expect(await hub.change('addPlate', { number: '1234BCD', country: 'PT' })).toBe('PlateAdded');
});

it('stops at the limit, also for all of them at once', async () => {
  const told = await Promise.all(NUMBERS.map((number) => hub.change('addPlate', { number })));
  expect(told.toSorted()).toEqual([...Array(5).fill('PlateAdded'), 'TOO_MANY_PLATES']);
  expect(await numbersOf(hub.ana.id)).toHaveLength(5);
});

/** Plates that were added and removed at once, as by somebody who looks plates up. */
async function addAndRemove(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    expect(await hub.change('addPlate', { number: '1111BBB' })).toBe('PlateAdded');
    const [plate] = (await stores.plates.findByCards([hub.ana.id])).get(hub.ana.id) ?? [];
    await hub.change('removePlate', { plateId: plate?.id });
  }
}

it('lets a holder add ten plates in thirty days, one that was removed and added again included', async () => {
  await addAndRemove(10);
  const told = [await hub.change('addPlate', { number: '2222CCC' })];
  stores.now = new Date(NOON.getTime() + 30 * DAY_MS);
  told.push(await hub.change('addPlate', { number: '2222CCC' }));
  expect(told).toEqual(['TOO_MANY_CHANGES', 'PlateAdded']);
});

it('does not let many additions at once pass the limit of changes', async () => {
  await addAndRemove(7);
  const told = await Promise.all(NUMBERS.map((number) => hub.change('addPlate', { number })));
  expect(told.toSorted()).toEqual([
    ...Array(3).fill('PlateAdded'),
    ...Array(3).fill('TOO_MANY_CHANGES'),
  ]);
});

it('neither limits nor counts what staff add, nor what was refused', async () => {
  for (const number of NUMBERS.slice(0, 5)) await hub.change('addPlate', { number }, STAFF);
  for (const number of NUMBERS) await hub.change('addPlate', { number });
  for (const { id } of (await stores.plates.findByCards([hub.ana.id])).get(hub.ana.id) ?? []) {
    await hub.change('removePlate', { plateId: id });
  }
  await addAndRemove(10);
  expect(await hub.change('addPlate', { number: '2222CCC' }, STAFF)).toBe('PlateAdded');
});

it('counts the additions of the card before the one that took its place', async () => {
  const to = newCardId();
  await addAndRemove(10);
  await stores.plates.move(hub.ana.id, to);
  hub.changeCard({ id: to });
  expect(await hub.change('addPlate', { number: '2222CCC' })).toBe('TOO_MANY_CHANGES');
});

it.each<[string, object, string, object]>([
  ['addPlate BAD_USER_INPUT', { number: '1234AEI' }, 'addPlate', {}],
  ['addPlate BAD_USER_INPUT', { number: '1234BCD', country: 'ESP' }, 'addPlate', {}],
  ['addPlate BAD_USER_INPUT', { number: '1234BCD', card: '123' }, 'addPlate', {}],
  ['CARD_NOT_USABLE', { number: '1234BCD' }, 'addPlate', { isUsable: false }],
  ['PLATE_NOT_FOUND', { plateId: 'none' }, 'removePlate', {}],
])('answers %s to %j', async (expected, input, field, card) => {
  hub.changeCard(card);
  expect(await hub.change(field, input)).toBe(expected);
});

it('removes a plate once for a key, also from a card that is not active', async () => {
  const plateId = await hub.addPlate('1234BCD');
  hub.changeCard({ isUsable: false });
  const input = { card: ANA_NUMBER, plateId, idempotencyKey: newKey() };
  const first = await hub.ask(mutation('removePlate'), { input });
  expect(first.data).toEqual({ removePlate: { __typename: 'PlateRemoved' } });
  expect(await hub.ask(mutation('removePlate'), { input })).toEqual(first);
  expect(await numbersOf(hub.ana.id)).toEqual([]);
});

it('finds what a removal did that was cut short before its result was kept', async () => {
  const plateId = await hub.addPlate('1234BCD');
  let isCut = true;
  const aroundCall: Once['aroundCall'] = (key, work) =>
    stores.once.aroundCall<Awaited<ReturnType<typeof work>>['result'], never>(
      key,
      async (attempt) => ({ ...(await work(attempt)), ...(isCut && { isFinal: false }) }),
    );
  const other = startHub(stores, {
    once: { ...stores.once, aroundCall },
    cardOf: () => Promise.resolve(hub.ana),
  });
  const input = { plateId, idempotencyKey: newKey() };
  await other.change('removePlate', input);
  isCut = false;
  expect(await other.change('removePlate', input)).toBe('PlateRemoved');
});

it('does not remove a plate while a stay runs with it, nor while nobody can tell', async () => {
  const plateId = await hub.addPlate('1234BCD');
  const until = minutes(60).toISOString();
  await hub.change('startParking', { plateId, zoneId: 'z-centre', until });
  stores.now = minutes(5);
  expect(await hub.change('removePlate', { plateId })).toBe('SESSION_RUNNING');
  stores.now = minutes(61);
  hub.parking.silentAbout = 'all';
  expect(await hub.change('removePlate', { plateId })).toBe('removePlate UPSTREAM_UNAVAILABLE');
  hub.parking.silentAbout = null;
  expect(await hub.change('removePlate', { plateId })).toBe('PlateRemoved');
});

it('does not remove a plate whose stay is under way and not to be seen yet', async () => {
  const plateId = await hub.addPlate('1234BCD');
  hub.parking.mishaps.push('gone');
  const until = minutes(60).toISOString();
  const started = await hub.change('startParking', { plateId, zoneId: 'z-centre', until });
  expect([started, await hub.change('removePlate', { plateId })]).toEqual([
    'OutcomeUnknown',
    'SESSION_RUNNING',
  ]);
  stores.now = new Date(NOON.getTime() + 30_000);
  expect(await hub.change('removePlate', { plateId })).toBe('PlateRemoved');
});

it('moves the plates to the card that took the place of another, once', async () => {
  const to = newCardId();
  await hub.addPlate('1234BCD');
  await hub.addPlate('2222CCC');
  await hub.addPlate('2222CCC', to);
  for (const _ of [1, 2]) await stores.plates.move(hub.ana.id, to);
  expect(await numbersOf(hub.ana.id)).toEqual([]);
  expect(await numbersOf(to)).toEqual(['ES 2222CCC', 'ES 1234BCD']);
});

it('loses no plate that is added while the card is replaced', async () => {
  const to = newCardId();
  await hub.addPlate('1234BCD');
  await Promise.all([stores.plates.move(hub.ana.id, to), hub.addPlate('2222CCC', to)]);
  expect([...(await numbersOf(to))].toSorted()).toEqual(['ES 1234BCD', 'ES 2222CCC']);
});

it('takes all plates of a card away, also when there are none', async () => {
  await hub.addPlate('1234BCD');
  for (const _ of [1, 2]) await stores.plates.removeAll(hub.ana.id);
  expect(await numbersOf(hub.ana.id)).toEqual([]);
});

it('loads the plates of many cards and skips those that have had some', async () => {
  const [full, emptied, fresh] = [newCardId(), newCardId(), newCardId()];
  await hub.addPlate('1111BBB', full);
  const gone = await hub.addPlate('2222CCC', emptied);
  await stores.plates.remove(emptied, gone, NOON);
  const plates = [{ id: randomUUID(), plate: parsePlate('3333DDD'), addedAt: NOON }];
  const cards = [full, emptied, fresh].map((cardId) => ({ cardId, plates }));
  for (const _ of [1, 2]) await stores.plates.addAbsent(cards);
  expect(await Promise.all([full, emptied, fresh].map(numbersOf))).toEqual([
    ['ES 1111BBB'],
    [],
    ['ES 3333DDD'],
  ]);
});

it('keeps no plate readable, and nothing that tells that two cards share one', async () => {
  const other = newCardId();
  for (const cardId of [hub.ana.id, other]) await hub.addPlate('9876XYZ', cardId);
  const input = { card: ANA_NUMBER, number: '8765WVT', idempotencyKey: newKey() };
  await hub.ask(mutation('addPlate'), { input }, STAFF);
  const rows = await stores.connection.collection('cardPlates').find().toArray();
  const once = await stores.connection.collection('onceKeys').find().toArray();
  const text = JSON.stringify([rows, once]) + hub.logged();
  expect(['9876XYZ', '8765WVT'].filter((number) => text.includes(number))).toEqual([]);
  const ofBoth = rows.filter(({ _id }) => [hub.ana.id, other].includes(String(_id) as CardId));
  const keys = ofBoth.flatMap((row) => row['plates'].map(({ key }: { key: string }) => key));
  expect(new Set(keys).size).toBe(3);
});

it('opens a plate for its own card alone', async () => {
  const other = newCardId();
  await hub.addPlate('1234BCD');
  const rows = stores.connection.collection<{ _id: string; plates: unknown }>('cardPlates');
  const row = await rows.findOne({ _id: hub.ana.id });
  await rows.insertOne({ _id: other, plates: row?.plates });
  await expect(stores.plates.findByCards([other])).rejects.toThrow(/authenticate/);
});

it('vouches for plates that staff adds or the register brings, and for no others', async () => {
  await hub.change('addPlate', { number: '1234BCD' });
  await hub.change('addPlate', { number: '2222CCC' });
  const asStaff = await hub.change('addPlate', { number: '2222CCC' }, STAFF);
  const again = await hub.change('addPlate', { number: '2222CCC' }, STAFF);
  expect([asStaff, again]).toEqual(['PlateAdded', 'PLATE_KNOWN']);
  const register = newCardId();
  const plate = { id: randomUUID(), plate: parsePlate('3333DDD'), addedAt: NOON };
  await stores.plates.addAbsent([{ cardId: register, plates: [plate] }]);
  const moved = newCardId();
  await stores.plates.move(hub.ana.id, moved);
  const found = await stores.plates.findByCards([moved, register]);
  const attested = [...found.values()].flat().map((each) => [each.plate, each.isAttested]);
  expect(Object.fromEntries(attested)).toEqual({
    'ES 1234BCD': false,
    'ES 2222CCC': true,
    'ES 3333DDD': true,
  });
});
