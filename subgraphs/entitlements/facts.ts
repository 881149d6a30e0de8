import { parseCardNumber } from '../../domain/card-number.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { factAccessOf, noteAccess } from './access.ts';
import type { Context } from './context.ts';
import { toShownFact, toShownPass } from './fact-view.ts';
import { assertMay, assertMaySee } from './policy.ts';
import type { HolderFacts, QueryFactsArgs } from './schema.generated.ts';

/** Everything that is recorded of a card's holder, once the look at it is written down. */
export async function factsOf(
  { card: given, access: named }: QueryFactsArgs,
  context: Context,
): Promise<HolderFacts | null> {
  const { cardOf, store, viewer } = context;
  const number = parseCardNumber(given);
  assertMay('Query.facts', viewer);
  const access = factAccessOf(viewer, named);
  const card = await cardOf(number, viewer);
  assertMaySee('Query.facts', viewer, card);
  if (card === null) return null;
  await noteAccess('Query.facts', { cardId: card.id, access }, context);
  const [holder] = await store.holders.find([parseCardholderId(card.holderId)]);
  return {
    facts: (holder?.facts ?? []).toReversed().map(toShownFact),
    passes: (holder?.passes ?? []).toReversed().map(toShownPass),
  };
}
