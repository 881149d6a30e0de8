import type { ClientSession } from 'mongoose';
import { parseCardId } from '../../domain/card-id.ts';
import { newCardNumber } from '../../domain/card-number.ts';
import type { Card } from '../../domain/card/card.ts';
import { parseCardholderId, type Cardholder } from '../../domain/card/cardholder.ts';
import type { ChipUid } from '../../domain/card/chip.ts';
import { newMediumToken } from '../../domain/card/medium-token.ts';
import { newOpaqueId } from '../../domain/card/random-bytes.ts';
import { checkIdempotencyKey } from '../../platform/stores/once-rows.ts';
import type { Context } from './context.ts';
import { readIssueInput, type Recipient } from './issue-input.ts';
import { permitted } from './policy.ts';
import { changeOnce } from './request.ts';
import { keep, refuseCard, toDone, toRefused, type CardRefusal, type KeptDone } from './results.ts';
import type { IssueCardInput } from './schema.generated.ts';
import type { Identity } from './store.ts';

const OPERATION = 'Mutation.issueCard';

/** Makes a card, and its holder where the city does not know them yet, in one transaction. */
export async function issueCard(context: Context, input: IssueCardInput) {
  checkIdempotencyKey(input.idempotencyKey);
  const wish = readIssueInput(input, context);
  permitted(OPERATION, context.viewer);
  const kept = await changeOnce<KeptDone<'CardIssued'> | CardRefusal>(
    context,
    { operation: OPERATION, input },
    async (session) => {
      const found = await findHolder(context, wish.recipient, session);
      if ('is' in found) return found;
      const refusal =
        refuseValidity(found.holder, wish, context.now) ??
        (await refuseChip(context, wish.chip, session));
      if (refusal !== null) return refusal;
      if (found.identity !== null) {
        await context.store.holders.add(session, found.holder, found.identity);
      }
      const { chip, validFrom, validUntil } = wish;
      const card = newCard(context, { holderId: found.holder.id, chip, validFrom, validUntil });
      await addCard(context, card, session);
      return keep('CardIssued', card, context, session);
    },
  );
  return kept.is === 'CardRefused' ? toRefused(kept) : toDone(kept);
}

/** @param wish Everything that is not the same for each new card. */
export function newCard(
  { now, random, municipality }: Context,
  wish: Pick<Card, 'holderId' | 'chip'> & Pick<Card['life'], 'validFrom' | 'validUntil'>,
): Card {
  const { holderId, chip, validFrom, validUntil } = wish;
  return {
    id: parseCardId(newOpaqueId(random)),
    number: newCardNumber(municipality, random),
    holderId,
    chip,
    issuedAt: now,
    life: {
      state: 'issued',
      validFrom,
      validUntil,
      activatedAt: null,
      blockReason: null,
      replacedBy: null,
    },
    links: [],
    version: 1,
  };
}

/** Writes a new card on a medium of its own, with its event. */
export async function addCard(
  { store, outbox, random, now }: Context,
  card: Card,
  session: ClientSession,
): Promise<void> {
  await store.cards.add(session, card, newMediumToken(random));
  await outbox.append(session, [
    { cardId: card.id, version: card.version, type: 'card.issued', at: now },
  ]);
}

/** Every card of a visitor ends, no card ends before it begins, and none is made that is over. */
export function refuseValidity(
  holder: Cardholder,
  { validFrom, validUntil }: Pick<Card['life'], 'validFrom' | 'validUntil'>,
  now: Date,
): CardRefusal | null {
  if (validUntil === null) {
    return holder.kind === 'visitor' ? refuseCard('END_NEEDED') : null;
  }
  return validUntil <= now || validUntil <= validFrom ? refuseCard('END_PASSED') : null;
}

export async function refuseChip(
  { store }: Context,
  chip: ChipUid | null,
  session: ClientSession,
): Promise<CardRefusal | null> {
  if (chip === null) return null;
  const users = await store.cards.findByChip({ kind: 'whole', uid: chip }, session);
  return users.length > 0 ? refuseCard('CHIP_IN_USE') : null;
}

/** A holder to be written has an identity; one that is there has none to write. */
type Found = { readonly holder: Cardholder; readonly identity: Identity | null };

async function findHolder(
  { store, random }: Context,
  recipient: Recipient,
  session: ClientSession,
): Promise<Found | CardRefusal> {
  if (recipient.kind === 'known') {
    const [holder] = await store.holders.find([recipient.id], session);
    return holder === undefined ? refuseCard('HOLDER_UNKNOWN') : { holder, identity: null };
  }
  const { identity, ...names } = recipient;
  if (identity.civilId !== null) {
    const known = await store.holders.findIdByCivilId(identity.civilId, session);
    if (known !== null) return refuseCard('HOLDER_KNOWN');
  }
  return { holder: { ...names, id: parseCardholderId(newOpaqueId(random)) }, identity };
}
