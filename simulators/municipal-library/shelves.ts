import { TITLES } from '../city/names.ts';

/** Items that nobody has when the city is made: `39999999999`, then their place on the shelf. */
const SHELF = /^39999999999(\d{3})$/;

/** Title of the item on the shelf with this barcode, one of a thousand; null for any other. */
export function findTitleOnShelf(barcode: string): string | null {
  const place = SHELF.exec(barcode)?.[1];
  return place === undefined ? null : (TITLES[Number(place) % TITLES.length]?.[0] ?? null);
}
