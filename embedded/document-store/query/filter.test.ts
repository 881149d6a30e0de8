import { expect, it } from '@jest/globals';
import { BSONRegExp, Int32, Long, serialize } from 'bson';
import * as fc from 'fast-check';
import { compileFilter } from './filter.ts';
import { compareValues, isSameBracket } from './key.ts';
import { values } from './testing/arbitrary.ts';
import { assertSupported, decodeWire, type Doc, isArray, toDoc } from './value.ts';

const YES = true;
const NO = false;

/** Paths through documents and arrays, as the manual's pages on arrays and on null describe. */
const PATHS: readonly (readonly [doc: object, filter: object, isMatch: boolean])[] = [
  [{ a: { b: 1 } }, { 'a.b': 1 }, YES],
  [{ a: { b: [1, 2] } }, { 'a.b': 2 }, YES],
  [{ a: [{ b: 1 }, { b: 2 }] }, { 'a.b': 2 }, YES],
  [{ a: [{ b: [1] }, { b: [2, 3] }] }, { 'a.b': 3 }, YES],
  [{ a: [[{ b: 1 }]] }, { 'a.b': 1 }, NO],
  [{ a: [[{ b: 1 }]] }, { 'a.0.b': 1 }, YES],
  [{ a: [[{ b: 1 }]] }, { 'a.0.0.b': 1 }, YES],
  [{ a: [5, 6] }, { 'a.1': 6 }, YES],
  [{ a: [5, 6] }, { 'a.01': 6 }, NO],
  [{ a: [5, 6] }, { 'a.2': { $exists: true } }, NO],
  [{ a: [[1, 2]] }, { 'a.0': [1, 2] }, YES],
  [{ a: [[1, 2]] }, { 'a.0': 1 }, NO],
  [{ a: [[1, 2]] }, { 'a.0.1': 2 }, YES],
  [{ a: { 0: 'x' } }, { 'a.0': 'x' }, YES],
  [{ a: [{ 1: 'x' }] }, { 'a.1': 'x' }, YES],
  // Null and missing.
  [{ a: 5 }, { 'a.b': null }, YES],
  [{}, { 'a.b': null }, YES],
  [{ a: { b: null } }, { 'a.b': null }, YES],
  [{ a: [] }, { 'a.b': null }, NO],
  [{ a: [1, 2] }, { 'a.b': null }, NO],
  [{ a: [{ b: 1 }, { c: 2 }] }, { 'a.b': null }, YES],
  [{ a: [{ b: 1 }, 7] }, { 'a.b': null }, NO],
  [{ a: [1, null] }, { a: null }, YES],
  [{ a: [] }, { a: null }, NO],
  [{ a: [] }, { 'a.b': { $exists: false } }, YES],
  [{ a: [{ b: 1 }, { c: 2 }] }, { 'a.b': { $exists: false } }, NO],
  [{ a: [{ b: 1 }] }, { 'a.0': null }, YES],
  [{ a: null }, { a: { $exists: true } }, YES],
  // A negation is true when no element passes.
  [{ a: [1, 2] }, { a: { $ne: 2 } }, NO],
  [{ a: [{ b: 1 }, { b: 2 }] }, { 'a.b': { $ne: 3 } }, YES],
  [{ a: [{ b: 1 }] }, { 'a.b': { $nin: [1] } }, NO],
  // Two conditions on one path may be met by two elements; $elemMatch asks for one.
  [{ a: [1, 9] }, { a: { $gt: 3, $lt: 6 } }, YES],
  [{ a: [1, 9] }, { a: { $elemMatch: { $gt: 3, $lt: 6 } } }, NO],
  [
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 2 },
      ],
    },
    { 'a.b': 1, 'a.c': 2 },
    YES,
  ],
  [
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 2 },
      ],
    },
    { a: { $elemMatch: { b: 1, c: 2 } } },
    NO,
  ],
  [{ a: [{ b: 1, c: 1 }] }, { a: { $elemMatch: { b: 1, c: { $gt: 0 } } } }, YES],
  [{ a: { b: [{ c: 1 }] } }, { 'a.b': { $elemMatch: { c: 1 } } }, YES],
  [{ a: [{ b: [1, 2] }] }, { 'a.b': { $size: 2 } }, YES],
  [{ a: [[1, 2], [3]] }, { a: { $size: 2 } }, YES],
  [{ a: [{ b: [1] }, { b: [2] }] }, { 'a.b': { $all: [1, 2] } }, YES],
  [{ a: [{ b: 1 }, { b: 2 }] }, { a: { $elemMatch: { $or: [{ b: 2 }, { b: 3 }] } } }, YES],
  // Whole documents: field by field, in order.
  [{ a: { x: 1, y: 2 } }, { a: { x: 1, y: 2 } }, YES],
  [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, NO],
  [{ a: { x: 1, y: 2 } }, { a: { x: 1 } }, NO],
  [{ a: [{ x: 1 }] }, { a: { x: 1 } }, YES],
  [{ a: { x: 1.5 } }, { a: { x: { $gt: 1 } } }, NO],
  [{ a: {} }, { a: {} }, YES],
  [{ a: [[1]] }, { a: { $in: [[1]] } }, YES],
  [{ a: { $ref: 'c', $id: 1 } }, { a: { $ref: 'c', $id: 1 } }, YES],
];

it.each(PATHS)('%j with %j: %s', (doc, filter, isMatch) => {
  expect(compileFilter(toDoc(filter)).matches(toDoc(doc))).toBe(isMatch);
});

