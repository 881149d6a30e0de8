import type { ClientSession } from 'mongoose';
import { checkIdempotencyKey } from '../../platform/stores/once-rows.ts';
import { linkProven } from './account-link.ts';
import type { Context } from './context.ts';
import { permitted } from './policy.ts';
import { changeOnce } from './request.ts';
import { keep, refuseLink, toDone, toRefused, type KeptDone, type LinkRefusal } from './results.ts';
import type { DecideLinkProposalInput } from './schema.generated.ts';

const OPERATION = 'Mutation.decideLinkProposal';

type KeptDecision =
  (KeptDone<'LinkProposalDecided'> & { readonly status: 'ACCEPTED' | 'REJECTED' }) | LinkRefusal;

/** A clerk has compared the papers: acceptance links as a confirmed proof does, and is refused likewise. */
export async function decideLinkProposal(context: Context, input: DecideLinkProposalInput) {
  checkIdempotencyKey(input.idempotencyKey);
  permitted(OPERATION, context.viewer);
  const kept = await changeOnce<KeptDecision>(context, { operation: OPERATION, input }, (session) =>
    decide(context, input, session),
  );
  if (kept.is === 'LinkRefused') return toRefused(kept);
  return { ...(await toDone(kept)), status: kept.status };
}

async function decide(
  context: Context,
  { proposalId, decision }: DecideLinkProposalInput,
  session: ClientSession,
): Promise<KeptDecision> {
  const { store, viewer, now } = context;
  const proposal = await store.proposals.find(proposalId, session);
  if (proposal === null) return refuseLink('PROPOSAL_UNKNOWN');
  if (proposal.status !== 'open') return refuseLink('PROPOSAL_DECIDED');
  const [card] = await store.cards.findById([proposal.cardId], session);
  if (card === undefined) throw new Error(`card ${proposal.cardId} of a proposal is missing`);

  const isAccepted = decision === 'ACCEPT';
  const linked = isAccepted
    ? await linkProven(context, { card, account: proposal }, session)
    : card;
  if ('is' in linked) return linked;
  await store.proposals.saveDecision(session, {
    ...proposal,
    status: isAccepted ? 'accepted' : 'rejected',
    decidedBy: viewer.kind === 'staff' ? viewer.id : null,
    decidedAt: now,
  });
  return {
    ...(await keep('LinkProposalDecided', linked, context, session)),
    status: isAccepted ? 'ACCEPTED' : 'REJECTED',
  };
}
