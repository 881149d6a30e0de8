import type { CardRef } from './card-ref.ts';
import type { Context } from './context.ts';
import { readCardNumber } from './inputs.ts';
import type { CardPlate } from './plate-store.ts';
import { assertMayTry, assertMayUse, type CardOperation } from './policy.ts';

/**
 * The card of an operation, once it is certain that this viewer may do it.
 *
 * @returns Null when there is none, to viewers who are not limited to their own cards.
 * @throws {InvalidInputError} The number is none that a card can have.
 * @throws {HubError} The viewer may not do this, or not with this card: the same for an absent one.
 */
export async function cardToUse(
  operation: CardOperation,
  number: unknown,
  { viewer, cardOf }: Pick<Context, 'viewer' | 'cardOf'>,
): Promise<CardRef | null> {
  const cardNumber = readCardNumber(number);
  assertMayTry(operation, viewer);
  const card = await cardOf(cardNumber, viewer);
  assertMayUse(operation, viewer, card);
  return card;
}

/** Read anew, since a change is based on it. */
export async function platesOf(
  { id }: CardRef,
  { plates }: Pick<Context, 'plates'>,
): Promise<readonly CardPlate[]> {
  return (await plates.findByCards([id])).get(id) ?? [];
}
