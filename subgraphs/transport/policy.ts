import { EVERYONE, HOLDER_STAFF_OR_KIOSK, permit, STAFF_OR_KIOSK } from '../../domain/policy.ts';
import type { PolicyTable } from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';

/**
 * Who may ask what of public transport. A citizen's own card is told by its holder; for
 * `Card.transport` the cards subgraph has told it already, since no other way leads to a card's
 * entity. The network is public.
 */
export const policy = {
  'Query.stops': EVERYONE,
  'Query.stop': EVERYONE,
  'Query.lines': EVERYONE,
  'Card.transport': HOLDER_STAFF_OR_KIOSK,
  'Mutation.topUp': STAFF_OR_KIOSK,
} as const satisfies PolicyTable;

/**
 * @throws {HubError} This kind of viewer may not do this with any card; told before a card is looked
 *   for, so that the answer says nothing about it.
 */
export function assertMay(operation: keyof typeof policy, viewer: Viewer): void {
  permit(policy, operation, viewer);
}
