import { HubError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { SYSTEM } from './guard.ts';

/** A longer wait than this is a mistake of the other side; it is asked again after it. */
const LONGEST_WAIT_SECONDS = 600;

/** The time for which the system asked not to be asked (429 with Retry-After). */
export type QuietTime = {
  /** @throws {UpstreamUnavailableError} It is not over yet. */
  assertOver(): void;
  /** Looks whether a failure asks for quiet. */
  note(error: unknown): void;
};

export function createQuietTime(clock: Clock): QuietTime {
  let untilMs = 0;
  const nowMs = (): number => clock.now().getTime();
  return {
    assertOver() {
      if (nowMs() >= untilMs) return;
      throw new UpstreamUnavailableError(SYSTEM, 'asked to be left alone for a while');
    },
    note(error) {
      untilMs = Math.max(untilMs, nowMs() + secondsOf(error) * 1_000);
    },
  };
}

/** Seconds as digits; a date, which the header may hold too, is taken for none. */
function secondsOf(error: unknown): number {
  const cause: unknown = error instanceof HubError ? error.cause : null;
  if (!(cause instanceof Object) || !('retryAfter' in cause)) return 0;
  const digits = /^\d{1,9}$/.exec(String(cause.retryAfter))?.[0] ?? '0';
  return Math.min(Number(digits), LONGEST_WAIT_SECONDS);
}
