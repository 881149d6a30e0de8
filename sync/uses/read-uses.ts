import type { Connection, Model } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { countModels, type ClassRow, type CountRow } from './counts.mongo.ts';
import { toShownClasses, toShownCounts, type ShownClass, type ShownCount } from './show-counts.ts';
import { ADMITTED, takenAtOf, useModels, type UseRow } from './use-rows.mongo.ts';

/** One use as its holder is told of it. */
export type CardUseRow = {
  readonly at: Date;
  readonly service: string;
  readonly place: string;
  readonly isAdmitted: boolean;
};

export type CardUsesAsk = {
  readonly card: CardId;
  /** 1 or more. */
  readonly first: number;
  /** `endCursor` of the page before; null for the first one. */
  readonly after: string | null;
  /** City days, both included; null for as far as uses are kept. */
  readonly from: CityDay | null;
  readonly until: CityDay | null;
};

export type CardUsesPage = {
  /** The latest first. */
  readonly items: readonly CardUseRow[];
  /** Null on the last page. */
  readonly endCursor: string | null;
};

/** Days, both included, and what to show of them. Null for all. */
export type CountsAsk = {
  readonly service: string | null;
  readonly place: string | null;
  readonly from: CityDay;
  readonly until: CityDay;
};

/** Months as `YYYY-MM`, both included. */
export type ClassesAsk = {
  readonly service: string | null;
  readonly kind: string | null;
  readonly from: string;
  readonly until: string;
};

/** What may be told of uses. Small numbers are left out already. */
export type UseReads = {
  /** @throws {InvalidInputError} `after` is not a cursor of this card's uses. */
  usesOf(ask: CardUsesAsk): Promise<CardUsesPage>;
  /** In the order of day, service and place. */
  counts(ask: CountsAsk): Promise<readonly ShownCount[]>;
  /** In the order of month, service, kind and class. */
  classes(ask: ClassesAsk): Promise<readonly ShownClass[]>;
};

export function createUseReads(connection: Connection): UseReads {
  const { uses } = useModels(connection);
  const { counts, classes } = countModels(connection);
  return {
    usesOf: (ask) => findCardUses(uses, ask),
    async counts({ service, place, from, until }) {
      const rows = await counts.find({ day: { $gte: from, $lte: until } }).lean<CountRow[]>();
      return toShownCounts(rows)
        .filter((row) => service === null || row.service === service)
        .filter((row) => place === null || row.place === place)
        .toSorted(byText(({ day, ...row }) => [day, row.service, row.place]));
    },
    async classes({ service, kind, from, until }) {
      const rows = await classes
        // No month has a day after the 31st, as text.
        .find({ day: { $gte: `${from}-01`, $lte: `${until}-31` } })
        .lean<ClassRow[]>();
      return toShownClasses(rows)
        .filter((row) => service === null || row.service === service)
        .filter((row) => kind === null || row.kind === kind)
        .toSorted(byText((row) => [row.month, row.service, row.kind, row.class]));
    },
  };
}

async function findCardUses(
  uses: Model<UseRow>,
  { card, first, after, from, until }: CardUsesAsk,
): Promise<CardUsesPage> {
  const found = await uses
    .find({
      cardId: card,
      ...(from !== null || until !== null ? { day: between(from, until) } : {}),
      ...(await olderThan(uses, card, after)),
    })
    .sort({ at: -1, _id: -1 })
    .limit(first + 1)
    .lean<UseRow[]>();
  const page = found.slice(0, first);
  const last = page.at(-1);
  return {
    items: page.map(toCardUseRow),
    endCursor: found.length > first && last !== undefined ? toCursor(last) : null,
  };
}

async function olderThan(uses: Model<UseRow>, card: CardId, after: string | null): Promise<object> {
  if (after === null) return {};
  const id = Buffer.from(after, 'base64url').toString();
  const last = await uses.findOne({ _id: id, cardId: card }).lean<UseRow>();
  if (last === null) throw new InvalidInputError('There is no page after this cursor.');
  const { at } = last;
  return { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] };
}

function between(from: CityDay | null, until: CityDay | null) {
  return { ...(from !== null && { $gte: from }), ...(until !== null && { $lte: until }) };
}

/** Opaque to who gets it: reader and sequence are nobody's business. */
function toCursor({ _id }: UseRow): string {
  return Buffer.from(_id).toString('base64url');
}

function toCardUseRow(row: UseRow): CardUseRow {
  const { service, place, result } = row;
  return { at: takenAtOf(row), service, place, isAdmitted: ADMITTED.includes(result) };
}

function byText<Row>(partsOf: (row: Row) => readonly string[]) {
  return (one: Row, other: Row): number => {
    const [mine, theirs] = [partsOf(one).join('\0'), partsOf(other).join('\0')];
    return mine < theirs ? -1 : Number(mine > theirs);
  };
}
