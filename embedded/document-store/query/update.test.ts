import { expect, it } from '@jest/globals';
import { Double } from 'bson';
import * as fc from 'fast-check';
import { compileFilter } from './filter.ts';
import { docs, values } from './testing/arbitrary.ts';
import { shown } from './testing/shown.ts';
import { compileUpdate, seedFromFilter } from './update.ts';
import { decodeDoc, encodeDoc, toDoc } from './value.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const CONTEXT = { isInsert: false, now: NOW };

function change(before: object, operators: object): string {
  return shown(compileUpdate(toDoc(operators)).apply(toDoc(before), CONTEXT));
}

it.each([
  [{ a: 'x' }, { $inc: { a: 1 } }, 14],
  [{ a: null }, { $inc: { a: 1 } }, 14],
  [{ a: [1] }, { $mul: { a: 2 } }, 14],
  [{ a: 1 }, { $inc: { a: 'x' } }, 14],
  [{ a: 2147483647 }, { $inc: { a: 1 } }, 2],
  [{ a: 65536 }, { $mul: { a: 65536 } }, 2],
  [{ a: Infinity }, { $inc: { a: -Infinity } }, 2],
  [{ a: 1 }, { $set: { 'a.b': 1 } }, 28],
  [{ a: null }, { $set: { 'a.b': 1 } }, 28],
  [{ a: [1] }, { $set: { 'a.b': 1 } }, 28],
  [{ a: 1 }, { $pull: { 'a.b': 1 } }, 28],
  [{ a: 1 }, { $pop: { 'a.b': 1 } }, 28],
  [{ a: [1] }, { $set: { 'a.2000000': 1 } }, 34],
  [{ a: 1 }, { $push: { a: 1 } }, 2],
  [{ a: 'x' }, { $addToSet: { a: 1 } }, 2],
  [{ a: 'x' }, { $pull: { a: 1 } }, 2],
  [{ a: 'x' }, { $pullAll: { a: [1] } }, 2],
  [{ a: 'x' }, { $pop: { a: 1 } }, 14],
  [{ a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
  [{}, { $set: { 'a.$[]': 1 } }, 2],
  [{ a: [1] }, { $set: { 'a.$': 1 } }, 2],
  [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, 2],
  [{ a: [{ b: 1 }], c: 1 }, { $rename: { c: 'a.0.d' } }, 2],
  [{ a: 5 }, { $rename: { 'a.b': 'c' } }, 28],
  [{ _id: 1 }, { $set: { _id: 2 } }, 66],
  [{ _id: 1 }, { $unset: { _id: 1 } }, 66],
  [{ _id: 1 }, { $inc: { _id: 1 } }, 66],
  [{ _id: { a: 1 } }, { $set: { '_id.a': 2 } }, 66],
  [{ _id: 1 }, { _id: 2, a: 1 }, 66],
])('fails on %j by %j with code %i', (before, operators, code) => {
  expect(() => change(before, operators)).toThrow(expect.objectContaining({ code }));
});

it.each([
  [{ $set: { a: 1 }, $inc: { a: 1 } }, 40],
  [{ $set: { a: 1, 'a.b': 1 } }, 40],
  [{ $set: { 'a.b.c': 1 }, $unset: { 'a.b': 1 } }, 40],
  [{ $rename: { a: 'b' }, $set: { b: 1 } }, 40],
  [{ $rename: { a: 'b' }, $set: { a: 1 } }, 40],
  [{ $set: { 'a.$[]': 1, 'a.0': 1 } }, 40],
  [{ $foo: { a: 1 } }, 9],
  [{ $bit: { a: { or: 1 } } }, 9],
  [{ $set: 5 }, 9],
  [{ $set: { a: 1 }, b: 2 }, 9],
  [{ $set: { 'a..b': 1 } }, 56],
  [{ $set: { '': 1 } }, 56],
  [{ $set: { $a: 1 } }, 52],
  [{ $set: { 'a.$b': 1 } }, 52],
  [{ a: 1, $b: 1 }, 52],
  [{ $set: { $: 1 } }, 2],
  [{ $set: { 'a.$.b.$': 1 } }, 2],
  [{ $set: { 'a.$[e]': 1 } }, 2],
  [{ $set: { 'a.$[E-1]': 1 } }, 2],
  [{ $push: { a: { $each: 1 } } }, 2],
  [{ $push: { a: { $each: [], $foo: 1 } } }, 2],
  [{ $push: { a: { $each: [], $slice: 1.5 } } }, 2],
  [{ $push: { a: { $each: [], $sort: 2 } } }, 2],
  [{ $push: { a: { $each: [], $sort: {} } } }, 2],
  [{ $addToSet: { a: { $each: 1 } } }, 14],
  [{ $pullAll: { a: 1 } }, 2],
  [{ $pop: { a: 2 } }, 9],
  [{ $pop: { a: 'x' } }, 9],
  [{ $currentDate: { a: { $type: 'timestamp' } } }, 2],
  [{ $currentDate: { a: 1 } }, 2],
  [{ $rename: { a: 5 } }, 2],
  [{ $rename: { a: 'a' } }, 2],
  [{ $rename: { a: 'a.b' } }, 2],
  [{ $rename: { 'a.$': 'b' } }, 2],
  [{ $set: { a: NaN } }, 2],
  [{ $pull: { a: { $regex: 'x' } } }, 2],
])('refuses %j with code %i', (operators, code) => {
  expect(() => compileUpdate(toDoc(operators))).toThrow(expect.objectContaining({ code }));
});

it.each([
  [[{ e: 1 }, { unused: 1 }], 9],
  [[{ e: 1 }, { e: 2 }], 9],
  [[{ e: 1, f: 1 }], 9],
  [[{}], 9],
  [[{ E: 1 }], 2],
])('refuses array filters %j with code %i', (filters, code) => {
  const options = { arrayFilters: filters.map(toDoc) };
  expect(() => compileUpdate(toDoc({ $set: { 'a.$[e]': 1 } }), options)).toThrow(
    expect.objectContaining({ code }),
  );
});

it('refuses two array filters that let through the same element for the same field', () => {
  const options = { arrayFilters: [toDoc({ x: 1 }), toDoc({ y: { $lt: 5 } })] };
  const compiled = compileUpdate(toDoc({ $set: { 'a.$[x]': 0, 'a.$[y]': 9 } }), options);
  expect(() => compiled.apply(toDoc({ a: [1] }), CONTEXT)).toThrow(
    expect.objectContaining({ code: 40 }),
  );
});

it.each([
  [{ a: 1 }, { $set: { a: 1 } }],
  [{ a: { b: [1] } }, { $set: { 'a.b.0': 1 } }],
  [{ a: 1 }, { $inc: { a: 0 } }],
  [{ a: 1 }, { $unset: { b: 1 } }],
  [{ a: [1] }, { $addToSet: { a: 1 } }],
  [{ a: [1] }, { $pull: { a: 2 } }],
  [{ a: 5 }, { $max: { a: 5 } }],
  [{ _id: 1, a: 1 }, { a: 1 }],
  [{ _id: 1, a: 1 }, { $set: { _id: 1 } }],
])('gives the same document back when %j is not changed by %j', (before, operators) => {
  const doc = toDoc(before);
  expect(compileUpdate(toDoc(operators)).apply(doc, CONTEXT)).toBe(doc);
});

it('leaves the document that it was given as it was', () => {
  const doc = toDoc({ a: { b: [1, { c: 2 }] } });
  const before = shown(doc);
  compileUpdate(toDoc({ $set: { 'a.b.1.c': 3 }, $push: { 'a.d': 1 } })).apply(doc, CONTEXT);
  expect(shown(doc)).toBe(before);
});

it('replaces a document, keeping its _id', () => {
  expect(change({ _id: 7, a: 1, b: 2 }, { c: 3 })).toBe('{_id: 7, c: 3}');
  expect(change({ _id: 7, a: 1 }, { c: 3, _id: 7 })).toBe('{_id: 7, c: 3}');
});

it('sets on insert only on insert, and puts _id first', () => {
  const compiled = compileUpdate(
    toDoc({ $set: { b: 1 }, $setOnInsert: { _id: 5, c: new Double(1) } }),
  );
  const seed = toDoc({ a: 1 });
  expect(shown(compiled.apply(seed, { isInsert: true, now: NOW }))).toBe(
    '{_id: 5, a: 1, b: 1, c: 1.0}',
  );
  expect(shown(compiled.apply(seed, CONTEXT))).toBe('{a: 1, b: 1}');
});

it.each([
  [{ b: 1, a: { $eq: 2 }, _id: 3 }, '{_id: 3, a: 2, b: 1}'],
  [{ 'a.b': 1, 'a.c': 2 }, '{a: {b: 1, c: 2}}'],
  [{ a: { $gt: 1 }, b: { $ne: 2 }, c: { $in: [1, 2] } }, '{}'],
  [{ $and: [{ a: 1 }, { $and: [{ b: 2 }] }] }, '{a: 1, b: 2}'],
  [{ $or: [{ a: 1 }] }, '{a: 1}'],
  [{ $or: [{ a: 1 }, { b: 1 }] }, '{}'],
  [{ a: { $all: [1] } }, '{a: 1}'],
  [{ a: null, b: [1, 2] }, '{a: null, b: [1, 2]}'],
  [{ a: { $elemMatch: { b: 1 } } }, '{}'],
])('starts an upsert by %j from %s', (filter, seed) => {
  expect(shown(seedFromFilter(toDoc(filter)))).toBe(seed);
});

it.each([
  [{ a: 1, $and: [{ a: 1 }] }, 54],
  [{ a: { b: 1 }, 'a.c': 2 }, 54],
  [{ '_id.x': 1 }, 111],
  [{ a: { $in: [1] } }, 2],
])('cannot start an upsert by %j', (filter, code) => {
  expect(() => seedFromFilter(toDoc(filter))).toThrow(expect.objectContaining({ code }));
});

it('starts a replacing upsert from _id alone', () => {
  expect(shown(seedFromFilter(toDoc({ _id: 1, a: 2 }), 'replacement'))).toBe('{_id: 1}');
});

it('finds what it set, and nothing more to change', () => {
  fc.assert(
    fc.property(docs, values, (doc, value) => {
      fc.pre(!(doc.get('_id') !== undefined) && value !== null);
      const compiled = compileUpdate(new Map([['$set', new Map([['new', value]])]]));
      const after = compiled.apply(doc, CONTEXT);
      const filter = compileFilter(new Map([['new', new Map([['$eq', value]])]]));
      expect(filter.matches(decodeDoc(encodeDoc(after)))).toBe(true);
      expect(compiled.apply(after, CONTEXT)).toBe(after);
    }),
  );
});

it('adds up whatever order int32 increments come in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), (steps) => {
      let doc = toDoc({ n: 0 });
      for (const step of steps)
        doc = compileUpdate(toDoc({ $inc: { n: step } })).apply(doc, CONTEXT);
      expect(shown(doc)).toBe(`{n: ${steps.reduce((sum, step) => sum + step, 0)}}`);
    }),
  );
});
