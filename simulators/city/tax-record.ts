import type { Random } from './random.ts';

/** What the tax office knows of a contributor. */
export type TaxRecord = {
  /** `C` and nine digits. */
  readonly contributor: string;
};

/** The first cardholder (index 0) has two bills to pay and a reduction. */
export function createTaxRecord(index: number, _random: Random): TaxRecord {
  return { contributor: `C${String(index + 1).padStart(9, '0')}` };
}
