import { parseCardNumber } from '../../domain/card-number.ts';
import type { CardRef } from './card-ref.ts';
import type { Context } from './context.ts';
import { assertMay, assertMayChange, type SportsMutation } from './policy.ts';

/**
 * The card of a mutation, once it is certain that this viewer may book and cancel with it.
 *
 * @returns Null when there is none, to viewers who are not limited to their own cards.
 * @throws {InvalidInputError} The number is none that a card can have.
 * @throws {HubError} The viewer may not do this, or not with this card: the same for an absent one.
 */
export async function cardToChange(
  operation: SportsMutation,
  numberText: string,
  { viewer, cardOf }: Context,
): Promise<CardRef | null> {
  const number = parseCardNumber(numberText);
  assertMay(operation, viewer);
  const card = await cardOf(number, viewer);
  assertMayChange(operation, viewer, card);
  return card;
}
