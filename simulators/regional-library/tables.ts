import { boundValues, type Filter } from './filter.ts';
import type { Borrower, Ledger } from './ledger.ts';
import { itemIdOfBiblio, patronIdOf, placeOf } from './numbering.ts';
import { checkoutRows, holdRows, itemRow, patronRow, type Row } from './rows.ts';

/** One list of the API: rows, and which fields find them without a look at every row. */
export type Table = {
  readonly path: string;
  readonly permission: string;
  /** Fields that may stand in the address as parameters of their own. */
  readonly parameters: readonly string[];
  readonly embeds: readonly string[];
  /** Rows among which are all that fit the filter. */
  candidates(filter: Filter, embeds: ReadonlySet<string>): Iterable<Row>;
};

export type TablesOptions = { readonly ledger: Ledger; readonly madeOn: string };

export function createTables(options: TablesOptions): readonly Table[] {
  return [patrons(options), checkouts(options), holds(options), items(options)];
}

function patrons({ ledger, madeOn }: TablesOptions): Table {
  return {
    path: '/patrons',
    permission: 'borrowers',
    parameters: ['patron_id', 'cardnumber', 'userid', 'date_of_birth'],
    embeds: ['extended_attributes'],
    *candidates(filter) {
      const cards = boundValues(filter, 'cardnumber')?.map((card) => patronIdOfCard(String(card)));
      for (const one of borrowersOf(ledger, idsOf(filter) ?? cards)) yield patronRow(one, madeOn);
    },
  };
}

function checkouts({ ledger }: TablesOptions): Table {
  return {
    path: '/checkouts',
    permission: 'circulate:circulate_remaining_permissions',
    parameters: ['patron_id'],
    embeds: ['issuer', 'renewals'],
    *candidates(filter) {
      for (const one of borrowersOf(ledger, idsOf(filter))) yield* checkoutRows(one, ledger);
    },
  };
}

function holds({ ledger, madeOn }: TablesOptions): Table {
  return {
    path: '/holds',
    permission: 'reserveforothers:place_holds',
    parameters: ['patron_id', 'hold_id', 'biblio_id', 'item_id', 'status'],
    embeds: ['cancellation_requested'],
    *candidates(filter) {
      for (const one of borrowersOf(ledger, idsOf(filter))) yield* holdRows(one, madeOn);
    },
  };
}

function items({ ledger, madeOn }: TablesOptions): Table {
  return {
    path: '/items',
    permission: 'catalogue',
    parameters: ['external_id'],
    embeds: ['biblio'],
    *candidates(filter, embeds) {
      for (const itemId of itemIdsOf(filter) ?? allItemIds(ledger, madeOn)) {
        const row = itemRow(itemId, ledger, embeds);
        if (row !== null) yield row;
      }
    },
  };
}

/** The row of one checkout; null when there is none of this number. */
export function findCheckout(ledger: Ledger, checkoutId: number): Row | null {
  const { index, place } = placeOf(checkoutId);
  const borrower = ledger.borrower(patronIdOf(index));
  return borrower === null ? null : (checkoutRows(borrower, ledger)[place] ?? null);
}

/** Card numbers are `R` and the borrower's place. */
export function patronIdOfCard(card: string): number {
  const match = /^r(\d{9})$/i.exec(card);
  return match === null ? Number.NaN : Number(match[1]);
}

function idsOf(filter: Filter): readonly number[] | undefined {
  return boundValues(filter, 'patron_id')?.map(Number);
}

/** All of them where the filter names none. */
function* borrowersOf(ledger: Ledger, patronIds?: readonly number[]): Iterable<Borrower> {
  if (patronIds === undefined) yield* ledger.borrowers();
  for (const patronId of new Set(patronIds)) {
    const found = ledger.borrower(patronId);
    if (found !== null) yield found;
  }
}

/** Ids that an array of filters names by item or by record; null when it names neither. */
function itemIdsOf(filter: Filter): ReadonlySet<number> | null {
  const parts: readonly Filter[] = Array.isArray(filter) ? filter : [filter];
  const ids = parts.map((part) => {
    const biblios = boundValues(part, 'biblio_id')?.map((id) => itemIdOfBiblio(Number(id)));
    return boundValues(part, 'item_id')?.map(Number) ?? biblios ?? null;
  });
  return ids.every((some) => some !== null) ? new Set(ids.flat()) : null;
}

function* allItemIds(ledger: Ledger, madeOn: string): Iterable<number> {
  for (const borrower of ledger.borrowers()) {
    for (const row of checkoutRows(borrower, ledger)) yield Number(row['item_id']);
    for (const row of holdRows(borrower, madeOn)) yield itemIdOfBiblio(Number(row['biblio_id']));
  }
}
