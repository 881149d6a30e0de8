/** A thousandth of a cent: what binary fractions add to a price, and no price has. */
const ROUNDING = 1e-3;
/** Ten million euros. */
const MOST_CENTS = 1_000_000_000;

/** @returns Whole cents; null for less than nothing, parts of a cent, or more than ten million euros. */
export function toCents(euros: number): number | null {
  const cents = Math.round(euros * 100);
  const isWhole = Math.abs(euros * 100 - cents) < ROUNDING;
  return isWhole && cents >= 0 && cents <= MOST_CENTS ? cents : null;
}
