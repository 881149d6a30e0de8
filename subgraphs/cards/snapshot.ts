import type { ClientSession } from 'mongoose';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import {
  latestFirst,
  toCardFacts,
  toHolderFacts,
  type CardFacts,
  type CardView,
  type HolderFacts,
  type HolderView,
  type Surroundings,
} from './card-view.ts';
import type { CardsStore } from './store.ts';

/**
 * A holder and all their cards at the instant of a change. It is kept with the change's result, so
 * that the same selection gives the same bytes when the same request comes again, however far the
 * cards have moved on.
 */
export type Snapshot = { readonly holder: HolderFacts; readonly cards: readonly CardFacts[] };

/** @param session The transaction of the change, so that the snapshot shows it. */
export async function takeSnapshot(
  store: CardsStore,
  holderId: CardholderId,
  { session, now }: { readonly session: ClientSession; readonly now: Date },
): Promise<Snapshot> {
  const [holder] = await store.holders.find([holderId], session);
  if (holder === undefined) throw new Error(`cardholder ${holderId} of a card is missing`);
  const cards = await store.cards.findByHolder([holderId], session);
  return {
    holder: toHolderFacts(holder),
    cards: latestFirst(cards).map((card) => toCardFacts(card, now)),
  };
}

/** What a snapshot shows, without the store: a card always lies among the cards of its holder. */
export function aroundSnapshot(snapshot: Snapshot): Surroundings {
  const around: Surroundings = {
    async holder(): Promise<HolderView> {
      return { ...snapshot.holder, around };
    },
    async card(id) {
      const facts = snapshot.cards.find((one) => one.id === id);
      if (facts === undefined) throw new Error(`card ${id} is not in the snapshot`);
      return { ...facts, around };
    },
    async cardsOf(): Promise<readonly CardView[]> {
      return snapshot.cards.map((facts) => ({ ...facts, around }));
    },
  };
  return around;
}
