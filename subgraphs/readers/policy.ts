import { HOLDER_OR_STAFF, permit, STAFF_ONLY, type PolicyTable } from '../../domain/policy.ts';
import type { Viewer } from '../../domain/viewer.ts';

/**
 * Who may ask what of readers and uses. For `Card.uses` the cards subgraph has told a citizen's own card
 * already, since no other way leads to a card's entity. A reader asks at its own door, never here.
 */
export const policy = {
  'Card.uses': HOLDER_OR_STAFF,
  'Query.readers': STAFF_ONLY,
  'Query.readerGroups': STAFF_ONLY,
  'Query.readerGroup': STAFF_ONLY,
  'Query.useCounts': STAFF_ONLY,
  'Query.useByClass': STAFF_ONLY,
  'Query.syncState': STAFF_ONLY,
  'Mutation.registerReader': STAFF_ONLY,
  'Mutation.retireReader': STAFF_ONLY,
  'Mutation.replayReader': STAFF_ONLY,
  'Mutation.rotateGroupKeys': STAFF_ONLY,
} as const satisfies PolicyTable;

export type Operation = keyof typeof policy;

/** @throws {HubError} This kind of viewer may not do this; told before anything is looked for. */
export function assertMay(operation: Operation, viewer: Viewer): void {
  permit(policy, operation, viewer);
}
