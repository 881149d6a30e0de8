import type { ClientSession } from 'mongoose';
import { moved } from '../../domain/card/card-life.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import type { ChipUid } from '../../domain/card/chip.ts';
import { checkIdempotencyKey } from '../../platform/stores/once-rows.ts';
import type { Context } from './context.ts';
import { readCardNumber, readInstant } from './inputs.ts';
import { addCard, newCard, refuseChip, refuseValidity } from './issue-card.ts';
import { readChip } from './issue-input.ts';
import { permitted } from './policy.ts';
import { changeOnce, findInTransaction, saveChange } from './request.ts';
import {
  keep,
  keptCard,
  refuseCard,
  refuseStatus,
  toDone,
  toRefused,
  type CardRefusal,
  type KeptDone,
} from './results.ts';
import type { ReplaceCardInput } from './schema.generated.ts';
import { tellSystems } from './tell-systems.ts';

const OPERATION = 'Mutation.replaceCard';

type Replacement = {
  readonly number: CardNumber;
  readonly chip: ChipUid | null;
  readonly validUntil: Date | null;
};

type KeptReplacement = KeptDone<'CardReplaced'> & { readonly oldCardId: string };

/** The new card and the death of the old one are one transaction: there is never a moment with both or none. */
export async function replaceCard(context: Context, input: ReplaceCardInput) {
  checkIdempotencyKey(input.idempotencyKey);
  const replacement: Replacement = {
    number: readCardNumber(input.number),
    chip: readChip(input.chipUid),
    validUntil: readInstant(input.validUntil, 'validUntil'),
  };
  permitted(OPERATION, context.viewer);
  const kept = await changeOnce(context, { operation: OPERATION, input }, (session) =>
    replace(context, replacement, session),
  );
  if (kept.is === 'CardRefused') return toRefused(kept);
  const oldCard = await keptCard(kept.snapshot, kept.oldCardId);
  return { ...(await toDone(kept)), oldCard };
}

async function replace(
  context: Context,
  { number, chip, validUntil }: Replacement,
  session: ClientSession,
): Promise<KeptReplacement | CardRefusal> {
  const { store, now } = context;
  const old = await findInTransaction(context, number, session);
  if (old === null) return refuseCard('CARD_UNKNOWN');
  const [holder] = await store.holders.find([old.holderId], session);
  if (holder === undefined) throw new Error(`cardholder ${old.holderId} of a card is missing`);

  // The end of the old card holds for the new one as long as it lies ahead.
  const { validUntil: oldEnd } = old.life;
  const end = validUntil ?? (oldEnd !== null && oldEnd > now ? oldEnd : null);
  const wish = { holderId: old.holderId, chip, validFrom: now, validUntil: end };
  const card = { ...newCard(context, wish), links: old.links };
  const life = moved(old.life, { kind: 'replace', by: card.id }, now);
  if (life === null) return refuseStatus(old, 'replaced', now);
  // The old card still has its chip here, so the same chip is refused too.
  const refusal = refuseValidity(holder, wish, now) ?? (await refuseChip(context, chip, session));
  if (refusal !== null) return refusal;

  // The old card lets go of chip and accounts first: each belongs to one card at a time.
  const type = 'card.replaced';
  const after = await saveChange(context, { card: { ...old, life, links: [] }, type }, session);
  await tellSystems(context, { before: old, after, type, successorId: card.id }, session);
  await addCard(context, card, session);
  await store.proposals.moveOpen(session, old.id, card.id);
  return { ...(await keep('CardReplaced', card, context, session)), oldCardId: old.id };
}
