import { z } from 'zod';
import { parseCardId } from '../../domain/card-id.ts';
import { askSubgraph } from '../../platform/subgraph/ask-subgraph.ts';
import type { Subgraph } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';

const CARD_BY_NUMBER = `query CardForParking($number: CardNumber!) {
  card(number: $number) { id version isUsable holder { id } }
}`;

const answer = z.object({
  card: z
    .object({
      id: z.string().transform(parseCardId),
      version: z.int(),
      isUsable: z.boolean(),
      holder: z.object({ id: z.string() }),
    })
    .nullable(),
});

/** Finds cards by asking the cards subgraph on behalf of the viewer, so that its policy holds here too. */
export function createCardOf(cards: Subgraph): CardOf {
  return async (number, viewer) => {
    const question = { name: 'cards', query: CARD_BY_NUMBER, variables: { number }, viewer };
    const { card } = answer.parse(await askSubgraph(cards, question));
    if (card === null) return null;
    const { holder, ...rest } = card;
    return { ...rest, holderId: holder.id };
  };
}
