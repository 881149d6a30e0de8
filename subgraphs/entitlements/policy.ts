import { ForbiddenError } from '../../domain/errors.ts';
import {
  EVERYONE,
  HOLDER_OR_STAFF,
  permit,
  STAFF_ONLY,
  type PolicyTable,
} from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { enrolmentPolicy } from './enrolment/policy.ts';
import { rulebookPolicy } from './rulebooks/policy.ts';

/**
 * Who may ask what of prices and rights. What a reader or merchant may quote is narrower still and
 * stands in `quote-limits.ts`. Facts about a holder are for the holder and staff alone.
 */
export const policy = {
  'Query.services': EVERYONE,
  'Query.quote': EVERYONE,
  'Query.explainQuote': STAFF_ONLY,
  'Query.facts': HOLDER_OR_STAFF,
  'Card.entitlements': HOLDER_OR_STAFF,
  'Mutation.recordFact': STAFF_ONLY,
  'Mutation.withdrawFact': STAFF_ONLY,
  'Mutation.grantPass': STAFF_ONLY,
  'Mutation.withdrawPass': STAFF_ONLY,
  'Mutation.registerMerchant': STAFF_ONLY,
  ...rulebookPolicy,
  ...enrolmentPolicy,
} as const satisfies PolicyTable;

export type Operation = keyof typeof policy;

/** @throws {HubError} This kind of viewer may not do this with any card; told before a card is looked for. */
export function assertMay(operation: Operation, viewer: Viewer): void {
  permit(policy, operation, viewer);
}

/** @throws {ForbiddenError} Only own cards are permitted, and this is another's or absent: one error for both. */
export function assertMaySee(
  operation: Operation,
  viewer: Viewer,
  card: { readonly holderId: string } | null,
): void {
  const permission = permit(policy, operation, viewer);
  const isOwn = viewer.kind === 'citizen' && card?.holderId === viewer.id;
  if (permission === 'own' && !isOwn) throw new ForbiddenError();
}
