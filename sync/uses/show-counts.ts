import type { CityDay } from '../../domain/city-day.ts';
import { SMALLEST_CELL } from '../../domain/tariff/preview.ts';
import type { ClassRow, CountRow } from './counts.mongo.ts';

/** Uses of one service at one place on one day, as they may be shown. */
export type ShownCount = {
  readonly service: string;
  readonly place: string;
  readonly day: CityDay;
  /** Null where so few people may stand behind it that they could be recognised. */
  readonly admitted: number | null;
  readonly refused: number | null;
};

/** Uses of one service in one month by one kind of class, as they may be shown. */
export type ShownClass = {
  readonly service: string;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly kind: string;
  readonly class: string;
  /** As `ShownCount.admitted`. */
  readonly uses: number | null;
};

type Cell = { readonly name: string; readonly count: number };

/**
 * Which cells of one table are not shown: those under ten, and as many more as it takes, the next
 * smallest first, until those left out are ten together. Else a sum that is known elsewhere would give
 * the small one away. An empty cell says that nobody came, which says nothing about anybody.
 */
export function hiddenCells(cells: readonly Cell[]): ReadonlySet<string> {
  const hidden = new Set<string>();
  let hiddenCount = 0;
  for (const { name, count } of cells.toSorted((a, b) => a.count - b.count)) {
    if (count === 0) continue;
    const isNeeded = hidden.size > 0 && hiddenCount < SMALLEST_CELL;
    if (count >= SMALLEST_CELL && !isNeeded) continue;
    hidden.add(name);
    hiddenCount += count;
  }
  return hidden;
}

/** One table for each service and day, whatever is asked for: no two questions show more than one. */
export function toShownCounts(rows: readonly CountRow[]): readonly ShownCount[] {
  const tables = new Map<string, Map<string, Sum>>();
  for (const { day, cells } of rows) {
    for (const { service, place, admitted, refused } of cells) {
      const table = within(tables, `${day}|${service}`, () => new Map<string, Sum>());
      const sum = within(table, place, () => ({ day, service, place, admitted: 0, refused: 0 }));
      sum.admitted += admitted;
      sum.refused += refused;
    }
  }
  return [...tables.values()].flatMap(showTable);
}

type Sum = {
  readonly day: string;
  readonly service: string;
  readonly place: string;
  admitted: number;
  refused: number;
};

function showTable(table: ReadonlyMap<string, Sum>): readonly ShownCount[] {
  const sums = [...table.values()];
  const hidden = hiddenCells(
    sums.flatMap(({ place, admitted, refused }) => [
      { name: `${place}|admitted`, count: admitted },
      { name: `${place}|refused`, count: refused },
    ]),
  );
  return sums.map(({ day, service, place, admitted, refused }) => ({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a city day when it was counted
    ...{ service, place, day: day as CityDay },
    admitted: hidden.has(`${place}|admitted`) ? null : admitted,
    refused: hidden.has(`${place}|refused`) ? null : refused,
  }));
}

/**
 * One table for each service, month and kind of class. How many different people stand behind a month is
 * not known, since nothing of anybody is kept; it is at least as many as on the day with the most of them.
 */
export function toShownClasses(rows: readonly ClassRow[]): readonly ShownClass[] {
  const tables = new Map<string, Map<string, ClassSum>>();
  for (const { day, service, cells } of rows) {
    const month = day.slice(0, 'YYYY-MM'.length);
    for (const { kind, class: holderClass, uses, cards } of cells) {
      const table = within(
        tables,
        `${month}|${service}|${kind}`,
        () => new Map<string, ClassSum>(),
      );
      const sum = within(table, holderClass, () => ({
        ...{ service, month, kind, class: holderClass },
        ...{ uses: 0, people: 0 },
      }));
      sum.uses += uses;
      sum.people = Math.max(sum.people, cards);
    }
  }
  return [...tables.values()].flatMap((table) => {
    const sums = [...table.values()];
    const hidden = hiddenCells(sums.map((sum) => ({ name: sum.class, count: sum.people })));
    return sums.map(({ people: _people, uses, ...shown }) => ({
      ...shown,
      uses: hidden.has(shown.class) ? null : uses,
    }));
  });
}

type ClassSum = {
  readonly service: string;
  readonly month: string;
  readonly kind: string;
  readonly class: string;
  uses: number;
  people: number;
};

function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
