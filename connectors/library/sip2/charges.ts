import { UpstreamMalformedError } from '../../../domain/errors.ts';
import type { Charge } from '../port.ts';
import { SYSTEM } from './guard.ts';
import type { Institution } from './institution.ts';
import { parseCents } from './money.ts';
import type { WirePatronInformation } from './wire.ts';

/** A site's pattern may take very long over a very long text. */
const LONGEST_LINE = 500;

export type ChargeRules = Pick<Institution, 'chargePattern' | 'totalConcept'>;

/**
 * What a borrower owes: one charge for each display text where the site's pattern fits them all and
 * they add up to the total; else one charge for the total, since half a list would look whole.
 *
 * @throws {UpstreamMalformedError} Charges are announced, but no total says how much they are.
 */
export function toCharges(
  { owed, lists, counts }: Pick<WirePatronInformation, 'owed' | 'lists' | 'counts'>,
  rules: ChargeRules,
): readonly Charge[] {
  const totalCents = owed === null ? 0 : parseCents(owed);
  const charges = lists.fine.map((text, place) => toCharge(text, place, rules));
  const sumCents = charges.reduce((sum, charge) => sum + (charge?.amountCents ?? Number.NaN), 0);
  if (sumCents === totalCents) return charges.filter((charge) => charge !== null);
  // Servers leave the total out when it is zero; one that lists charges as well contradicts itself.
  if (owed === null && Math.max(counts.fine ?? 0, charges.length) > 0) {
    throw new UpstreamMalformedError(SYSTEM, 'charges without a total');
  }
  if (totalCents <= 0) return [];
  return [{ id: '1', concept: rules.totalConcept, amountCents: totalCents }];
}

/** Null where the text is not what the pattern describes. */
function toCharge(text: string, place: number, { chargePattern }: ChargeRules): Charge | null {
  const groups = text.length > LONGEST_LINE ? undefined : chargePattern.exec(text)?.groups;
  const amountCents = readAmount(groups?.['amount']);
  if (groups === undefined || amountCents === null) return null;
  return {
    id: groups['id'] ?? String(place + 1),
    concept: (groups['concept'] ?? '').trim(),
    amountCents,
  };
}

/** Null for what is no amount, and for a credit, which nobody can pay. */
function readAmount(text: string | undefined): number | null {
  try {
    const cents = parseCents(text ?? '');
    return cents > 0 ? cents : null;
  } catch (error) {
    if (error instanceof UpstreamMalformedError) return null;
    throw error;
  }
}
