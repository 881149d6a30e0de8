/**
 * - `lose` drops a datagram before the controller has read it;
 * - `loseAnswer` drops the answer to one that was carried out;
 * - `duplicate` gives every answer twice;
 * - `late` gives the answer after `ms`;
 * - `refusePut` takes no card;
 * - `stranger` answers first as another controller, then as another function, then as it should.
 */
export const LINE_FAULT_KINDS = [
  'none',
  'lose',
  'loseAnswer',
  'duplicate',
  'late',
  'refusePut',
  'stranger',
] as const;

export type LineFault = {
  readonly kind: (typeof LINE_FAULT_KINDS)[number];
  /** For `late`. */
  readonly ms?: number;
  /** Acts on each so-many-th datagram; on all unless told. */
  readonly every?: number;
  /** Datagrams it still acts on; until changed unless told. */
  readonly times?: number;
};

/** Keeps the fault in force and counts. */
export function createLineFaults() {
  let fault: LineFault = { kind: 'none' };
  let seen = 0;
  let left = Number.POSITIVE_INFINITY;
  return {
    put(next: LineFault): void {
      fault = next;
      seen = 0;
      left = next.times ?? Number.POSITIVE_INFINITY;
    },
    /** What happens to the datagram that has just arrived. */
    take(): LineFault {
      seen += 1;
      if (fault.kind === 'none' || left === 0 || seen % (fault.every ?? 1) !== 0) {
        return { kind: 'none' };
      }
      left -= 1;
      return fault;
    },
  };
}
