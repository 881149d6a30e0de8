import { createHash } from 'node:crypto';
import type { TaxAccess } from '../../connectors/tax/port.ts';
import { ForbiddenError, InvalidInputError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { TaxAccessInput, TaxConsent, TaxPurpose } from './schema.generated.ts';

/** The schema's words for what the port says. */
export const PURPOSES = {
  OWN_INFORMATION: 'ownInformation',
  CITIZEN_ASSISTANCE: 'citizenAssistance',
  COLLECTION: 'collection',
  APPEAL: 'appeal',
} as const satisfies Readonly<Record<TaxPurpose, TaxAccess['purpose']>>;

export const CONSENTS = {
  GIVEN: 'given',
  LEGAL_BASIS: 'legalBasis',
} as const satisfies Readonly<Record<TaxConsent, TaxAccess['consent']>>;

/** Longest `requestedBy` that the port takes; ids of viewers may be longer. */
const LONGEST_REQUESTER = 64;

const OF_HOLDER = { purpose: 'OWN_INFORMATION', consent: 'GIVEN' } as const;
/** Whoever shows the card to a machine agrees to what it says it does. */
const OF_KIOSK = { purpose: 'COLLECTION', consent: 'GIVEN' } as const;

/**
 * Why this viewer asks: fixed for holders and kiosks, named by staff.
 *
 * @param named What the query says; a fixed purpose may be left out.
 * @throws {InvalidInputError} Staff named none or the holder's, or somebody named another than their own.
 */
export function accessOf(viewer: Viewer, named: TaxAccessInput | null | undefined): TaxAccess {
  if (viewer.kind === 'citizen') return toAccess(fixedAccess(OF_HOLDER, named), viewer.id);
  if (viewer.kind === 'kiosk') return toAccess(fixedAccess(OF_KIOSK, named), viewer.id);
  if (viewer.kind === 'staff') return toAccess(namedAccess(named), viewer.id);
  throw new ForbiddenError(`${viewer.kind} has no purpose for tax data`);
}

/** Equal for equal accesses of one viewer, who asks under one name. */
export function accessKey({ purpose, consent }: TaxAccess): string {
  return `${purpose} ${consent}`;
}

function fixedAccess(
  fixed: TaxAccessInput,
  named: TaxAccessInput | null | undefined,
): TaxAccessInput {
  const isOther = named && (named.purpose !== fixed.purpose || named.consent !== fixed.consent);
  if (isOther) {
    throw new InvalidInputError(
      `Your purpose is always ${fixed.purpose} with consent ${fixed.consent}: leave \`access\` out.`,
    );
  }
  return fixed;
}

function namedAccess(named: TaxAccessInput | null | undefined): TaxAccessInput {
  if (!named) {
    throw new InvalidInputError(
      'Tax data are told to staff for a purpose only: name it, and what allows it, in `access`.',
    );
  }
  if (named.purpose === 'OWN_INFORMATION') {
    throw new InvalidInputError(
      'OWN_INFORMATION is the purpose of holders: name the one for which staff asks in `access`.',
    );
  }
  return named;
}

function toAccess({ purpose, consent }: TaxAccessInput, id: string): TaxAccess {
  const requestedBy =
    id.length > LONGEST_REQUESTER ? createHash('sha256').update(id).digest('hex') : id;
  return { purpose: PURPOSES[purpose], consent: CONSENTS[consent], requestedBy };
}
