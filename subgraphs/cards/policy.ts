import type { Card } from '../../domain/card/card.ts';
import { ForbiddenError } from '../../domain/errors.ts';
import { permit, type Permission, type PolicyTable } from '../../domain/policy.ts';
import type { Viewer, ViewerKind } from '../../domain/viewer.ts';

type Row = Readonly<Record<ViewerKind, Permission>>;

const NOBODY_ELSE = { merchant: 'no', reader: 'no', nobody: 'no' } as const;

const STAFF_ONLY: Row = { citizen: 'no', staff: 'yes', kiosk: 'no', ...NOBODY_ELSE };
const HOLDER_OR_STAFF: Row = { citizen: 'own', staff: 'yes', kiosk: 'no', ...NOBODY_ELSE };
/** A kiosk stands where a citizen presents a card. */
const HOLDER_STAFF_OR_KIOSK: Row = { citizen: 'own', staff: 'yes', kiosk: 'yes', ...NOBODY_ELSE };

/** `Entity.…` is what the gateway asks about a card or holder that another subgraph named. */
export const policy = {
  'Query.card': HOLDER_STAFF_OR_KIOSK,
  'Query.cardByChip': HOLDER_STAFF_OR_KIOSK,
  'Query.me': { citizen: 'own', staff: 'no', kiosk: 'no', ...NOBODY_ELSE },
  'Query.cards': HOLDER_OR_STAFF,
  'Query.searchCardholders': STAFF_ONLY,
  'Query.linkProposals': STAFF_ONLY,
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
