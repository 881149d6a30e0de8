import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { PAUSES, pauseAfter } from './next-try.ts';

const UNAVAILABLE = 'UPSTREAM_UNAVAILABLE';

it('waits twice as long after each failure, up to five minutes', () => {
  const pauses = [0, 1, 2, 8, 9, 1_000].map((tries) => pauseAfter({ code: UNAVAILABLE, tries }, 0));
  expect(pauses).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
});

it('waits about an hour after a refusal, however many there were', () => {
  const refused = (tries: number) => pauseAfter({ code: 'UPSTREAM_REJECTED', tries }, 0);
  expect([refused(0), refused(50)]).toEqual([3_600_000, 3_600_000]);
});

it('leaves out at most half of a pause, so that there always is one', () => {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(5_000), share, (tries, random) => {
      const whole = pauseAfter({ code: UNAVAILABLE, tries }, 0);
      const pause = pauseAfter({ code: UNAVAILABLE, tries }, random);
      expect(pause).toBeGreaterThanOrEqual(whole / 2);
      expect(pause).toBeLessThanOrEqual(Math.min(whole, PAUSES.longestMs));
    }),
  );
});
