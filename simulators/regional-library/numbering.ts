/*
 * Koha numbers everything; here a number tells whose row it is, so that no index is needed however
 * large the city: the borrower's place in the city times a thousand, and the row's own place.
 */

const SPAN = 1_000;
const HOLD_ITEMS = 500;
const CREDITS = 500;
const BIBLIOS = 1_000_000_000;

/** Whose row this is, and its place among theirs. */
export type Place = { readonly index: number; readonly place: number };

export const patronIdOf = (index: number): number => index + 1;
export const indexOfPatron = (patronId: number): number => patronId - 1;

/** Loans, holds and debits each count from one. */
export const rowIdOf = ({ index, place }: Place): number => index * SPAN + place + 1;
export const creditIdOf = ({ index, place }: Place): number =>
  rowIdOf({ index, place: CREDITS + place });
export const holdItemIdOf = ({ index, place }: Place): number =>
  rowIdOf({ index, place: HOLD_ITEMS + place });
export const biblioIdOf = (itemId: number): number => BIBLIOS + itemId;
export const itemIdOfBiblio = (biblioId: number): number => biblioId - BIBLIOS;

export function placeOf(rowId: number): Place {
  return { index: Math.floor((rowId - 1) / SPAN), place: (rowId - 1) % SPAN };
}

/** Where an item stands: among the loans or among the holds of a borrower. */
export function itemPlaceOf(itemId: number): Place & { readonly shelf: 'loans' | 'holds' } {
  const { index, place } = placeOf(itemId);
  return place < HOLD_ITEMS
    ? { index, place, shelf: 'loans' }
    : { index, place: place - HOLD_ITEMS, shelf: 'holds' };
}
