/** `unclear`: the charges changed in another way, or cannot be told apart from a late payment. */
export type PaymentEvidence = 'paid' | 'notRecorded' | 'unclear';

/**
 * What the charges of a borrower say about a payment whose answer was lost. Totals are compared,
 * not the charge alone: a library may settle the money against another charge than the one named,
 * and charges without ids of their own move up when one before them goes.
 *
 * @param before What was owed, charge by charge in cents, just before the payment was sent.
 * @param now The same as read again.
 */
export function paymentEvidence(
  before: readonly number[],
  now: readonly number[],
  amountCents: number,
): PaymentEvidence {
  if (now.length <= before.length && total(before) - total(now) === amountCents) return 'paid';
  const isSame = sorted(before).join() === sorted(now).join();
  return isSame ? 'notRecorded' : 'unclear';
}

function total(cents: readonly number[]): number {
  return cents.reduce((sum, each) => sum + each, 0);
}

function sorted(cents: readonly number[]): readonly number[] {
  return cents.toSorted((one, other) => one - other);
}
