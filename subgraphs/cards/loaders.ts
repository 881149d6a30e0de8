import type { CardId } from '../../domain/card-id.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import type { Card } from '../../domain/card/card.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { Errands } from '../../platform/stores/errands.ts';
import { groupedLoader, valueLoader } from '../../platform/subgraph/keyed-loader.ts';
import type { CardsStore } from './store.ts';

type LoaderSources = { readonly store: CardsStore; readonly errands: Errands };

export type Loaders = ReturnType<typeof createLoaders>;

/** One query for each relation, however many cards a request shows. Made per request. */
export function createLoaders({ store: { cards, holders }, errands }: LoaderSources) {
  const cardById = valueLoader(
    (ids: readonly CardId[]) => cards.findById(ids),
    ({ id }) => id,
  );
  const seen = (found: readonly Card[]): readonly Card[] => {
    for (const card of found) cardById.prime(card.id, card);
    return found;
  };
  const cardByNumber = valueLoader(
    async (numbers: readonly CardNumber[]) => seen(await cards.findByNumber(numbers)),
    ({ number }) => number,
  );
  const cardsByHolder = groupedLoader(
    async (ids: readonly CardholderId[]) => seen(await cards.findByHolder(ids)),
    ({ holderId }) => holderId,
  );
  const holderById = valueLoader(
    (ids: readonly CardholderId[]) => holders.find(ids),
    ({ id }) => id,
  );
  const errandsByCard = groupedLoader(
    (ids: readonly string[]) => errands.findByCards(ids),
    ({ cardId }) => cardId,
  );
  return {
    cardById,
    cardByNumber,
    cardsByHolder,
    holderById,
    errandsByCard,
    /** After a change: what was read before it is not true any more. */
    forgetCards(): void {
      cardById.clearAll();
      cardByNumber.clearAll();
      cardsByHolder.clearAll();
      errandsByCard.clearAll();
    },
  };
}
