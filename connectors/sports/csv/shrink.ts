/** Share of rows that may be missing before a whole file is taken for half of one. */
const MOST_LOST = 0.2;

/**
 * Whether a file has lost so many rows against the one before it that it must not be applied: each is
 * a whole snapshot, and an upload that was cut short would delete what it does not hold.
 */
export function isSuspiciousShrink(previousRows: number, rows: number): boolean {
  return rows < previousRows * (1 - MOST_LOST);
}
