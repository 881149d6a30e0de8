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
  // sfc32 on 128 bits of the seed's hash: small, fast, the same on every machine, and no two of a
  // million cardholders begin alike.
  const start = createHash('sha256').update(seed).digest();
  let a = start.readInt32LE(0);
  let b = start.readInt32LE(4);
  let c = start.readInt32LE(8);
  let d = start.readInt32LE(12);
  const next = (): number => {
    const mixed = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + mixed;
    return (mixed >>> 0) / 4_294_967_296;
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
