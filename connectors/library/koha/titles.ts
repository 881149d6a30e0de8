import type { WireItem } from './wire.ts';

/** Titles of the works that items are copies of. */
export type Titles = {
  readonly byItem: ReadonlyMap<number, string>;
  readonly byBiblio: ReadonlyMap<number, string>;
};

/** An item whose record has no title is left out. */
export function toTitles(items: readonly WireItem[]): Titles {
  const titled = items.flatMap(({ item_id: itemId, biblio_id: biblioId, biblio }) => {
    const title = biblio?.title?.trim() ?? '';
    return title === '' ? [] : [{ itemId, biblioId, title }];
  });
  return {
    byItem: new Map(titled.map(({ itemId, title }) => [itemId, title])),
    byBiblio: new Map(titled.map(({ biblioId, title }) => [biblioId, title])),
  };
}
