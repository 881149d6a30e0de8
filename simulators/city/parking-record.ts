import type { Random } from './random.ts';

/** What the parking rights system knows of a cardholder's vehicles. */
export type ParkingRecord = {
  /** Spanish plates, such as `0001BCD`; in the hub they are the card's. One to three. */
  readonly plates: readonly string[];
};

const LETTERS = 'BCDFGHJKLMNPRSTVWXYZ';

/** The first cardholder (index 0) has a vehicle with a resident permit and a right in a restricted area. */
export function createParkingRecord(index: number, random: Random): ParkingRecord {
  const count = index === 0 ? 1 : random.pick([1, 1, 1, 2]);
  return { plates: Array.from({ length: count }, (_, place) => plateOf(index * 3 + place)) };
}

/** A different plate for each number below 80 million. */
function plateOf(serial: number): string {
  const letter = (weight: number) => LETTERS[Math.floor(serial / weight) % 20] ?? 'B';
  const digits = String(serial % 10_000).padStart(4, '0');
  return `${digits}${letter(4_000_000)}${letter(200_000)}${letter(10_000)}`;
}
