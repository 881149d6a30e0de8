import type { ClientSession } from 'mongoose';
import type { Card } from '../../domain/card/card.ts';
import { newOpaqueId } from '../../domain/card/random-bytes.ts';
import { UpstreamRejectedError } from '../../domain/errors.ts';
import type { OwnerVerdict } from '../../domain/owner-proof.ts';
import { final, onceKey, type Attempt } from '../../platform/stores/idempotency.ts';
import { checkIdempotencyKey } from '../../platform/stores/once-rows.ts';
import { linkProven, refuseCardForLink } from './account-link.ts';
import type { Context } from './context.ts';
import { readLinkInput, toOwnerProof, type LinkWish } from './link-input.ts';
import { admit, findInTransaction } from './request.ts';
import { keep, refuseLink, toDone, toRefused, type KeptDone, type LinkRefusal } from './results.ts';
import type { LinkAccountInput } from './schema.generated.ts';

const OPERATION = 'Mutation.linkAccount';

type KeptLink =
  | KeptDone<'AccountLinked'>
  | (KeptDone<'LinkProposed'> & { readonly proposalId: string })
  | LinkRefusal;

/** A try is counted once, however often its request is resumed. */
type Notes = { readonly tryId: string };

/**
 * Links an account whose owner the legacy system confirms. The question to it changes nothing there,
 * so a request whose end is not known simply asks again.
 */
export async function linkAccount(context: Context, input: LinkAccountInput) {
  checkIdempotencyKey(input.idempotencyKey);
  const wish = readLinkInput(input);
  await admit(context, OPERATION, wish.number);
  const kept = await context.once.aroundCall<KeptLink, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => final(await tryToLink(context, wish, attempt)),
  );
  context.loaders.forgetCards();
  if (kept.is === 'LinkRefused') return toRefused(kept);
  if (kept.is === 'AccountLinked') return toDone(kept);
  return { ...(await toDone(kept)), proposalId: kept.proposalId };
}

async function tryToLink(
  context: Context,
  wish: LinkWish,
  attempt: Attempt<Notes>,
): Promise<KeptLink> {
  const { store, now, log } = context;
  const [card] = await store.cards.findByNumber([wish.number]);
  const refusal = refuseCardForLink(card ?? null, wish, now);
  if (card === undefined || refusal !== null) return refusal ?? refuseLink('CARD_UNKNOWN');

  const tryId = attempt.notes?.tryId ?? (await store.tries.take(card.id, now));
  if (tryId === null) {
    log.warn({ cardId: card.id, system: wish.system }, 'too many failed tries to link an account');
    return refuseLink('TOO_MANY_TRIES');
  }
  await attempt.note({ tryId });
  // Whoever gets no answer has not failed: the try is given back, and the key is free again.
  const verdict = await askOwner(context, card, wish).catch(async (error: unknown) => {
    await store.tries.giveBack(card.id, tryId);
    throw error;
  });
  if (verdict === 'denied') return refuseLink('PROOF_REFUSED');
  await store.tries.giveBack(card.id, tryId);
  return store.transact((session) =>
    verdict === 'confirmed' ? link(context, wish, session) : propose(context, wish, session),
  );
}

/** The hub's own record has to agree before the legacy system is asked at all. */
async function askOwner(
  { store, owners, signal }: Context,
  card: Card,
  { system, account, proof }: LinkWish,
): Promise<OwnerVerdict> {
  if (
    proof.kind === 'civilId' &&
    !(await store.holders.hasIdentity(card.holderId, proof.civilId, proof.birthDay))
  ) {
    return 'denied';
  }
  try {
    return await owners[system].checkOwner(account, toOwnerProof(proof), { signal });
  } catch (error) {
    // An account that the system does not know is told like a wrong proof.
    if (error instanceof UpstreamRejectedError) return 'denied';
    throw error;
  }
}

async function link(context: Context, wish: LinkWish, session: ClientSession): Promise<KeptLink> {
  const card = await findInTransaction(context, wish.number, session);
  if (card === null) return refuseLink('CARD_UNKNOWN');
  const linked = await linkProven(context, { card, account: wish }, session);
  return 'is' in linked ? linked : keep('AccountLinked', linked, context, session);
}

async function propose(
  context: Context,
  { number, system, account, proof }: LinkWish,
  session: ClientSession,
): Promise<KeptLink> {
  const { store, random, now } = context;
  const card = await findInTransaction(context, number, session);
  const refusal = refuseCardForLink(card, { system, account }, now);
  if (card === null || refusal !== null) return refusal ?? refuseLink('CARD_UNKNOWN');
  const proposalId = await store.proposals.propose(session, {
    id: newOpaqueId(random),
    cardId: card.id,
    system,
    account,
    proof: proof.kind,
    proposedAt: now,
    status: 'open',
    decidedBy: null,
    decidedAt: null,
  });
  return { ...(await keep('LinkProposed', card, context, session)), proposalId };
}
