import type { ClientSession } from 'mongoose';
import type { Card } from '../../domain/card/card.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { Errands } from '../../platform/stores/errands.ts';
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
import type { Context } from './context.ts';
import { toRevocations, type RevocationFacts } from './revocation-view.ts';

/**
 * A holder and all their cards at the instant of a change. It is kept with the change's result, so
 * that the same selection gives the same bytes when the same request comes again, however far the
 * cards have moved on.
 */
export type Snapshot = {
  readonly holder: HolderFacts;
  readonly cards: readonly CardFacts[];
  /** By card; a card of which no system was told anything is absent. */
  readonly revocations: Readonly<Record<string, readonly RevocationFacts[]>>;
};

/** @param session The transaction of the change, so that the snapshot shows it. */
export async function takeSnapshot(
  { store, errands }: Pick<Context, 'store' | 'errands'>,
  holderId: CardholderId,
  { session, now }: { readonly session: ClientSession; readonly now: Date },
): Promise<Snapshot> {
  const [holder] = await store.holders.find([holderId], session);
  if (holder === undefined) throw new Error(`cardholder ${holderId} of a card is missing`);
  const cards = await store.cards.findByHolder([holderId], session);
  return {
    holder: toHolderFacts(holder),
    cards: latestFirst(cards).map((card) => toCardFacts(card, now)),
    revocations: await revocationsOf(errands, cards, session),
  };
}

async function revocationsOf(
  errands: Errands,
  cards: readonly Card[],
  session: ClientSession,
): Promise<Snapshot['revocations']> {
  const found = await errands.findByCards(
    cards.map(({ id }) => id),
    session,
  );
  const byCard = Map.groupBy(found, ({ cardId }) => cardId);
  return Object.fromEntries([...byCard].map(([id, of]) => [id, toRevocations(of)]));
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
    async revocationsOf(cardId) {
      return snapshot.revocations[cardId] ?? [];
    },
  };
  return around;
}
