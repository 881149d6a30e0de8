import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { addDays } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import {
  card,
  cards,
  FROM,
  numbersIn,
  openDoors,
  readerAt,
  UNTIL,
  type Doors,
} from './support/uhppote-door.ts';

let doors: Doors;
beforeEach(() => {
  doors = openDoors();
});
afterEach(() => doors[Symbol.asyncDispose]());

const shown = (number: number, until = '20261231') => ({
  number,
  from: '20260101',
  until,
  doors: [1, 3],
});

it('fills an empty controller, and its doors open', async () => {
  const { simulator, reader } = await doors.start();
  const { changes } = await doors.connect().replace(reader, cards(100, 200));
  expect(changes).toBe(2);
  expect(simulator.cards()).toEqual([shown(100), shown(200)]);
  expect(simulator.swipe(100, 3)).toMatchObject({ index: 1, isGranted: true, reason: 0x01 });
  expect(simulator.swipe(100, 2)).toMatchObject({ index: 2, isGranted: false, reason: 0x06 });
  expect(simulator.swipe(300, 1)).toMatchObject({ index: 3, isGranted: false, reason: 0x12 });
});

it('writes only the difference', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect();
  await controller.replace(reader, cards(1, 2, 3, 4));
  const before = simulator.calls();
  const wanted = [card(1), card(3, { until: addDays(UNTIL, 1) }), card(5), card(4)];
  expect((await controller.replace(reader, wanted)).changes).toBe(3);
  const { 'put-card': puts = 0, 'delete-card': deletions } = simulator.calls();
  expect([puts - (before['put-card'] ?? 0), deletions]).toEqual([2, 1]);
  expect(simulator.cards()).toEqual([shown(1), shown(5), shown(3, '20270101'), shown(4)]);
});

it('writes nothing when the list is the same, and says the same digest', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect();
  const first = await controller.replace(reader, cards(1, 2));
  const second = await controller.replace(reader, cards(2, 1));
  expect(second).toEqual({ digest: first.digest, changes: 0 });
  expect(simulator.calls()['put-card']).toBe(2);
  const third = await controller.replace(reader, [card(1), card(2, { from: UNTIL })]);
  expect(third.digest).not.toBe(first.digest);
});

it('reads on behind places that are empty or whose card was deleted', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect();
  const many = Array.from({ length: 30 }, (_none, place) => place + 1);
  await controller.replace(reader, cards(...many));
  await controller.replace(reader, cards(29, 30));
  expect((await controller.replace(reader, cards(30))).changes).toBe(1);
  expect(simulator.cards()).toEqual([shown(30)]);
});

it('empties a controller with one datagram', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect();
  await controller.replace(reader, cards(1, 2, 3));
  expect((await controller.replace(reader, [])).changes).toBe(3);
  const { 'delete-cards': all, 'delete-card': single } = simulator.calls();
  expect({ all, single, cards: simulator.cards() }).toEqual({
    all: 1,
    single: undefined,
    cards: [],
  });
});

it('takes 2,000 cards, and writes one more change of them', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect({ timeoutMs: 500 });
  const all = cards(...Array.from({ length: 2_000 }, (_none, place) => 10_000 + place));
  expect((await controller.replace(reader, all)).changes).toBe(2_000);
  expect((await controller.replace(reader, all.slice(1))).changes).toBe(1);
  expect(simulator.cards()).toHaveLength(1_999);
});

it('refuses 2,001 cards before anything is sent', async () => {
  const { simulator, reader } = await doors.start();
  const all = cards(...Array.from({ length: 2_001 }, (_none, place) => place + 1));
  await expect(doors.connect().replace(reader, all)).rejects.toThrow(/at most 2000 cards/);
  await expect(doors.connect({ maxCards: 9_000 }).replace(reader, all)).rejects.toThrow(
    InvalidInputError,
  );
  expect(simulator.calls()).toEqual({});
});

it('refuses a number that two cards share, naming both cards and not the number', async () => {
  const { simulator, reader } = await doors.start();
  const twins = [card(7, { cardId: 'ana' }), card(8), card(7, { cardId: 'leo' })];
  const refused = doors.connect().replace(reader, twins);
  await expect(refused).rejects.toThrow(/^The cards ana and leo have the same number/);
  expect(simulator.calls()).toEqual({});
});

it.each([
  ['no number', card(0)],
  ['the mark of a deleted card', card(0xffff_ffff)],
  ['all bits of Wiegand-26', card(0x00ff_ffff)],
  ['more than 32 bits', card(2 ** 32)],
  ['an end before its beginning', card(5, { from: UNTIL, until: FROM })],
])('refuses a card with %s', async (_what, wrong) => {
  const refused = doors.connect().replace(readerAt(9), [wrong]);
  await expect(refused).rejects.toThrow(InvalidInputError);
});

it('makes room before it fills a memory that is full', async () => {
  const { simulator, reader } = await doors.start({ slots: 3 });
  const controller = doors.connect({ slots: 3 });
  await controller.replace(reader, cards(1, 2, 3));
  expect((await controller.replace(reader, cards(3, 4, 5))).changes).toBe(4);
  expect(simulator.cards()).toHaveLength(3);
});

it('sets a clock that is off, and only then', async () => {
  const { simulator, reader } = await doors.start({ clock: { now: () => new Date(0) } });
  const controller = doors.connect();
  await controller.replace(reader, cards(1));
  await controller.replace(reader, cards(1));
  expect(simulator.calls()['set-time']).toBe(1);
  expect(simulator.swipe(1, 1)).toMatchObject({ isGranted: true, at: '20260310130000' });
});

it('does one list after the other on a controller', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect();
  const all = [cards(1, 2), cards(2, 3), cards(3, 4)].map((list) =>
    controller.replace(reader, list),
  );
  await Promise.all(all);
  expect(numbersIn(simulator)).toEqual([3, 4]);
});

it('refuses two readers on one controller, which would delete each other’s cards', async () => {
  const { simulator, reader } = await doors.start();
  const controller = doors.connect();
  await controller.replace(reader, cards(1));
  const other = controller.replace(readerAt(simulator.port, 'door-2', [2]), cards(9));
  await expect(other).rejects.toThrow('The readers door-1 and door-2 are one door controller.');
});

it.each([[[]], [[5]], [[0, 1]]])('refuses doors that there are not: %j', async (wrong) => {
  await expect(doors.connect().replace(readerAt(9, 'door-1', wrong), [])).rejects.toThrow(
    TypeError,
  );
});
