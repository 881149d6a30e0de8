import { expect, it } from '@jest/globals';
import { UpstreamRejectedError } from '../../../domain/errors.ts';
import { createFeatures } from './features.ts';

it.each([
  ['23', 0],
  ['11', 1],
  ['99', 4],
  ['97', 5],
  ['63', 7],
  ['35', 8],
  ['37', 9],
  ['17', 10],
  ['29', 14],
  ['65', 15],
])('finds message %s at place %i', (id, place) => {
  const features = createFeatures(`${'Y'.repeat(place)}N${'Y'.repeat(15 - place)}`);
  expect(() => features.assertOffered(id)).toThrow(UpstreamRejectedError);
  expect(createFeatures(`${'N'.repeat(place)}Y`).offers(id)).toBe(true);
});

it.each([null, '', 'YYYY'])('takes for offered what %j does not deny', (supported) => {
  expect(createFeatures(supported).offers('65')).toBe(true);
});
