import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { Card } from '../../domain/card/card.ts';
import { tellingsOf } from '../../domain/card/revocation.ts';
import type { Context } from './context.ts';

/** A change that was just written, by the card on both sides of it. */
export type Told = {
  readonly before: Card;
  readonly after: Card;
  readonly type: string;
  /** The card that took this one's place; null for every other change. */
  readonly successorId: CardId | null;
};

/** Writes what transport and parking have to be told of a change, in its transaction: one errand each. */
export async function tellSystems(
  { errands, now }: Context,
  { before, after, type, successorId }: Told,
  session: ClientSession,
): Promise<void> {
  await errands.append(
    session,
    tellingsOf(type, before).map(({ system, account }) => ({
      cardId: after.id,
      version: after.version,
      type,
      consumer: system,
      at: now,
      secret: account,
      otherCardId: successorId,
    })),
  );
}
