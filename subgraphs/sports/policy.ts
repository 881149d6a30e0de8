import { ForbiddenError } from '../../domain/errors.ts';
import { EVERYONE, HOLDER_STAFF_OR_KIOSK, permit, type PolicyTable } from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { CardRef } from './card-ref.ts';

/**
 * Who may ask what of sports. Facilities and their free slots are public. A citizen's own card is told
 * by its holder; for `Card.sports` the cards subgraph has told it already, since no other way leads to
 * a card's entity.
 */
export const policy = {
  'Query.facilities': EVERYONE,
  'Query.facility': EVERYONE,
  'Card.sports': HOLDER_STAFF_OR_KIOSK,
  'Mutation.bookSlot': HOLDER_STAFF_OR_KIOSK,
  'Mutation.cancelBooking': HOLDER_STAFF_OR_KIOSK,
} as const satisfies PolicyTable;

export type SportsMutation = Extract<keyof typeof policy, `Mutation.${string}`>;

/**
 * @throws {HubError} This kind of viewer may not do this with any card; told before the card is
 *   looked for, so that the answer says nothing about it.
 */
export function assertMay(operation: keyof typeof policy, viewer: Viewer): void {
  permit(policy, operation, viewer);
}

/** @throws {ForbiddenError} Only own cards are permitted, and this is another's or absent: one error for both. */
export function assertMayChange(
  operation: SportsMutation,
  viewer: Viewer,
  card: CardRef | null,
): void {
  const permission = permit(policy, operation, viewer);
  const isOwn = viewer.kind !== 'nobody' && card?.holder.id === viewer.id;
  if (permission === 'own' && !isOwn) throw new ForbiddenError();
}
