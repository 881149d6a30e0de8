import { InvalidInputError, UnauthenticatedError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Context } from './context.ts';
import type { Operation } from './policy.ts';
import type { FactAccessInput, FactAccessPurpose } from './schema.generated.ts';

/** The schema's words for what is written down. */
const PURPOSES: Readonly<Record<FactAccessPurpose, string>> = {
  CITIZEN_ASSISTANCE: 'citizenAssistance',
  APPEAL: 'appeal',
};

/** Why facts are looked at, and what allows it. */
export type FactAccess = { readonly purpose: string; readonly consent: string };

/** What a change of facts and passes is for. */
export const OF_RECORDING: FactAccess = { purpose: 'factRecording', consent: 'legalBasis' };

/**
 * Fixed for holders, named by staff.
 *
 * @throws {InvalidInputError} Staff named no purpose, or a holder one.
 */
export function factAccessOf(
  viewer: Viewer,
  named: FactAccessInput | null | undefined,
): FactAccess {
  if (viewer.kind === 'citizen') {
    if (named) throw new InvalidInputError('Your own facts need no purpose: leave `access` out.');
    return { purpose: 'ownInformation', consent: 'given' };
  }
  if (!named) {
    throw new InvalidInputError(
      'Facts about a holder are told to staff for a purpose only: name it in `access`.',
    );
  }
  return { purpose: PURPOSES[named.purpose], consent: 'legalBasis' };
}

/**
 * Writes down that somebody looks at facts, or changes them. Look only once it has resolved.
 *
 * @throws {UpstreamUnavailableError} It could not be written down.
 */
export async function noteAccess(
  operation: Operation,
  { cardId, access }: { readonly cardId: string; readonly access: FactAccess },
  { audit, clock, viewer, requestId }: Context,
): Promise<void> {
  if (viewer.kind === 'nobody') throw new UnauthenticatedError();
  const who = { viewerKind: viewer.kind, viewerId: viewer.id, requestId };
  await audit.record([{ at: clock.now(), ...who, operation, cardId, ...access }]);
}
