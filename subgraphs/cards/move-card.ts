import { moved, type CardMove } from '../../domain/card/card-life.ts';
import { checkIdempotencyKey } from '../../platform/stores/once-rows.ts';
import type { Context } from './context.ts';
import { readCardNumber } from './inputs.ts';
import type { Operation } from './policy.ts';
import { admit, changeOnce, findInTransaction, saveChange } from './request.ts';
import {
  keep,
  refuseCard,
  refuseStatus,
  toDone,
  toRefused,
  type CardRefusal,
  type KeptDone,
} from './results.ts';
import { tellSystems } from './tell-systems.ts';

/** One kind of change that needs nothing but the card. */
export type Move<Done extends string> = {
  readonly operation: Operation;
  readonly move: CardMove;
  readonly done: Done;
  readonly event: string;
  /** What the card was to be, for the sentence of a refusal. */
  readonly wish: string;
};

type MoveInput = { readonly idempotencyKey: string; readonly number: unknown };

/** Moves one card through its life. A card that is cancelled lets go of its accounts. */
export async function moveCard<Done extends string>(
  context: Context,
  input: MoveInput,
  { operation, move, done, event, wish }: Move<Done>,
) {
  checkIdempotencyKey(input.idempotencyKey);
  const number = readCardNumber(input.number);
  await admit(context, operation, number);
  const kept = await changeOnce<KeptDone<Done> | CardRefusal>(
    context,
    { operation, input },
    async (session) => {
      const card = await findInTransaction(context, number, session);
      if (card === null) return refuseCard('CARD_UNKNOWN');
      const life = moved(card.life, move, context.now);
      if (life === null) return refuseStatus(card, wish, context.now);
      const links = move.kind === 'cancel' ? [] : card.links;
      const change = { card: { ...card, life, links }, type: event };
      const after = await saveChange(context, change, session);
      const told = { before: card, after, type: event, successorId: null };
      await tellSystems(context, told, session);
      return keep(done, after, context, session);
    },
  );
  return isRefusal(kept) ? toRefused(kept) : toDone(kept);
}

function isRefusal(kept: KeptDone<string> | CardRefusal): kept is CardRefusal {
  return kept.is === 'CardRefused';
}
