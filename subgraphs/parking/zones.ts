import type { ParkingPort, ParkingZone } from '../../connectors/parking/port.ts';
import { isFailed, settle, type Outcome } from '../../domain/outcome.ts';
import type { Clock } from '../../platform/clock.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';
import type { Known } from '../../platform/subgraph/source.ts';
import { tooLate } from './fetch-in-time.ts';

/** Zones change with a decree, and anybody may ask: the system is asked once in this time. */
const INTERVAL_MS = 5 * 60 * 1000;
/** As long as the last known values of cards. */
const MAX_AGE_MS = 72 * 60 * 60 * 1000;

export type Zones = {
  /** @param signal Ends the waiting of this request; others that wait for the same answer go on. */
  know(signal: AbortSignal): Promise<Known<readonly ParkingZone[]>>;
};

export type ZonesOptions = {
  readonly parking: ParkingPort;
  readonly clock: Clock;
  readonly deadlineMs: number;
};

type Kept = { readonly asOf: Date; readonly value: readonly ParkingZone[] };

/** The city's zones, kept in memory for all requests: they are nobody's data. */
export function createZones({ parking, clock, deadlineMs }: ZonesOptions): Zones {
  let kept: Kept | null = null;
  let underWay: Promise<Outcome<Kept>> | null = null;

  const fetch = async (): Promise<Outcome<Kept>> => {
    const signal = AbortSignal.timeout(deadlineMs);
    const late = () => ({ error: tooLate() });
    const told = await inTime(settle(parking.fetchZones({ signal })), signal, late);
    if (isFailed(told)) return told;
    kept = { asOf: clock.now(), value: told.value };
    return { value: kept };
  };

  return {
    async know(signal) {
      const now = clock.now();
      if (kept !== null && ageOf(kept, now) < INTERVAL_MS) return { freshness: 'LIVE', ...kept };
      underWay ??= fetch().finally(() => {
        underWay = null;
      });
      const told = await inTime(underWay, signal, () => ({ error: tooLate() }));
      if (!isFailed(told)) return { freshness: 'LIVE', ...told.value };
      if (kept === null || ageOf(kept, now) > MAX_AGE_MS) {
        return { freshness: null, error: told.error };
      }
      const isLive = ageOf(kept, now) < 2 * INTERVAL_MS;
      return { freshness: isLive ? 'LIVE' : 'LAST_KNOWN', ...kept };
    },
  };
}

function ageOf({ asOf }: Kept, now: Date): number {
  return now.getTime() - asOf.getTime();
}
