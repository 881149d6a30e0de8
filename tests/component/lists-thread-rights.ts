import { createHash } from 'node:crypto';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { CardRight, OpenRights, Rights } from '../../sync/readers/rights-port.ts';

/** The token of the card of this number, here and in the test. */
export function tokenOf(index: number): MediumToken {
  return createHash('sha256').update(`card ${index}`).digest('hex').slice(0, 32) as MediumToken;
}

export function cardIdOf(index: number): CardId {
  return `card-${String(index).padStart(8, '0')}` as CardId;
}

/** So many cards that are free everywhere, the same in every process. */
export function createManyRights(count: number): Rights {
  const make = (index: number): CardRight => ({
    cardId: cardIdOf(index),
    version: 1,
    token: tokenOf(index),
    standing: 'usable',
    mediumUntil: null,
    outcome: () => ({ priceCents: 0, until: null }),
  });
  return {
    find: async (ids) => ids.map((id) => make(Number(id.slice('card-'.length)))),
    async *all(_ask, after) {
      const first = after === null ? 0 : Number(after.slice('card-'.length)) + 1;
      for (let from = first; from < count; from += 1_000) {
        const length = Math.min(1_000, count - from);
        yield Array.from({ length }, (_, offset) => make(from + offset));
      }
    },
    count: async () => count,
  };
}

/** As a thread calls it. */
export const openRights: OpenRights = async (settings) => {
  const { cards } = settings as { readonly cards: number };
  return { ...createManyRights(cards), [Symbol.asyncDispose]: async () => {} };
};
