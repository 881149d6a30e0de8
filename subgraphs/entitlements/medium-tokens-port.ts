import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';

/** What readers know cards by. */
export type MediumTokens = {
  /** Of cards that exist; the rest is missing. In the session where a transaction decides by them. */
  find(
    cardIds: readonly CardId[],
    session?: ClientSession,
  ): Promise<ReadonlyMap<CardId, MediumToken>>;
  /** Of all cards between two ids, both included: those of a whole city in order. */
  between(first: CardId, last: CardId): Promise<ReadonlyMap<CardId, MediumToken>>;
};
