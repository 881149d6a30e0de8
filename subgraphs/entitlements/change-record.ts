import { parseCardNumber } from '../../domain/card-number.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { onceKey } from '../../platform/stores/idempotency.ts';
import { checkIdempotencyKey } from '../../platform/stores/once-rows.ts';
import { noteAccess, type FactAccess } from './access.ts';
import type { Decided } from './change-holder.ts';
import { refused, type Refused } from './change-results.ts';
import type { Context } from './context.ts';
import { assertMay, type Operation } from './policy.ts';
import type { TariffRecord } from './store.ts';

/** One wish of staff about the holder of a card, as it came. */
export type Wish<Done> = {
  readonly operation: Operation;
  readonly input: { readonly idempotencyKey: string; readonly card: string };
  readonly access: FactAccess;
  /** May be run again, so it has no effect of its own. */
  readonly decide: (record: TariffRecord) => Decided<Done | Refused>;
};

type Changed = { readonly changedServices: readonly string[] };

/** Changes what is recorded of a card's holder, once for a key; it is written down who did. */
export async function changeRecord<Done extends { readonly __typename: string }>(
  { operation, input, access, decide }: Wish<Done>,
  context: Context,
): Promise<(Done & Changed) | Refused> {
  const { cardOf, changeHolder, once, viewer } = context;
  checkIdempotencyKey(input.idempotencyKey);
  const number = parseCardNumber(input.card);
  assertMay(operation, viewer);
  const card = await cardOf(number, viewer);
  if (card !== null) await noteAccess(operation, { cardId: card.id, access }, context);
  return once.inTransaction(onceKey(viewer, operation, input), async (session) => {
    if (card === null) return refused('CARD_UNKNOWN');
    const holderId = parseCardholderId(card.holderId);
    const { result, changedServices } = await changeHolder(session, holderId, decide);
    return isRefused(result) ? result : { ...result, changedServices };
  });
}

function isRefused(result: { readonly __typename: string }): result is Refused {
  return result.__typename === 'EntitlementRefused';
}
