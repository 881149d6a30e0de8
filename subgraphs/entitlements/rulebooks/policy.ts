import { permit, STAFF_ONLY, type PolicyTable } from '../../../domain/policy.ts';
import type { Viewer } from '../../../domain/viewer.ts';

/** Who may ask what of rulebooks. Prices are public; who published them and what is being prepared is not. */
export const rulebookPolicy = {
  'Query.rulebooks': STAFF_ONLY,
  'Query.previewRulebook': STAFF_ONLY,
  'Mutation.publishRulebook': STAFF_ONLY,
  'Mutation.cancelRulebook': STAFF_ONLY,
} as const satisfies PolicyTable;

/** @throws {HubError} This kind of viewer may not do this. */
export function assertMay(operation: keyof typeof rulebookPolicy, viewer: Viewer): void {
  permit(rulebookPolicy, operation, viewer);
}
