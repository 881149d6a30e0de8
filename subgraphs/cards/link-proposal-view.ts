import type { CardView } from './card-view.ts';
import { toSystemName } from './card-view.ts';
import type { LinkedSystem, LinkProofKind, LinkProposalStatus } from './schema.generated.ts';
import type { LinkProposal, ProposalStatus } from './store.ts';

/** A proposal as a clerk sees it. */
export type LinkProposalView = {
  readonly id: string;
  readonly card: CardView;
  readonly system: LinkedSystem;
  readonly account: string;
  readonly proof: LinkProofKind;
  readonly proposedAt: string;
  readonly status: LinkProposalStatus;
};

const STATUSES: Readonly<Record<ProposalStatus, LinkProposalStatus>> = {
  open: 'OPEN',
  accepted: 'ACCEPTED',
  rejected: 'REJECTED',
};

function toProposalStatus(status: ProposalStatus): LinkProposalStatus {
  return STATUSES[status];
}

export function toLinkProposalView(proposal: LinkProposal, card: CardView): LinkProposalView {
  return {
    id: proposal.id,
    card,
    system: toSystemName(proposal.system),
    account: proposal.account,
    proof: proposal.proof === 'pin' ? 'PIN' : 'CIVIL_ID',
    proposedAt: proposal.proposedAt.toISOString(),
    status: toProposalStatus(proposal.status),
  };
}
