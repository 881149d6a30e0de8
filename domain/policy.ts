import { ForbiddenError, UnauthenticatedError } from './errors.ts';
import type { Viewer, ViewerKind } from './viewer.ts';

/**
 * What a kind of viewer may do with one operation: everything, only what is their own (the
 * subgraph decides what own means), or nothing.
 */
export type Permission = 'yes' | 'own' | 'no';

/** Permission of each kind of viewer for one operation. */
export type PolicyRow = Readonly<Record<ViewerKind, Permission>>;

const NOBODY_ELSE = { merchant: 'no', reader: 'no', nobody: 'no' } as const;

export const STAFF_ONLY: PolicyRow = { citizen: 'no', staff: 'yes', kiosk: 'no', ...NOBODY_ELSE };
export const HOLDER_ONLY: PolicyRow = { citizen: 'own', staff: 'no', kiosk: 'no', ...NOBODY_ELSE };
export const HOLDER_OR_STAFF: PolicyRow = { ...STAFF_ONLY, citizen: 'own' };
export const STAFF_OR_KIOSK: PolicyRow = { ...STAFF_ONLY, kiosk: 'yes' };
/** A kiosk stands where a citizen presents a card. */
export const HOLDER_STAFF_OR_KIOSK: PolicyRow = { ...HOLDER_OR_STAFF, kiosk: 'yes' };
/** What is public in the city, for nobody too. */
export const EVERYONE: PolicyRow = {
  citizen: 'yes',
  staff: 'yes',
  kiosk: 'yes',
  merchant: 'yes',
  reader: 'yes',
  nobody: 'yes',
};

/** Operation (`Query.card`, `Mutation.blockCard`, …) → permission of each kind. `docs/policy.md` is generated from these. */
export type PolicyTable = Readonly<Record<string, PolicyRow>>;

/**
 * The permission of this viewer for this operation.
 *
 * @returns `'yes'` or `'own'`; with `'own'` the caller still compares owner and viewer.
 * @throws {UnauthenticatedError} Nobody is signed in and the operation is not open to nobody.
 * @throws {ForbiddenError} The kind may not do this at all.
 */
export function permit(
  table: PolicyTable,
  operation: string,
  viewer: Viewer,
): Exclude<Permission, 'no'> {
  const permission = table[operation]?.[viewer.kind] ?? 'no';
  if (permission !== 'no') return permission;
  if (viewer.kind === 'nobody') throw new UnauthenticatedError();
  throw new ForbiddenError(`${viewer.kind} may not use ${operation}`);
}
