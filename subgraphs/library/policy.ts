import { ForbiddenError } from '../../domain/errors.ts';
import {
  HOLDER_STAFF_OR_KIOSK,
  permit,
  STAFF_OR_KIOSK,
  type PolicyTable,
} from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { CardRef } from './card-ref.ts';

/**
 * Who may ask what of the library. A citizen's own card is told by its holder; for `Card.library`
 * the cards subgraph has told it already, since no other way leads to a card's entity.
 */
export const policy = {
  'Card.library': HOLDER_STAFF_OR_KIOSK,
  'Mutation.renewLoan': HOLDER_STAFF_OR_KIOSK,
  'Mutation.renewAllLoans': HOLDER_STAFF_OR_KIOSK,
  'Mutation.payLibraryCharge': STAFF_OR_KIOSK,
} as const satisfies PolicyTable;

export type LibraryMutation = Extract<keyof typeof policy, `Mutation.${string}`>;

/** @throws {HubError} This kind of viewer never sees a library account. */
export function assertMayRead(viewer: Viewer): void {
  permit(policy, 'Card.library', viewer);
}

/**
 * @throws {HubError} This kind of viewer may not do this with any card; told before the card is
 *   looked for, so that the answer says nothing about it.
 */
export function assertMayTry(operation: LibraryMutation, viewer: Viewer): void {
  permit(policy, operation, viewer);
}

/** @throws {ForbiddenError} Only own cards are permitted, and this is another's or absent: one error for both. */
export function assertMayChange(
  operation: LibraryMutation,
  viewer: Viewer,
  card: CardRef | null,
): void {
  const permission = permit(policy, operation, viewer);
  const isOwn = viewer.kind !== 'nobody' && card?.holderId === viewer.id;
  if (permission === 'own' && !isOwn) throw new ForbiddenError();
}
