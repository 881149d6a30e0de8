import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { wiegandNumber } from '../../connectors/readers/uhppote/wiegand.ts';
import type { CardId } from '../../domain/card-id.ts';
import { parseChipUid, type ChipUid } from '../../domain/card/chip.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { systemClock } from '../../platform/clock.ts';
import { createPlainCards } from '../../sync/readers/plain-cards.ts';
import { numbersIn, openDoors, readerAt, type Doors } from '../contract/support/uhppote-door.ts';
import { until } from '../support/until.ts';
import { startDelivering } from './delivery-harness.ts';
import { createWordLists } from './delivery-lists.ts';
import { createTestRights, makeRulebook } from './lists-harness.ts';

const FROM = parseCityDay('2026-01-01');
const UNTIL = parseCityDay('2030-12-31');
let doors: Doors;

beforeEach(() => {
  doors = openDoors();
});
afterEach(async () => doors[Symbol.asyncDispose]());

/** The rights of a city with chips, and the cards that its doors get. */
function startCity() {
  const cards = createTestRights();
  const chips = new Map<string, ChipUid>();
  const lists = createWordLists(['clubs']);
  const [group] = lists.groups;
  const changed: [ordinal: number, cardId: string][] = [];
  let walks = 0;
  const plainCards = createPlainCards({
    rights: {
      ...cards.rights,
      all(ask, after) {
        walks += 1;
        return cards.rights.all(ask, after);
      },
    },
    rulebooks: { live: async () => [makeRulebook(1, new Date(0))] },
    rightChanges: {
      findCardsPublishedAfter: async (ordinal) =>
        changed.flatMap(([at, id]) => (at > ordinal ? [id] : [])),
    },
    store: { findOrdinal: async () => lists.ordinal() },
    chips: {
      find: async (ids: readonly CardId[]) =>
        new Map(
          ids.flatMap((id) => {
            const chip = chips.get(id);
            return chip === undefined ? [] : [[id, { chip, from: FROM }]];
          }),
        ),
    },
    numberOf: (chip) => wiegandNumber(chip, 34),
    groups: lists.groups,
    clock: systemClock,
    zone: 'Europe/Madrid',
  });
  const change: typeof cards.set = (id, right) => {
    const made = cards.set(id, { mediumUntil: UNTIL, ...right });
    if (group !== undefined) lists.publish(group.id, 'deny');
    changed.push([lists.ordinal(), id]);
    return made;
  };
  const give = (id: string, chip: string) => {
    chips.set(id, parseChipUid(chip));
    return change(id, {});
  };
  return { lists, plainCards, give, change, walks: () => walks, id: group?.id ?? ('' as never) };
}

it('opens a door for the cards with a right there, and shuts it for one that is blocked', async () => {
  const city = startCity();
  city.give('one', '04A1B2C3');
  city.give('two', '04A1B2C4');
  city.change('without-chip', {});
  const { simulator } = await doors.start();
  const more = { controller: doors.connect(), plainCards: city.plainCards };
  await using _hub = await startDelivering(city.lists, [readerAt(simulator.port)], more);
  await until(() => numbersIn(simulator).length === 2);
  expect(numbersIn(simulator)).toEqual([0x04a1b2c3, 0x04a1b2c4]);
  city.change('two', { standing: 'denied' });
  await until(() => numbersIn(simulator).length === 1);
  expect(simulator.cards()).toMatchObject([{ number: 0x04a1b2c3 }]);
  expect(simulator.swipe(0x04a1b2c4, 1).isGranted).toBe(false);
  expect(city.walks()).toBe(1);
});

it('opens for neither of two cards that share a number, tells staff both ids, and shuts out others all the same', async () => {
  const city = startCity();
  city.give('ana', '0404A1B2C3D4E5');
  city.give('leo', '0504A1B2C3D4E5');
  city.give('rosa', '04A1B2C9');
  const { simulator } = await doors.start();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const more = { controller: doors.connect(), plainCards: city.plainCards, log };
  await using hub = await startDelivering(city.lists, [readerAt(simulator.port)], more);
  const state = () => hub.delivery.state(parseReaderId('door-1'));
  await until(() => numbersIn(simulator).length === 1 && state()?.code === 'sharedNumber');
  expect(lines.join()).toContain('[["ana","leo"]]');
  city.change('rosa', { standing: 'denied' });
  await until(() => numbersIn(simulator).length === 0);
  city.give('leo', '0504A1B2C3D4E6');
  await until(() => numbersIn(simulator).length === 2 && state()?.code === null);
});

it('gives doors nothing of a group that has too many cards for them', async () => {
  const city = startCity();
  for (let n = 0; n < 2_001; n += 1) {
    city.give(`card-${n}`, `04${n.toString(16).padStart(6, '0')}`.toUpperCase());
  }
  await expect(city.plainCards(city.id)).rejects.toThrow(InvalidInputError);
});
