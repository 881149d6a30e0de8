import type { ClientSession } from 'mongoose';
import { parseCardId } from '../../domain/card-id.ts';
import { cityDayAt } from '../../domain/city-day.ts';
import type { ChangedList } from './change-list.ts';
import type { KeptList } from './kept-list.ts';
import { changeByRights } from './list-wishes.ts';
import { print, type Edition, type ListMove, type PressDeps } from './press.ts';
import { remakeList } from './remake-list.ts';
import type { CardRight } from './rights-port.ts';

/** That a card's rights have reached a version. */
export type RightVersion = { readonly cardId: string; readonly version: number };

/** Cards in one transaction: an urgent change waits no longer than for so many. */
const CARDS_AT_ONCE = 100;

/** In one delta, 1.7 MB; the store takes no more than 16 MB in one piece. */
const MOST_CHANGES = 100_000;

export type Publisher = {
  /**
   * Brings every list up to what the cards may do now, and marks the rows of their changes published.
   * Resolves when that is durable. Repeating it changes nothing.
   *
   * @param options.isUrgent Goes before everything that waits.
   * @throws {Error} Some of it may not be published; it is safe to try again.
   */
  publish(changes: readonly RightVersion[], options: { readonly isUrgent: boolean }): Promise<void>;
};

/** Publishes in editions of at most 100 cards, between which urgent ones may pass. */
export function createPublisher(deps: PressDeps): Publisher {
  return {
    async publish(changes, { isUrgent }) {
      const versions = highestVersions(changes);
      for (let from = 0; from < versions.length; from += CARDS_AT_ONCE) {
        const some = versions.slice(from, from + CARDS_AT_ONCE);
        await deps.lane.run(() => printRights(deps, some, isUrgent), { isUrgent });
      }
    },
  };
}

async function printRights(
  deps: PressDeps,
  versions: readonly RightVersion[],
  isUrgent: boolean,
): Promise<void> {
  await print(deps, async (session): Promise<Edition> => {
    // Also after another process has published: then lists may have come or gone.
    const lists = await deps.memory.liveLists();
    const rights = await findRights(deps, { lists, session, versions });
    const moves: ListMove[] = [];
    for (const changed of await changeByRights(deps, lists, rights)) {
      moves.push(await toMove(deps, changed));
    }
    return { moves, cards: published(versions, rights), isUrgent };
  });
}

/** A pair that is remapped as a whole may be nearly everybody: such a change is sent as the list that it makes. */
async function toMove(
  deps: PressDeps,
  { list, changes, hasOtherPairs }: ChangedList,
): Promise<ListMove> {
  if (changes.length > MOST_CHANGES) return remakeList(deps, list);
  return { list, expected: list.head.sequence, changes, hasOtherPairs };
}

/** What the cards may do now, by everything that the lists are about. */
export async function findRights(
  { rights, groups, clock, zone }: PressDeps,
  {
    lists,
    session,
    versions,
  }: {
    readonly lists: readonly KeptList[];
    readonly session?: ClientSession | undefined;
    readonly versions: readonly Pick<RightVersion, 'cardId'>[];
  },
): Promise<readonly CardRight[]> {
  const concerned = new Set(lists.map(({ head }) => head.group));
  const rulebooks = new Set(lists.map(({ head }) => head.rulebook));
  rulebooks.delete(0);
  return rights.find(
    versions.map(({ cardId }) => parseCardId(cardId)),
    {
      groups: groups.filter(({ id }) => concerned.has(id)),
      rulebooks: [...rulebooks],
      day: cityDayAt(clock.now(), zone),
    },
    session,
  );
}

/** A card that has no rights any more is published as it was asked for. */
function published(
  versions: readonly RightVersion[],
  rights: readonly CardRight[],
): readonly RightVersion[] {
  const found = new Map<string, number>(rights.map(({ cardId, version }) => [cardId, version]));
  return versions.map(({ cardId, version }) => ({
    cardId,
    version: Math.max(version, found.get(cardId) ?? 0),
  }));
}

function highestVersions(changes: readonly RightVersion[]): readonly RightVersion[] {
  const highest = new Map<string, number>();
  for (const { cardId, version } of changes) {
    highest.set(cardId, Math.max(version, highest.get(cardId) ?? 0));
  }
  return [...highest].map(([cardId, version]) => ({ cardId, version }));
}
