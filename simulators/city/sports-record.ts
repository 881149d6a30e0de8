import type { Random } from './random.ts';

/** What the sports body knows of a member. */
export type SportsRecord = {
  /** Eight digits. */
  readonly member: string;
};

/** The first cardholder (index 0) has a pass in force and a booking at the counter. */
export function createSportsRecord(index: number, _random: Random): SportsRecord {
  return { member: String(index + 1).padStart(8, '0') };
}
