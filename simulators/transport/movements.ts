import { createRandom } from '../city/random.ts';
import type { TransportRecord } from '../city/transport-record.ts';

/** Something that changed a purse, in the back office's words. */
export type Movement = {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'VIAJE' | 'RECARGA' | 'AJUSTE';
  /** Negative for what was spent. */
  readonly amount: number;
  readonly unit: 'EUR_CENT' | 'VIAJES';
  /** Null but for trips. */
  readonly line: string | null;
};

const MINUTE_MS = 60_000;
const LINES = ['1', '4', '6', '10', '12', '15', 'E1', 'N1'] as const;

/** Cents of one ride. */
const FARE_CENTS = 108;

/** A card's rides and top-ups of the weeks before `madeAt`, latest first; the same for the same card and seed. */
export function movementsOf(record: TransportRecord, seed: string, madeAt: number): Movement[] {
  const random = createRandom(`${seed}:movements:${record.account}`);
  let at = madeAt;
  return Array.from({ length: record.movementCount }, (_, place) => {
    at -= (20 + random.below(30 * 60)) * MINUTE_MS;
    const id = `${record.account}-${record.movementCount - place}`;
    const { unit } = random.pick(record.purses);
    // The first of an example's page is always a ride.
    if (place === 0 || random.chance(82)) {
      const amount = unit === 'VIAJES' ? -1 : -FARE_CENTS;
      return { id, at, kind: 'VIAJE', amount, unit, line: random.pick(LINES) };
    }
    if (random.chance(80)) {
      const amount = unit === 'VIAJES' ? 10 : random.pick([500, 1_000, 2_000]);
      return { id, at, kind: 'RECARGA', amount, unit, line: null };
    }
    return { id, at, kind: 'AJUSTE', amount: unit === 'VIAJES' ? 1 : 8, unit, line: null };
  });
}
