import { z } from 'zod';
import { parseCardId } from '../../domain/card-id.ts';
import { askSubgraph } from '../../platform/subgraph/ask-subgraph.ts';
import type { Subgraph } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';

const CARD_BY_NUMBER = `query CardForSports($number: CardNumber!) {
  card(number: $number) { id isUsable holder { id kind } sportsMemberNumber }
}`;

const answer = z.object({
  card: z
    .object({
      id: z.string().transform(parseCardId),
      isUsable: z.boolean(),
      holder: z.object({ id: z.string(), kind: z.enum(['RESIDENT', 'VISITOR', 'ORGANISATION']) }),
      sportsMemberNumber: z.string().nullable(),
    })
    .nullable(),
});

/** Finds cards by asking the cards subgraph on behalf of the viewer, so that its policy holds here too. */
export function createCardOf(cards: Subgraph): CardOf {
  return async (number, viewer) => {
    const question = { name: 'cards', query: CARD_BY_NUMBER, variables: { number }, viewer };
    return answer.parse(await askSubgraph(cards, question)).card;
  };
}
