import { expect, it } from '@jest/globals';
import { mayBorrow } from './patron-status.ts';

const withProblemAt = (place: number) => `${' '.repeat(place)}Y${' '.repeat(13 - place)}`;
const PLACES = Array.from({ length: 14 }, (_, place) => place);

it.each(PLACES.filter((place) => place !== 3))('denies borrowing for a problem at %i', (place) => {
  expect(mayBorrow(withProblemAt(place))).toBe(false);
});

it.each([withProblemAt(3), ' '.repeat(14), 'NNNNNNNNNNNNNN', 'yyyyyyyyyyyyyy'])(
  'allows borrowing for %j',
  (status) => {
    expect(mayBorrow(status)).toBe(true);
  },
);
