import { expect, it } from '@jest/globals';
import { Double } from 'bson';
import { compileFilter } from './filter.ts';
import { shown } from './testing/shown.ts';
import { compileUpdate } from './update.ts';
import { type Doc, toDoc } from './value.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const f = (value: number): Double => new Double(value);

function update(before: object, operators: object, filter: object = {}): Doc {
  const doc = toDoc(before);
  const matchedIndex = compileFilter(toDoc(filter)).matchedIndex(doc);
  return compileUpdate(toDoc(operators)).apply(doc, { isInsert: false, now: NOW, matchedIndex });
}

const TABLE: readonly (readonly [before: object, operators: object, after: string])[] = [
  [{ a: 1 }, { $set: { a: 'x' } }, "{a: 'x'}"],
  [{ a: 1 }, { $set: { b: null } }, '{a: 1, b: null}'],
  [{}, { $set: { b: 1, a: 2 } }, '{a: 2, b: 1}'],
  [{}, { $set: { 'x.10': 1, 'x.9': 2 } }, '{x: {9: 2, 10: 1}}'],
  [{}, { $set: { 'a.b.c': 1 } }, '{a: {b: {c: 1}}}'],
  [{ a: { z: 1 } }, { $set: { 'a.b': { y: 1, x: 2 } } }, '{a: {z: 1, b: {y: 1, x: 2}}}'],
  [{ a: [1, 2] }, { $set: { 'a.1': 5 } }, '{a: [1, 5]}'],
  [{ a: [1] }, { $set: { 'a.3': 5 } }, '{a: [1, null, null, 5]}'],
  [{ a: [{}] }, { $set: { 'a.0.b': 5 } }, '{a: [{b: 5}]}'],
  [{ a: 1 }, { $set: { a: f(1) } }, '{a: 1.0}'],
  [{ b: 1, a: 1 }, { $set: { b: 2 } }, '{b: 2, a: 1}'],

  [{ a: 1, b: 2 }, { $unset: { a: '' } }, '{b: 2}'],
  [{ a: { b: 1, c: 2 } }, { $unset: { 'a.b': 1 } }, '{a: {c: 2}}'],
  [{ a: [1, 2, 3] }, { $unset: { 'a.1': 1 } }, '{a: [1, null, 3]}'],
  [{ a: 5 }, { $unset: { 'a.b': 1, 'x.y': 1 } }, '{a: 5}'],
  [{ a: [1] }, { $unset: { 'a.b': 1, 'a.4': 1 } }, '{a: [1]}'],

  [{ a: 1 }, { $inc: { a: 2 } }, '{a: 3}'],
  [{ a: 1 }, { $inc: { a: f(2) } }, '{a: 3.0}'],
  [{ a: 1.5 }, { $inc: { a: 1 } }, '{a: 2.5}'],
  [{}, { $inc: { 'a.b': -4 } }, '{a: {b: -4}}'],
  [{ a: f(2147483647) }, { $inc: { a: 1 } }, '{a: 2147483648.0}'],
  [{ a: 3 }, { $mul: { a: 4 } }, '{a: 12}'],
  [{ a: 3 }, { $mul: { a: 0.5 } }, '{a: 1.5}'],
  [{ a: 0 }, { $mul: { a: -1 } }, '{a: 0}'],
  [{}, { $mul: { a: 4, b: 0.5 } }, '{a: 0, b: 0.0}'],

  [{ a: 5 }, { $min: { a: 3 } }, '{a: 3}'],
  [{ a: 5 }, { $min: { a: 7 } }, '{a: 5}'],
  [{ a: 5 }, { $min: { a: null } }, '{a: null}'],
  [{ a: 5 }, { $max: { a: 'x' } }, "{a: 'x'}"],
  [{ a: 5 }, { $max: { a: f(5) } }, '{a: 5}'],
  [{ a: null }, { $min: { a: 3 } }, '{a: null}'],
  [{}, { $max: { a: 3 } }, '{a: 3}'],

  [{ a: 1, b: 2 }, { $rename: { a: 'c' } }, '{b: 2, c: 1}'],
  [{ a: 1, b: 2 }, { $rename: { a: 'b' } }, '{b: 1}'],
  [{ a: { x: 1 } }, { $rename: { 'a.x': 'b.y' } }, '{a: {}, b: {y: 1}}'],
  [{ b: 2 }, { $rename: { a: 'b' } }, '{b: 2}'],
  [{ a: [1] }, { $rename: { a: 'b' } }, '{b: [1]}'],

  [{ a: 1 }, { $setOnInsert: { b: 1, 'a.c': 1 } }, '{a: 1}'],
  [
    {},
    { $currentDate: { a: true, b: { $type: 'date' } } },
    '{a: 2026-03-01T10:00:00.000Z, b: 2026-03-01T10:00:00.000Z}',
  ],

  [{ a: [1] }, { $push: { a: 2 } }, '{a: [1, 2]}'],
  [{}, { $push: { 'a.b': 2 } }, '{a: {b: [2]}}'],
  [{ a: [1] }, { $push: { a: [2, 3] } }, '{a: [1, [2, 3]]}'],
  [{ a: [1] }, { $push: { a: { $each: [2, 3] } } }, '{a: [1, 2, 3]}'],
  [{}, { $push: { a: { $each: [] } } }, '{a: []}'],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 0 } } }, '{a: [9, 1, 2]}'],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, '{a: [1, 9, 2]}'],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: -5 } } }, '{a: [9, 1, 2]}'],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 7 } } }, '{a: [1, 2, 9]}'],
  [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: 2 } } }, '{a: [1, 2]}'],
  [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, '{a: [2, 3]}'],
  [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }, '{a: []}'],
  [{ a: [3, 1] }, { $push: { a: { $each: ['x', 2], $sort: 1 } } }, "{a: [1, 2, 3, 'x']}"],
  [
    { a: [{ s: 1 }, { s: 3 }] },
    { $push: { a: { $each: [{ s: 2 }], $sort: { s: -1 }, $slice: 2 } } },
    '{a: [{s: 3}, {s: 2}]}',
  ],
  [
    { a: [{ s: 1 }, 7, {}] },
    { $push: { a: { $each: [], $sort: { s: 1 } } } },
    '{a: [7, {}, {s: 1}]}',
  ],

  [{ a: [1] }, { $addToSet: { a: 1 } }, '{a: [1]}'],
  [{ a: [1] }, { $addToSet: { a: f(1) } }, '{a: [1]}'],
  [
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    '{a: [{x: 1, y: 2}, {y: 2, x: 1}]}',
  ],
  [{ a: [1] }, { $addToSet: { a: [1] } }, '{a: [1, [1]]}'],
  [{ a: [1] }, { $addToSet: { a: { $each: [2, 1, 2] } } }, '{a: [1, 2]}'],
  [{}, { $addToSet: { a: { $each: [2, 2] } } }, '{a: [2]}'],

  [{ a: [1, 2, 1] }, { $pull: { a: 1 } }, '{a: [2]}'],
  [{ a: [1, 5, 9] }, { $pull: { a: { $gt: 1, $lt: 9 } } }, '{a: [1, 9]}'],
  [{ a: [[5], 1] }, { $pull: { a: { $gt: 4 } } }, '{a: [1]}'],
  [{ a: [{ x: 1, y: 2 }, { x: 2 }] }, { $pull: { a: { y: 2, x: 1 } } }, '{a: [{x: 2}]}'],
  [{ a: [{ x: 1 }, { x: 2 }, 3] }, { $pull: { a: { x: { $in: [2] } } } }, '{a: [{x: 1}, 3]}'],
  [{ a: [{ x: 1 }, { x: 2 }] }, { $pull: { a: { $or: [{ x: 1 }] } } }, '{a: [{x: 2}]}'],
  [{ a: [[1], 1] }, { $pull: { a: [1] } }, '{a: [1]}'],
  [{}, { $pull: { a: 1, 'b.c': 1 } }, '{}'],
  [{ a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, '{a: [2]}'],
  [{ a: [{ x: 1, y: 2 }] }, { $pullAll: { a: [{ y: 2, x: 1 }] } }, '{a: [{x: 1, y: 2}]}'],
  [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, '{a: [1, 2]}'],
  [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, '{a: [2, 3]}'],
  [{ a: [] }, { $pop: { a: 1, b: 1 } }, '{a: []}'],

  [{ a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, '{a: [11, 12]}'],
  [{ a: [{ b: 1 }, {}] }, { $set: { 'a.$[].b': 7 } }, '{a: [{b: 7}, {b: 7}]}'],
  [{ a: [[1], [2]] }, { $inc: { 'a.$[].$[]': 1 } }, '{a: [[2], [3]]}'],
  [{ a: [1, 2] }, { $unset: { 'a.$[]': 1 } }, '{a: [null, null]}'],
  [{ a: [{ b: [1] }] }, { $push: { 'a.$[].b': 2 } }, '{a: [{b: [1, 2]}]}'],
  [{ a: 1 }, { $set: {} }, '{a: 1}'],
  [
    { a: 1, n: 1, t: [1] },
    { $set: { a: 2 }, $inc: { n: 1 }, $push: { t: 2 } },
    '{a: 2, n: 2, t: [1, 2]}',
  ],
];

it.each(TABLE)('%j by %j is %s', (before, operators, after) => {
  expect(shown(update(before, operators))).toBe(after);
});

it.each([
  [{ a: [1, 5, 9] }, { a: 5 }, { $set: { 'a.$': 'x' } }, "{a: [1, 'x', 9]}"],
  [
    { a: [{ b: 1 }, { b: 2 }] },
    { 'a.b': 2 },
    { $inc: { 'a.$.n': 1 } },
    '{a: [{b: 1}, {b: 2, n: 1}]}',
  ],
  [{ a: [{ b: 1 }] }, { a: { $elemMatch: { b: 1 } } }, { $unset: { 'a.$.b': 1 } }, '{a: [{}]}'],
  [{ a: [1, 2] }, { a: 2 }, { $set: { 'a.$': 5, 'a.0': 4 } }, '{a: [4, 5]}'],
])('%j found by %j: the positional operator of %j gives %s', (before, filter, operators, after) => {
  expect(shown(update(before, operators, filter))).toBe(after);
});

it.each([
  [{ $set: { 'a.$[e]': 0 } }, [{ e: { $gte: 5 } }], '{a: [1, 0, 0]}'],
  [{ $set: { 'a.$[x]': 0, 'a.$[y]': 9 } }, [{ x: 1 }, { y: 5 }], '{a: [0, 9, 9]}'],
  [{ $inc: { 'a.$[e]': 1 } }, [{ $or: [{ e: 1 }, { e: 9 }] }], '{a: [2, 5, 10]}'],
])('%j with array filters %j gives %s', (operators, filters, after) => {
  const compiled = compileUpdate(toDoc(operators), { arrayFilters: filters.map(toDoc) });
  const result = compiled.apply(toDoc({ a: [1, 5, 9] }), { isInsert: false, now: NOW });
  expect(shown(result)).toBe(after);
});

it('takes array filters on fields of the elements', () => {
  const options = { arrayFilters: [toDoc({ 'e.kind': 'x', 'e.n': { $gt: 1 } })] };
  const compiled = compileUpdate(toDoc({ $set: { 'a.$[e].seen': true } }), options);
  const before = toDoc({
    a: [
      { kind: 'x', n: 2 },
      { kind: 'x', n: 1 },
    ],
  });
  const after = compiled.apply(before, { isInsert: false, now: NOW });
  expect(shown(after)).toBe("{a: [{kind: 'x', n: 2, seen: true}, {kind: 'x', n: 1}]}");
});
