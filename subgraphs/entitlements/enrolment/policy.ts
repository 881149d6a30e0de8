import { ForbiddenError } from '../../../domain/errors.ts';
import {
  EVERYONE,
  HOLDER_STAFF_OR_KIOSK,
  permit,
  STAFF_ONLY,
  type PolicyTable,
} from '../../../domain/policy.ts';
import type { Viewer } from '../../../domain/viewer.ts';

/** Who may ask what of courses. The offer is public; who takes part in what is the holder's, as with bookings. */
export const enrolmentPolicy = {
  'Query.courses': EVERYONE,
  'Card.enrolments': HOLDER_STAFF_OR_KIOSK,
  'Mutation.openCourse': STAFF_ONLY,
  'Mutation.closeCourse': STAFF_ONLY,
  'Mutation.enrol': HOLDER_STAFF_OR_KIOSK,
  'Mutation.withdrawEnrolment': HOLDER_STAFF_OR_KIOSK,
} as const satisfies PolicyTable;

type Operation = keyof typeof enrolmentPolicy;

/** @throws {HubError} This kind of viewer may not do this with any card; told before a card is looked for. */
export function assertMay(operation: Operation, viewer: Viewer): void {
  permit(enrolmentPolicy, operation, viewer);
}

/** @throws {ForbiddenError} Only own cards are permitted, and this is another's or absent: one error for both. */
export function assertMayFor(
  operation: Operation,
  viewer: Viewer,
  card: { readonly holderId: string } | null,
): void {
  const permission = permit(enrolmentPolicy, operation, viewer);
  const isOwn = viewer.kind === 'citizen' && card?.holderId === viewer.id;
  if (permission === 'own' && !isOwn) throw new ForbiddenError();
}
