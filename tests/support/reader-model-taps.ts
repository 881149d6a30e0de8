import { join } from 'node:path';
import { addDays } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { checkLists, expectedAtTap, type CheckDeps } from './reader-model-check.ts';
import { GROUPS, today, ZONE } from './reader-model-city.ts';
import type { FleetName, ModelHub } from './reader-model-hub.ts';
import type { ModelCard } from './reader-model.ts';
import { lookUpTokens } from './reader-model-settle.ts';
import { readReaderFolder, type ReaderView } from './reader-model-view.ts';

/** What may be wrong with a list, to see that it is found: prices, refusals, ends. */
export type Leak = 'dearer' | 'undenied' | 'birthday';

/** @returns What would be said of what a reader has, if it were wrong like this. */
export async function checkPlanted(
  deps: CheckDeps,
  hub: ModelHub,
  leak: Leak,
): Promise<readonly string[]> {
  const [group] = GROUPS;
  if (group === undefined) throw new Error('there is no group');
  return checkLists(deps, group, planted(await viewOf(hub, group), leak));
}

/** Looks at the lists of every group, and holds these cards up at every reader. @returns What is wrong. */
export async function checkReaders(
  deps: CheckDeps,
  hub: ModelHub,
  cards: readonly ModelCard[],
): Promise<readonly string[]> {
  await lookUpTokens(hub, deps.city.cards);
  const wrong: string[] = [];
  for (const group of GROUPS) {
    const view = await viewOf(hub, group);
    wrong.push(...checkLists(deps, group, view));
    for (const name of ['today', 'tomorrow'] as const) {
      wrong.push(...(await tapAll(deps, { hub, name, group, view }, cards)));
    }
  }
  return wrong;
}

type Doors = {
  readonly hub: ModelHub;
  readonly name: FleetName;
  readonly group: ReaderGroup;
  readonly view: ReaderView;
};

async function tapAll(
  deps: CheckDeps,
  doors: Doors,
  cards: readonly ModelCard[],
): Promise<readonly string[]> {
  const { hub, name, group, view } = doors;
  const fleet = hub.fleets[name];
  const day = name === 'today' ? deps.city.day : addDays(deps.city.day, 1);
  const wrong: string[] = [];
  for (const { id } of fleet.readers.filter((reader) => reader.group === group.id)) {
    for (const card of cards) {
      const { result, priceCents } = await fleet.tap(id, card.token ?? '');
      const told = `${result} ${priceCents}`;
      const expected = expectedAtTap(deps, { group, day, view }, card);
      if (told !== expected) wrong.push(`${id}: ${card.number} is ${told} and not ${expected}`);
    }
  }
  return wrong;
}

/** As a reader of the group has it that goes by the machine's clock. */
function viewOf({ fleets, stores }: ModelHub, { id: group }: ReaderGroup): Promise<ReaderView> {
  const reader = fleets.today.readers.find((one) => one.group === group);
  return readReaderFolder(join(stores.folder, 'fleet-today', reader?.id ?? ''), group, ZONE);
}

function planted(view: ReaderView, leak: Leak): ReaderView {
  if (leak === 'dearer') {
    const dearer = (cents: number | null) => (cents === null ? null : cents + 1);
    const allow = view.allow.map((list) => {
      const prices = new Map([...list.prices].map(([code, cents]) => [code, dearer(cents)]));
      return { ...list, prices };
    });
    return { ...view, allow };
  }
  return {
    ...view,
    find(list, token) {
      const found = view.find(list, token);
      if (leak === 'undenied') return list === view.deny ? null : found;
      if (list === view.deny || found === null) return found;
      return { ...found, until: addDays(found.until ?? today(), -7) };
    },
  };
}
