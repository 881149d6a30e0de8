import { MAY_BE_UNDER_WAY_MS } from '../../platform/subgraph/legacy-write.ts';

/** When a change was sent, so that its repeat can tell what a silent system may still do. */
export type Sent = {
  readonly firstSentAtMs: number;
  readonly lastSentAtMs: number;
};

/** A wish to park is stale after this time: the car has been moved, or paid for elsewhere. */
const STALE_AFTER_MS = 5 * 60 * 1000;

/** What to note before sending now. @param earlier Of a lost attempt, or null for the first. */
export function sentNow(earlier: Sent | null, now: Date): Sent {
  const nowMs = now.getTime();
  return { firstSentAtMs: earlier?.firstSentAtMs ?? nowMs, lastSentAtMs: nowMs };
}

/** Whether a lost change may be sent again under the same id and version. */
export function mayResend({ firstSentAtMs }: Sent, now: Date): boolean {
  return now.getTime() - firstSentAtMs < STALE_AFTER_MS;
}

/** Whether a lost change may still have its effect, although nothing shows it yet. */
export function mayStillCome({ lastSentAtMs }: Sent, now: Date): boolean {
  return now.getTime() - lastSentAtMs < MAY_BE_UNDER_WAY_MS;
}
