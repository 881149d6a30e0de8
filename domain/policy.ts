import { ForbiddenError, UnauthenticatedError } from './errors.ts';
import type { Viewer, ViewerKind } from './viewer.ts';

/**
 * What a kind of viewer may do with one operation: everything, only what is their own (the
 * subgraph decides what own means), or nothing.
 */
export type Permission = 'yes' | 'own' | 'no';

/** Operation (`Query.card`, `Mutation.blockCard`, …) → permission of each kind. `docs/policy.md` is generated from these. */
export type PolicyTable = Readonly<Record<string, Readonly<Record<ViewerKind, Permission>>>>;

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
