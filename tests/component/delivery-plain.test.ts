import { expect, it } from '@jest/globals';
import type { PlainCard, PlainListController } from '../../connectors/readers/port.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { until } from '../support/until.ts';
import { reachedOf, startDelivering } from './delivery-harness.ts';
import { createWordLists } from './delivery-lists.ts';
import { reader } from './delivery-reader.ts';

const [POOLS] = createWordLists(['pools']).groups.map(({ id }) => id) as [never];
const DOOR = reader('d', 'pools', {
  kind: 'uhppote',
  host: '127.0.0.1',
  port: 60_000,
  serial: 1,
  doors: [1],
});

function card(number: number): PlainCard {
  const [from, until_] = ['2026-01-01', '2026-12-31'].map(parseCityDay) as [never, never];
  return { cardId: `card-${number}`, number, from, until: until_ };
}

async function startDoorControl() {
  const lists = createWordLists(['pools']);
  const wanted: PlainCard[] = [card(1)];
  const written: (readonly number[])[] = [];
  const state = { error: null as Error | null };
  const controller: PlainListController = {
    async replace(_reader, cards) {
      if (state.error !== null) throw state.error;
      written.push(cards.map(({ number }) => number));
      return { digest: 'x', changes: 1 };
    },
  };
  const more = { controller, plainCards: async () => [...wanted] };
  const hub = await startDelivering(lists, [DOOR], more);
  return {
    ...{ lists, wanted, written, state, hub },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

it('writes the cards of the group to a door controller, and counts it as up to date', async () => {
  await using door = await startDoorControl();
  door.lists.publish(POOLS, 'deny');
  await until(() => reachedOf(door.hub) === 1);
  expect(door.written.at(-1)).toEqual([1]);
  expect(door.hub.delivery.state(DOOR.id)).toMatchObject({ behindSteps: 0, failures: 0 });
});

it('leaves a controller alone whose cards stay the same', async () => {
  await using door = await startDoorControl();
  for (let n = 1; n <= 8; n += 1) {
    door.lists.publish(POOLS, 'deny');
    await until(() => reachedOf(door.hub) === n);
  }
  // At the start, and when it is asked what it has.
  expect(door.written.length).toBeLessThan(4);
  door.wanted.push(card(2));
  door.lists.publish(POOLS, 'deny');
  await until(() => reachedOf(door.hub) === 9);
  expect(door.written.at(-1)).toEqual([1, 2]);
});

it('tells why a controller is not up to date, and writes again when that is over', async () => {
  await using door = await startDoorControl();
  door.state.error = new InvalidInputError('card-1 and card-2 have one number');
  door.wanted.push(card(2));
  door.lists.publish(POOLS, 'deny');
  const state = () => door.hub.delivery.state(parseReaderId('d'));
  await until(() => state()?.code === 'BAD_USER_INPUT' && state()?.behindSteps === 1);
  door.state.error = null;
  await until(() => state()?.failures === 0 && reachedOf(door.hub) === 1);
  expect(door.written.at(-1)).toEqual([1, 2]);
});
