import type { Card } from '../../domain/card/card.ts';
import { ForbiddenError } from '../../domain/errors.ts';
import {
  HOLDER_ONLY,
  HOLDER_OR_STAFF,
  HOLDER_STAFF_OR_KIOSK,
  permit,
  STAFF_ONLY,
  type PolicyTable,
} from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';

/** `Entity.…` is what the gateway asks about a card or holder that another subgraph named. */
export const policy = {
  'Query.card': HOLDER_STAFF_OR_KIOSK,
  'Query.cardByChip': HOLDER_STAFF_OR_KIOSK,
  'Query.me': HOLDER_ONLY,
  'Query.cards': HOLDER_OR_STAFF,
  'Query.searchCardholders': STAFF_ONLY,
  'Query.linkProposals': STAFF_ONLY,
  'Card.revocations': STAFF_ONLY,
  'Entity.Card': HOLDER_STAFF_OR_KIOSK,
  'Entity.Cardholder': HOLDER_STAFF_OR_KIOSK,
  'Mutation.issueCard': STAFF_ONLY,
  'Mutation.activateCard': HOLDER_OR_STAFF,
  'Mutation.blockCard': HOLDER_STAFF_OR_KIOSK,
  'Mutation.unblockCard': STAFF_ONLY,
  'Mutation.reportLost': HOLDER_STAFF_OR_KIOSK,
  'Mutation.replaceCard': STAFF_ONLY,
  'Mutation.cancelCard': STAFF_ONLY,
  'Mutation.linkAccount': HOLDER_OR_STAFF,
  'Mutation.decideLinkProposal': STAFF_ONLY,
  'Mutation.unlinkAccount': HOLDER_OR_STAFF,
} as const satisfies PolicyTable;

export type Operation = keyof typeof policy;

/** @throws {HubError} This kind of viewer may not do this at all. */
export function permitted(operation: Operation, viewer: Viewer): 'yes' | 'own' {
  return permit(policy, operation, viewer);
}

/** Whether a card is the viewer's own; an absent one never is, so that both are refused alike. */
export function isOwn(viewer: Viewer, card: Pick<Card, 'holderId'> | null): boolean {
  return viewer.kind === 'citizen' && card?.holderId === viewer.id;
}

/** @throws {ForbiddenError} Only own cards are permitted, and this is not one or is not there. */
export function assertSeen(
  permission: 'yes' | 'own',
  viewer: Viewer,
  card: Pick<Card, 'holderId'> | null,
): void {
  if (permission === 'own' && !isOwn(viewer, card)) throw new ForbiddenError();
}
