import { z } from 'zod';
import { parseCardId } from '../../domain/card-id.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { askSubgraph } from './ask-subgraph.ts';
import type { Subgraph } from './subgraph.ts';

/** What every subgraph needs of a card that it changes something for. */
const common = z.object({
  id: z.string().transform(parseCardId),
  version: z.int(),
  isUsable: z.boolean(),
  holder: z.object({ id: z.string() }),
});

const answer = z.object({ card: z.looseObject({}).nullable() });

/**
 * Finds cards by asking the cards subgraph on behalf of the viewer, so that its policy holds here too.
 *
 * @param options.asker Names the operation: `CardForTax`.
 * @param options.own Fields of `Card` that only this subgraph asks for.
 * @returns Gives null when there is no such card, or the viewer may not see it.
 * @throws {HubError} From the function it returns: the cards subgraph failed.
 */
export function createCardFinder<Shape extends z.ZodRawShape>(
  cards: Subgraph,
  { asker, own }: { readonly asker: string; readonly own: z.ZodObject<Shape> },
) {
  const fields = Object.keys(own.shape).join(' ');
  const query = `query CardFor${asker}($number: CardNumber!) {
    card(number: $number) { id version isUsable holder { id } ${fields} }
  }`;
  return async (number: CardNumber, viewer: Viewer) => {
    const question = { name: 'cards', query, variables: { number }, viewer };
    const { card } = answer.parse(await askSubgraph(cards, question));
    if (card === null) return null;
    const { holder, ...rest } = common.parse(card);
    return { ...rest, ...own.parse(card), holderId: holder.id };
  };
}
