/** How long after a failed try comes the next one. */
export type Pauses = {
  /** After the first failure; twice as long after each further one. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** After a refusal: asking again soon would not help, but somebody may set the system right. */
  readonly refusedMs: number;
};

export const PAUSES: Pauses = { firstMs: 1_000, longestMs: 300_000, refusedMs: 3_600_000 };

export type Failure = {
  readonly code: string;
  /** Tries that failed before this one. */
  readonly tries: number;
};

/**
 * The pause after a failure, in milliseconds. A random half of it is left out, so that the errands of a
 * long outage do not all come back in one moment.
 *
 * @param random 0 up to 1.
 */
export function pauseAfter({ code, tries }: Failure, random: number, pauses = PAUSES): number {
  const whole =
    code === 'UPSTREAM_REJECTED'
      ? pauses.refusedMs
      : Math.min(pauses.firstMs * 2 ** tries, pauses.longestMs);
  return Math.round(whole * (1 - random / 2));
}
