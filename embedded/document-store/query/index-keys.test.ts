import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compileFilter } from './filter.ts';
import { indexKeys } from './index-keys.ts';
import { EMPTY_ARRAY, encodeKey, type KeyPart } from './key.ts';
import { docs, values } from './testing/arbitrary.ts';
import { shown } from './testing/shown.ts';
import { isArray, isDoc, toDoc } from './value.ts';

function toText(part: KeyPart): string {
  return part === EMPTY_ARRAY ? 'empty' : shown(part);
}

it.each([
  [{ a: 1 }, ['a'], ['1'], [false]],
  [{}, ['a'], ['missing'], [false]],
  [{ a: null }, ['a'], ['null'], [false]],
  [{ a: [1, 2] }, ['a'], ['1', '2'], [true]],
  [{ a: [] }, ['a'], ['empty'], [true]],
  [{ a: [[1, 2], 3] }, ['a'], ['[1, 2]', '3'], [true]],
  [{ a: { b: 1 } }, ['a.b'], ['1'], [false]],
  [{ a: 5 }, ['a.b'], ['missing'], [false]],
  [{ a: [] }, ['a.b'], ['missing'], [true]],
  [{ a: [{ b: 1 }, { b: [2, 3] }, 4] }, ['a.b'], ['1', '2', '3', 'missing'], [true]],
  [{ a: [1, 2], b: 3 }, ['b', 'a'], ['3/1', '3/2'], [false, true]],
  [{ a: [{ b: 1, c: 2 }, { b: 3 }] }, ['a.b', 'a.c'], ['1/2', '3/missing'], [true, true]],
  [{ a: [{ b: 1 }] }, ['a', 'a.b'], ['{b: 1}/1'], [true, true]],
  [{ a: [7, 8] }, ['a.0'], ['7'], [false]],
])('takes %j apart by %j', (doc, paths, tuples, multikey) => {
  const keys = indexKeys(toDoc(doc), paths);
  expect(keys.tuples.map((tuple) => tuple.map(toText).join('/'))).toEqual(tuples);
  expect(keys.multikey).toEqual(multikey);
});

it.each([
  [{ a: [1], b: [2] }, ['a', 'b']],
  [{ a: [{ b: [1], c: [2] }] }, ['a.b', 'a.c']],
])('refuses two arrays side by side in %j by %j', (doc, paths) => {
  expect(() => indexKeys(toDoc(doc), paths)).toThrow(
    expect.objectContaining({ code: 171, codeName: 'CannotIndexParallelArrays' }),
  );
});

it('says when no field of the index is there', () => {
  expect(indexKeys(toDoc({ c: 1 }), ['a', 'b.c']).allMissing).toBe(true);
  expect(indexKeys(toDoc({ b: { c: null } }), ['a', 'b.c']).allMissing).toBe(false);
});

it('has the key of every value that an equality on the path finds', () => {
  const paths = fc.constantFrom('a', 'a.b', 'a.ab', 'a.b.a');
  fc.assert(
    fc.property(docs, paths, values, (doc, path, value) => {
      fc.pre(!isArray(value) && !isDoc(value));
      const isFound = compileFilter(new Map([[path, value]])).matches(doc);
      const keys = indexKeys(doc, [path]).tuples.map(([part]) => encodeKey(part).toString('hex'));
      expect(isFound && !keys.includes(encodeKey(value).toString('hex'))).toBe(false);
    }),
    { numRuns: 5000 },
  );
});
