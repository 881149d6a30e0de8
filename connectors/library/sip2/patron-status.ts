/** Reserving is no borrowing: everything else that is denied keeps a borrower from taking items home. */
const HOLD_DENIED = 3;

/**
 * Whether a borrower may take items home, from the fourteen positions of the patron status.
 * Source: SIP2 2.00, "patron status"; only `Y` is a problem, since servers fill in blanks, `N` and worse.
 */
export function mayBorrow(patronStatus: string): boolean {
  return patronStatus.split('').every((flag, place) => flag !== 'Y' || place === HOLD_DENIED);
}
