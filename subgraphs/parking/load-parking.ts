import type { z } from 'zod';
import type { PlateList } from '../../connectors/parking/port.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import { sourceOf, toSource, type Known, type SourceRow } from '../../platform/subgraph/source.ts';
import type { ParkingCard } from './card-ref.ts';
import type { Context } from './context.ts';
import { platesForm, RIGHT, SESSION } from './kept-lists.ts';
import {
  liveSource,
  toPlateRow,
  toRightItem,
  toSessionItem,
  type PlateRow,
  type RightRow,
  type SessionRow,
  type Shown,
} from './parking-rows.ts';
import type { CardPlate } from './plate-store.ts';

/** As the schema's `Parking`, every part of it from one load; a list that was not wanted is empty. */
export type ParkingRow = {
  readonly plates: readonly PlateRow[];
  readonly rights: readonly Outcome<RightRow>[];
  readonly sessions: readonly Outcome<SessionRow>[];
  readonly source: SourceRow;
};

/**
 * Asks the parking system for the wanted lists of all plates of a card, fills a list that failed with
 * what it said last, and remembers what it says now.
 */
export async function loadParking(
  card: ParkingCard,
  wanted: ReadonlySet<PlateList>,
  context: Context,
): Promise<ParkingRow> {
  const { loaders, clock } = context;
  const plates = await loaders.platesByCard.load(card.id);
  // Where the card has begun nothing, nothing that runs is its own to know.
  const parked = plates.filter(({ stays }) => stays.length > 0);
  const [rights, sessions] = await Promise.all([
    wanted.has('rights') && plates.length > 0 ? loadRights(card, plates, context) : null,
    wanted.has('sessions') && parked.length > 0 ? loadSessions(card, parked, context) : null,
  ]);
  const parts = [rights, sessions].flatMap((list) => list?.known ?? []);
  return {
    plates: plates.map(toPlateRow),
    rights: rights?.rows ?? [],
    sessions: sessions?.rows ?? [],
    source: parts.length === 0 ? liveSource(clock.now()) : sourceOf('parking', parts),
  };
}

function loadRights(card: ParkingCard, plates: readonly CardPlate[], context: Context) {
  const { answersByPlate } = context.loaders;
  return loadList({ card, plates, part: 'parking:rights', shape: RIGHT }, context, async (mine) => {
    const { rights } = await answersByPlate.load({ plate: mine.plate, list: 'rights' });
    return toItems(rights, (right) => toRightItem(right, mine.id));
  });
}

function loadSessions(card: ParkingCard, plates: readonly CardPlate[], context: Context) {
  const { answersByPlate } = context.loaders;
  const wish = { card, plates, part: 'parking:sessions', shape: SESSION };
  return loadList(wish, context, async (mine) => {
    const { sessions } = await answersByPlate.load({ plate: mine.plate, list: 'sessions' });
    // Others are not the card's to know.
    return toItems(sessions, (session) =>
      mine.stays.includes(session.id) ? toSessionItem(session, mine.id) : null,
    );
  });
}

type Items<Item> = readonly Outcome<Item>[];

type Wish<Item> = {
  readonly card: ParkingCard;
  readonly plates: readonly CardPlate[];
  readonly part: string;
  readonly shape: z.ZodType<Item>;
};

type LoadedList<Item> = {
  readonly known: Known<Items<Item>>;
  readonly rows: readonly Outcome<Omit<Item, 'plateId'> & Shown>[];
};

async function loadList<Item extends { readonly plateId: string }>(
  { card, plates, part, shape }: Wish<Item>,
  { knownParts, clock }: Context,
  ask: (plate: CardPlate) => Promise<Outcome<Items<Item>>>,
): Promise<LoadedList<Item>> {
  const told = Promise.all(plates.map(ask));
  const known = await knownParts.know(card, part, {
    live: told.then(wholeOf),
    form: platesForm(shape, new Set(plates.map(({ id }) => id))),
  });
  const rowById = new Map(plates.map((plate) => [plate.id, toPlateRow(plate)]));
  if (known.freshness !== null) {
    return { known, rows: toShown(known.value, rowById, toSource('parking', known)) };
  }
  // Nothing is remembered: what some plates did tell stays, and one item stands for the others.
  const partial = (await told).flatMap((each) => (isFailed(each) ? [] : each.value));
  const rows = toShown(partial, rowById, liveSource(clock.now()));
  return { known, rows: [...rows, { error: known.error }] };
}

/** @throws {HubError} Of the first plate that the system did not tell about. */
function wholeOf<Item>(told: readonly Outcome<Items<Item>>[]): Items<Item> {
  return told.flatMap((each) => {
    if (isFailed(each)) throw each.error;
    return each.value;
  });
}

function toShown<Item extends { readonly plateId: string }>(
  items: Items<Item>,
  rowById: ReadonlyMap<string, PlateRow>,
  source: SourceRow,
): readonly Outcome<Omit<Item, 'plateId'> & Shown>[] {
  return items.flatMap((each): Outcome<Omit<Item, 'plateId'> & Shown>[] => {
    if (isFailed(each)) return [each];
    const { plateId, ...item } = each.value;
    const plate = rowById.get(plateId);
    return plate === undefined ? [] : [{ value: { ...item, plate, source } }];
  });
}

/** What the system tells of one plate, as it is remembered. @param toItem Null for what is left out. */
function toItems<T, Item>(
  told: Outcome<Items<T>> | null,
  toItem: (value: T) => Item | null,
): Outcome<Items<Item>> {
  if (told === null) throw new Error('parking left out a list that was asked for');
  if (isFailed(told)) return told;
  return {
    value: told.value.flatMap((each): Items<Item> => {
      if (isFailed(each)) return [each];
      const item = toItem(each.value);
      return item === null ? [] : [{ value: item }];
    }),
  };
}
