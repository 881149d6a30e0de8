import { linkOf } from '../../domain/card/card.ts';
import { checkIdempotencyKey } from '../../platform/stores/once-rows.ts';
import { unlink } from './account-link.ts';
import type { Context } from './context.ts';
import { readCardNumber, SYSTEMS } from './inputs.ts';
import { admit, changeOnce, findInTransaction } from './request.ts';
import { keep, refuseLink, toDone, toRefused, type KeptDone, type LinkRefusal } from './results.ts';
import type { UnlinkAccountInput } from './schema.generated.ts';

const OPERATION = 'Mutation.unlinkAccount';

/** Unties an account from a card in whatever state the card is. */
export async function unlinkAccount(context: Context, input: UnlinkAccountInput) {
  checkIdempotencyKey(input.idempotencyKey);
  const number = readCardNumber(input.number);
  const system = SYSTEMS[input.system];
  await admit(context, OPERATION, number);
  const kept = await changeOnce<KeptDone<'AccountUnlinked'> | LinkRefusal>(
    context,
    { operation: OPERATION, input },
    async (session) => {
      const card = await findInTransaction(context, number, session);
      if (card === null) return refuseLink('CARD_UNKNOWN');
      if (linkOf(card, system) === null) return refuseLink('NOT_LINKED');
      const unlinked = await unlink(context, card, system, session);
      return keep('AccountUnlinked', unlinked, context, session);
    },
  );
  return kept.is === 'LinkRefused' ? toRefused(kept) : toDone(kept);
}
