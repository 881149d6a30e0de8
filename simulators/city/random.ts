import { createHash } from 'node:crypto';

/** Repeatable randomness for one cardholder: the same seed gives the same life. */
export type Random = {
  /** Whole number from 0 to `below` - 1. */
  below(below: number): number;
  /** True in `percent` of cases. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  digits(count: number): string;
  /** Lower-case hex of `bytes` bytes. */
  hex(bytes: number): string;
};

export function createRandom(seed: string): Random {
  const start = createHash('sha256').update(seed).digest();
  let state = start.readUInt32LE(0);
  const next = (): number => {
    // mulberry32: small, fast and the same on every machine.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pick: (from) => {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    digits: (count) => Array.from({ length: count }, () => String(below(10))).join(''),
    hex: (bytes) =>
      Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join(''),
  };
}
