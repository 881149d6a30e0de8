import { expect, it } from '@jest/globals';
import { pauseMs } from './rounds.ts';

it('tries soon after a failure, then later and later, and never later than half the interval', () => {
  const pauses = Array.from({ length: 9 }, (_, failures) => pauseMs(failures, 30_000));
  expect(pauses).toEqual([30_000, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
});

it('does not wait longer than the interval where that is short', () => {
  expect(pauseMs(1, 100)).toBe(50);
});
