import type { ParkingSession } from '../../connectors/parking/port.ts';

/** A stay that nobody ended is over when its paid time is. */
export function isRunning({ endedAt, paidUntil }: ParkingSession, now: Date): boolean {
  return endedAt === null && (paidUntil === null || paidUntil > now);
}
