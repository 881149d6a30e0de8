import type { ClientSession } from 'mongoose';
import type { CardNumber } from '../../domain/card-number.ts';
import type { Card } from '../../domain/card/card.ts';
import { onceKey } from '../../platform/stores/idempotency.ts';
import type { Context } from './context.ts';
import { assertSeen, permitted, type Operation } from './policy.ts';

/** One wish of a viewer: the operation and the whole input as it came. */
export type Wish = {
  readonly operation: Operation;
  readonly input: { readonly idempotencyKey: string };
};

/** @throws {HubError} The viewer may not do this, or not with this card: the same for one that is not there. */
export async function admit(
  context: Context,
  operation: Operation,
  number: CardNumber,
): Promise<void> {
  const permission = permitted(operation, context.viewer);
  if (permission === 'own') {
    assertSeen(permission, context.viewer, await context.loaders.cardByNumber.load(number));
  }
}

/** Runs a change of our own store once for its key. What was read before is then read again. */
export async function changeOnce<Result>(
  context: Context,
  { operation, input }: Wish,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  const result = await context.once.inTransaction(onceKey(context.viewer, operation, input), work);
  context.loaders.forgetCards();
  return result;
}

/** The card as the transaction sees it. */
export async function findInTransaction(
  { store }: Context,
  number: CardNumber,
  session: ClientSession,
): Promise<Card | null> {
  const [card] = await store.cards.findByNumber([number], session);
  return card ?? null;
}

/** Writes a changed card, its version one higher, with its event. @returns The card as written. */
export async function saveChange(
  { store, outbox, now }: Context,
  { card, type }: { readonly card: Card; readonly type: string },
  session: ClientSession,
): Promise<Card> {
  const changed = { ...card, version: card.version + 1 };
  await store.cards.save(session, changed);
  const event = { cardId: changed.id, version: changed.version, type, at: now };
  await outbox.append(session, [event]);
  return changed;
}
