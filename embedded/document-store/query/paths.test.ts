import { expect, it } from '@jest/globals';
import { getPath } from './paths.ts';
import { shown } from './testing/shown.ts';
import { toDoc } from './value.ts';

it.each([
  [{ a: { b: [7, { c: 8 }] } }, 'a.b.1.c', '8'],
  [{ a: [{ b: 1 }] }, 'a.b', 'missing'],
  [{ a: [1] }, 'a.01', 'missing'],
  [{ a: 'text' }, 'a.0', 'missing'],
])('finds in %j one value at %s: %s', (doc, path, expected) => {
  expect(shown(getPath(toDoc(doc), path))).toBe(expected);
});