it.each([
  [{ a: { $regex: 'x' } }, '$regex is not supported'],
  [{ a: { $mod: [2, 0] } }, '$mod is not supported'],
  [{ a: { $bitsAllSet: 1 } }, '$bitsAllSet is not supported'],
  [{ a: { $geoWithin: {} } }, '$geoWithin is not supported'],
  [{ $where: 'true' }, '$where is not supported'],
  [{ $expr: { $eq: ['$a', 1] } }, '$expr is not supported'],
  [{ $text: { $search: 'x' } }, '$text is not supported'],
  [{ $jsonSchema: {} }, '$jsonSchema is not supported'],
  [{ $foo: 1 }, 'unknown top level operator: $foo'],
  [{ a: { $foo: 1 } }, 'unknown operator: $foo'],
  [{ a: { $gt: 1, b: 2 } }, 'unknown operator: b'],
  [{ a: { $comment: 'why', $gt: 1 } }, 'unknown operator: $comment'],
  [{ a: { $in: 5 } }, '$in needs an array'],
  [{ a: { $in: [{ $gt: 1 }] } }, 'cannot nest $ under $in'],
  [{ a: { $all: 5 } }, '$all needs an array'],
  [{ a: { $all: [{ $gt: 1 }] } }, 'no $ expressions in $all'],
  [{ a: { $size: -1 } }, 'Failed to parse $size'],
  [{ a: { $size: 1.5 } }, 'Failed to parse $size'],
  [{ a: { $elemMatch: 5 } }, '$elemMatch needs an Object'],
  [{ a: { $not: 5 } }, '$not needs a regex or a document'],
  [{ a: { $not: {} } }, '$not cannot be empty'],
  [{ a: { $type: 'text' } }, 'Unknown type name alias: text'],
  [{ a: { $type: 99 } }, 'Invalid type code for $type: 99'],
  [{ a: { $type: [] } }, '$type must match at least one type'],
  [{ $and: [] }, '$and/$or/$nor must be a nonempty array'],
  [{ $or: { a: 1 } }, '$or must be an array'],
  [{ $nor: [5] }, '$or/$and/$nor entries need to be full objects'],
])('refuses %j with code 2', (filter, message) => {
  expect(() => compileFilter(toDoc(filter))).toThrow(
    expect.objectContaining({
      code: 2,
      codeName: 'BadValue',
      message: expect.stringContaining(message),
    }),
  );
});

it.each([
  ['long', Long.fromNumber(1)],
  ['regex', new BSONRegExp('a')],
])('refuses a %s in a filter instead of finding nothing', (type, value) => {
  const filter = decodeWire(serialize({ name: { $in: [value] } }));
  expect(() => assertSupported(filter, 'filter')).toThrow(
    `'name.$in.0' holds a value of type ${type}`,
  );
});

it('agrees with the order of values within a type, and finds nothing across types', () => {
  fc.assert(
    fc.property(values, values, (stored, bound) => {
      fc.pre(!isArray(stored) && stored !== null && bound !== null && !isOperatorLike(bound));
      const doc: Doc = new Map([['v', stored]]);
      const found = ['$lt', '$eq', '$gt'].filter((operator) =>
        compileFilter(new Map([['v', new Map([[operator, bound]])]])).matches(doc),
      );
      const expected = ['$lt', '$eq', '$gt'][Math.sign(compareValues(stored, bound)) + 1];
      expect(found).toEqual(isSameBracket(stored, bound) ? [expected] : []);
    }),
    { numRuns: 1000 },
  );
});

function isOperatorLike(value: unknown): boolean {
  return value instanceof Map && [...value.keys()].some((name) => String(name).startsWith('$'));
}

it.each([
  [{ a: [5, 7, 9] }, { a: 7 }, 1],
  [{ a: [5, 7, 9] }, { a: { $gt: 5 } }, 1],
  [{ a: [{ b: 1 }, { b: 2 }] }, { 'a.b': 2 }, 1],
  [{ a: [{ b: 1 }, { b: 2 }] }, { a: { $elemMatch: { b: 2 } } }, 1],
  [{ a: [{ b: [1, 2] }] }, { 'a.b': 2 }, 0],
  [{ a: [1, 2], b: [3, 4] }, { a: 2, b: 3 }, 0],
  [{ a: [1, 2] }, { $or: [{ a: 2 }] }, 1],
  [{ a: [1, 2] }, { $or: [{ a: 3 }, { a: 2 }] }, undefined],
  [{ a: 5 }, { a: 5 }, undefined],
  [{ a: [1, 2] }, { 'a.1': 2 }, undefined],
  [{ a: [1, 2] }, { a: { $ne: 3 } }, undefined],
])('finds in %j by %j the element for the positional operator', (doc, filter, index) => {
  expect(compileFilter(toDoc(filter)).matchedIndex(toDoc(doc))).toBe(index);
});

it('tells the planner the conditions that a document must meet', () => {
  const filter = toDoc({
    a: 1,
    b: { $gt: 2, $lte: 9 },
    $and: [{ c: { $in: [1, 2] } }, { d: { $exists: true } }],
    e: { $elemMatch: { x: 1, y: { $ne: 2 } } },
  });
  expect(compileFilter(filter).conjuncts).toEqual([
    { kind: 'equals', path: 'a', value: new Int32(1) },
    { kind: 'range', path: 'b', operator: '$gt', value: new Int32(2) },
    { kind: 'range', path: 'b', operator: '$lte', value: new Int32(9) },
    { kind: 'in', path: 'c', values: [new Int32(1), new Int32(2)] },
    { kind: 'exists', path: 'd', exists: true },
    { kind: 'other', source: expect.any(String) },
    { kind: 'equals', path: 'e.x', value: new Int32(1) },
  ]);
});
