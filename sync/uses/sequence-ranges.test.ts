import { expect, it } from '@jest/globals';
import { array, assert, integer, property, shuffledSubarray } from 'fast-check';
import { missingIn, NOTHING_SEEN, seenThrough, withSequences } from './sequence-ranges.ts';

it('knows what is missing before what has been seen', () => {
  const seen = withSequences(NOTHING_SEEN, [1, 2, 5, 6, 9]);
  expect([seen.through, missingIn(seen, 10), missingIn(seen, 1)]).toEqual([
    2,
    [
      [3, 4],
      [7, 8],
    ],
    [[3, 4]],
  ]);
});

it('closes a gap by what comes late', () => {
  const seen = withSequences(withSequences(NOTHING_SEEN, [4, 5, 1]), [3, 2, 2]);
  expect(seen).toEqual({ through: 5, islands: [] });
});

it('gives up what is missing before a sequence', () => {
  const seen = withSequences(NOTHING_SEEN, [1, 4, 5, 8]);
  expect(seenThrough(seen, 3)).toEqual({ through: 5, islands: [[8, 8]] });
  expect(seenThrough(seen, 6)).toEqual({ through: 6, islands: [[8, 8]] });
  expect(seenThrough(seen, 1)).toEqual(seen);
});

it('is the same in whatever order and portions sequences come', () => {
  const sequences = array(integer({ min: 1, max: 40 }), { maxLength: 40 });
  assert(
    property(
      sequences.chain((all) => shuffledSubarray(all, { minLength: all.length })),
      sequences,
      integer({ min: 0, max: 40 }),
      (some, others, cut) => {
        const whole = withSequences(NOTHING_SEEN, [...some, ...others]);
        const first = withSequences(NOTHING_SEEN, others.slice(cut));
        const inPortions = withSequences(withSequences(first, some), others.slice(0, cut));
        expect(inPortions).toEqual(whole);
      },
    ),
  );
});
