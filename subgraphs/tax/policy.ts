import { ForbiddenError } from '../../domain/errors.ts';
import { HOLDER_OR_STAFF, permit, STAFF_OR_KIOSK, type PolicyTable } from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { CardRef } from './card-ref.ts';

/**
 * Who may ask what of the tax office. A citizen's own card is told by its holder; for `Card.tax` the
 * cards subgraph has told it already, since no other way leads to a card's entity. What purpose a
 * viewer may name stands in `access.ts`.
 */
export const policy = {
  'Card.tax': HOLDER_OR_STAFF,
  'Query.taxAccesses': HOLDER_OR_STAFF,
  'Mutation.payBill': STAFF_OR_KIOSK,
} as const satisfies PolicyTable;

/**
 * @throws {HubError} This kind of viewer may not do this with any card; told before a card is looked
 *   for, so that the answer says nothing about it.
 */
export function assertMay(operation: keyof typeof policy, viewer: Viewer): void {
  permit(policy, operation, viewer);
}

/** @throws {ForbiddenError} Only own cards are permitted, and this is another's or absent: one error for both. */
export function assertMaySee(
  operation: keyof typeof policy,
  viewer: Viewer,
  card: CardRef | null,
): void {
  const permission = permit(policy, operation, viewer);
  const isOwn = viewer.kind === 'citizen' && card?.holderId === viewer.id;
  if (permission === 'own' && !isOwn) throw new ForbiddenError();
}
