import type { PlainCard } from '../../connectors/readers/port.ts';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import type { ChipUid } from '../../domain/card/chip.ts';
import { cityDayAt, parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { GroupId, ReaderGroup } from '../../domain/reader-list/group.ts';
import type { Clock } from '../../platform/clock.ts';
import type { RightChanges } from '../../platform/stores/right-changes.ts';
import type { ListStore } from './list-store.ts';
import type { CardRight, Rights, RulebooksForLists } from './rights-port.ts';

/** Beyond that a door is none for a plain list: `design/readers.md`, weaker readers. */
const MOST_CARDS = 2_000;
const CARDS_AT_ONCE = 500;

/** What stands for no end at a controller, which has to be told a day. */
const NO_END = parseCityDay('2099-12-31');

export type PlainCardsOptions = {
  readonly rights: Rights;
  readonly rulebooks: RulebooksForLists;
  readonly rightChanges: Pick<RightChanges, 'findCardsPublishedAfter'>;
  readonly store: Pick<ListStore, 'findOrdinal'>;
  readonly chips: {
    /** Cards without a chip are missing. */
    find(
      cardIds: readonly CardId[],
    ): Promise<ReadonlyMap<CardId, { readonly chip: ChipUid; readonly from: CityDay }>>;
  };
  /** What a controller reads from a chip. @throws {InvalidInputError} No controller keeps such a number. */
  readonly numberOf: (chip: ChipUid) => number;
  readonly groups: readonly ReaderGroup[];
  readonly clock: Clock;
  /** Of the city, IANA. */
  readonly zone: string;
};

/** The cards of one group as of a publication; what came later is looked at by itself. */
type Known = { readonly rulebook: number; ordinal: number; readonly cards: Map<CardId, PlainCard> };

/**
 * The cards that a group's door controllers let in now: usable, with an outcome there under the rulebook
 * in force. Everybody is gone through once for each group and rulebook; from then on only those whose
 * rights have changed. A rulebook that begins is followed at the next change or reconciliation.
 *
 * @returns Also cards that share a number: who writes them to a controller leaves these out and says so.
 *   It throws InvalidInputError where a group has more than 2,000 cards.
 */
export function createPlainCards(
  options: PlainCardsOptions,
): (group: GroupId) => Promise<readonly PlainCard[]> {
  const known = new Map<GroupId, Known>();
  const turns = new Map<GroupId, Promise<unknown>>();
  const look = async (id: GroupId): Promise<readonly PlainCard[]> => {
    const group = options.groups.find((one) => one.id === id);
    const rulebook = await rulebookNow(options);
    if (group === undefined || rulebook === null) return [];
    // Before anything is read: what is published meanwhile is looked at next time too.
    const ordinal = await options.store.findOrdinal();
    const before = known.get(id);
    if (before?.rulebook !== rulebook) {
      known.set(id, { rulebook, ordinal, cards: await gather(options, group, rulebook) });
    } else if (before.ordinal < ordinal) {
      await follow(options, { group, known: before });
      before.ordinal = ordinal;
    }
    return [...(known.get(id)?.cards.values() ?? [])];
  };
  return (id) => {
    // Several controllers of a group ask at the same time, and each look begins where the last one ended.
    const turn = (turns.get(id) ?? Promise.resolve()).catch(() => {}).then(() => look(id));
    turns.set(id, turn);
    return turn;
  };
}

async function rulebookNow({ rulebooks, clock }: PlainCardsOptions): Promise<number | null> {
  const now = clock.now();
  const begun = (await rulebooks.live(now)).filter(({ startsAt }) => startsAt <= now);
  return begun.at(-1)?.version ?? null;
}

/** @throws {InvalidInputError} More cards than a plain list may have. */
async function gather(
  options: PlainCardsOptions,
  group: ReaderGroup,
  rulebook: number,
): Promise<Map<CardId, PlainCard>> {
  const cards = new Map<CardId, PlainCard>();
  const ask = { groups: [group], rulebooks: [rulebook], day: today(options) };
  for await (const batch of options.rights.all(ask, null)) {
    await put(options, { group, rulebook, cards, rights: batch });
    assertFew(group, cards);
  }
  return cards;
}

async function follow(
  options: PlainCardsOptions,
  {
    group,
    known: { rulebook, ordinal, cards },
  }: { readonly group: ReaderGroup; readonly known: Known },
): Promise<void> {
  const ask = { groups: [group], rulebooks: [rulebook], day: today(options) };
  const changed = await options.rightChanges.findCardsPublishedAfter(ordinal);
  for (let from = 0; from < changed.length; from += CARDS_AT_ONCE) {
    const some = changed.slice(from, from + CARDS_AT_ONCE).map(parseCardId);
    const rights = await options.rights.find(some, ask);
    const found = new Set(rights.map(({ cardId }) => cardId));
    for (const id of some) if (!found.has(id)) cards.delete(id);
    await put(options, { group, rulebook, cards, rights });
  }
  assertFew(group, cards);
}

type Put = {
  readonly group: ReaderGroup;
  readonly rulebook: number;
  readonly cards: Map<CardId, PlainCard>;
  readonly rights: readonly CardRight[];
};

async function put(options: PlainCardsOptions, { group, rulebook, cards, rights }: Put) {
  const allowed = rights.flatMap((right) => {
    const outcome = right.standing === 'usable' ? right.outcome(rulebook, group) : null;
    if (outcome === null) cards.delete(right.cardId);
    return outcome === null ? [] : [{ right, outcome }];
  });
  if (allowed.length === 0) return;
  const chips = await options.chips.find(allowed.map(({ right }) => right.cardId));
  for (const { right, outcome } of allowed) {
    const { cardId, mediumUntil } = right;
    const of = chips.get(cardId);
    const number = of === undefined ? null : numberFor(options, of.chip);
    if (of === undefined || number === null) {
      cards.delete(cardId);
      continue;
    }
    const until = [outcome.until ?? NO_END, mediumUntil ?? NO_END].toSorted()[0] ?? NO_END;
    cards.set(cardId, { cardId, number, from: of.from, until });
  }
}

/** Null for a chip that no controller can know. */
function numberFor({ numberOf }: PlainCardsOptions, chip: ChipUid): number | null {
  try {
    return numberOf(chip);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

function assertFew({ id }: ReaderGroup, cards: ReadonlyMap<CardId, PlainCard>): void {
  if (cards.size <= MOST_CARDS) return;
  throw new InvalidInputError(
    `The group ${id} has more than ${MOST_CARDS} cards, which is too many for door controllers.`,
  );
}

function today({ clock, zone }: PlainCardsOptions): CityDay {
  return cityDayAt(clock.now(), zone);
}
