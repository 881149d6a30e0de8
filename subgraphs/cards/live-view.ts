import { parseCardId } from '../../domain/card-id.ts';
import type { Card } from '../../domain/card/card.ts';
import { parseCardholderId, type Cardholder } from '../../domain/card/cardholder.ts';
import {
  latestFirst,
  toCardFacts,
  toHolderFacts,
  type CardView,
  type HolderView,
  type Surroundings,
} from './card-view.ts';
import type { Loaders } from './loaders.ts';
import { toRevocations } from './revocation-view.ts';

/** Shows cards and holders as the store has them, judged at the request's one instant. */
export type LiveView = {
  card(card: Card): CardView;
  holder(holder: Cardholder): HolderView;
};

export function createLiveView(loaders: Loaders, now: Date): LiveView {
  const view: LiveView = {
    card: (card) => ({ ...toCardFacts(card, now), around }),
    holder: (holder) => ({ ...toHolderFacts(holder), around }),
  };
  const around: Surroundings = {
    async holder(id) {
      const holder = await loaders.holderById.load(parseCardholderId(id));
      if (holder === null) throw new Error(`cardholder ${id} of a card is missing`);
      return view.holder(holder);
    },
    async card(id) {
      const card = await loaders.cardById.load(parseCardId(id));
      if (card === null) throw new Error(`card ${id} is missing`);
      return view.card(card);
    },
    async cardsOf(holderId) {
      const cards = await loaders.cardsByHolder.load(parseCardholderId(holderId));
      return latestFirst(cards).map((card) => view.card(card));
    },
    async revocationsOf(cardId) {
      return toRevocations(await loaders.errandsByCard.load(cardId));
    },
  };
  return view;
}
