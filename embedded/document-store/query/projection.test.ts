import { expect, it } from '@jest/globals';
import { compileProjection } from './projection.ts';
import { shown } from './testing/shown.ts';
import { toDoc } from './value.ts';

const DOC = { _id: 1, a: { x: 1, y: 2 }, b: [{ x: 1, y: 2 }, 5, [{ x: 3, y: 4 }]], c: 3 };

it.each([
  [{ c: 1 }, '{_id: 1, c: 3}'],
  [{ c: true, a: 1 }, '{_id: 1, a: {x: 1, y: 2}, c: 3}'],
  [{ c: 1, _id: 0 }, '{c: 3}'],
  [{ _id: 1 }, '{_id: 1}'],
  [{ 'a.x': 1 }, '{_id: 1, a: {x: 1}}'],
  [{ a: { y: 1 } }, '{_id: 1, a: {y: 2}}'],
  [{ 'b.x': 1 }, '{_id: 1, b: [{x: 1}, [{x: 3}]]}'],
  [{ 'c.x': 1 }, '{_id: 1}'],
  [{ none: 1 }, '{_id: 1}'],
  [{ 'a.none': 1 }, '{_id: 1, a: {}}'],
  [{ 'b.0': 1 }, '{_id: 1, b: [{}, [{}]]}'],
  [{ a: 0, b: 0 }, '{_id: 1, c: 3}'],
  [{ _id: 0 }, '{a: {x: 1, y: 2}, b: [{x: 1, y: 2}, 5, [{x: 3, y: 4}]], c: 3}'],
  [{ _id: 0, a: 0, b: false }, '{c: 3}'],
  [{ 'a.x': 0, b: 0 }, '{_id: 1, a: {y: 2}, c: 3}'],
  [{ 'b.x': 0, a: 0 }, '{_id: 1, b: [{y: 2}, 5, [{y: 4}]], c: 3}'],
  [{ _id: 1, a: 0, b: 0 }, '{_id: 1, c: 3}'],
])('by %j gives %s', (spec, expected) => {
  expect(shown(compileProjection(toDoc(spec)).project(toDoc(DOC)))).toBe(expected);
});

it('gives the document itself for an empty projection, and says so', () => {
  const doc = toDoc(DOC);
  const { isIdentity, project } = compileProjection(toDoc({}));
  expect([isIdentity, project(doc)]).toEqual([true, doc]);
});

it.each([
  [{ a: 1, b: 0 }, 31254],
  [{ a: 0, b: 1 }, 31253],
  [{ a: 1, 'a.x': 1 }, 31249],
  [{ 'a.x': 1, a: 1 }, 31250],
  [{ a: {} }, 51270],
  [{ a: { $slice: 1 } }, 2],
  [{ a: { $elemMatch: { x: 1 } } }, 2],
  [{ a: { $meta: 'textScore' } }, 2],
  [{ 'a.$': 1 }, 2],
  [{ a: '$c' }, 2],
  [{ a: null }, 2],
  [{ 'a..b': 1 }, 15998],
])('refuses %j with code %i', (spec, code) => {
  expect(() => compileProjection(toDoc(spec))).toThrow(expect.objectContaining({ code }));
});
