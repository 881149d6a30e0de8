import { ForbiddenError } from '../../domain/errors.ts';
import {
  EVERYONE,
  HOLDER_OR_STAFF,
  HOLDER_STAFF_OR_KIOSK,
  permit,
  type PolicyTable,
} from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { CardRef } from './card-ref.ts';

/**
 * Who may ask what of parking. For `Card.parking` the cards subgraph has told a citizen's own card
 * already, since no other way leads to a card's entity. A kiosk is where stays are paid in the street;
 * which plates a card has is for the holder and staff to say.
 */
export const policy = {
  'Card.parking': HOLDER_STAFF_OR_KIOSK,
  'Query.parkingZones': EVERYONE,
  'Query.parkingQuote': HOLDER_STAFF_OR_KIOSK,
  'Mutation.addPlate': HOLDER_OR_STAFF,
  'Mutation.removePlate': HOLDER_OR_STAFF,
  'Mutation.startParking': HOLDER_STAFF_OR_KIOSK,
  'Mutation.extendParking': HOLDER_STAFF_OR_KIOSK,
  'Mutation.stopParking': HOLDER_STAFF_OR_KIOSK,
} as const satisfies PolicyTable;

export type Operation = keyof typeof policy;

/** Operations about a card that is named by its number. */
export type CardOperation = Exclude<Operation, 'Card.parking' | 'Query.parkingZones'>;

/** @throws {HubError} This kind of viewer may not do this with any card; told before a card is looked for. */
export function assertMayTry(operation: Operation, viewer: Viewer): void {
  permit(policy, operation, viewer);
}

/** @throws {ForbiddenError} Only own cards are permitted, and this is another's or absent: one error for both. */
export function assertMayUse(operation: CardOperation, viewer: Viewer, card: CardRef | null): void {
  const permission = permit(policy, operation, viewer);
  const isOwn = viewer.kind !== 'nobody' && card?.holderId === viewer.id;
  if (permission === 'own' && !isOwn) throw new ForbiddenError();
}

/** Who answers for what they do with many cards; holders could look up one plate after the other. */
export function mayAttest(viewer: Viewer): boolean {
  return viewer.kind === 'staff';
}

/** Others may look over the shoulder of who stands at a kiosk. */
export function maySeeWholePlate(viewer: Viewer): boolean {
  return viewer.kind === 'citizen' || viewer.kind === 'staff';
}
