import { expect, it } from '@jest/globals';
import { Binary, ObjectId } from 'bson';
import { compileFilter } from './filter.ts';
import { type Doc, toDoc } from './value.ts';

const ID = new ObjectId('5f0000000000000000000005');
const LOWER_ID = new ObjectId('5f0000000000000000000004');
const DAY = new Date('2026-03-01T00:00:00Z');
const DAY_BEFORE = new Date('2026-02-28T00:00:00Z');
const BYTES = new Binary(Uint8Array.of(1, 2));
const FEWER_BYTES = new Binary(Uint8Array.of(255));

/** One document per type; each has its one value in `v`. */
const DOCS: Readonly<Record<string, Doc>> = {
  string: toDoc({ v: 'm' }),
  int: toDoc({ v: 5 }),
  double: toDoc({ v: 5.5 }),
  bool: toDoc({ v: true }),
  date: toDoc({ v: DAY }),
  id: toDoc({ v: ID }),
  null: toDoc({ v: null }),
  missing: toDoc({}),
  array: toDoc({ v: [5, 'm'] }),
  nested: toDoc({ v: [[5, 'm']] }),
  doc: toDoc({ v: { x: 5 } }),
  bytes: toDoc({ v: BYTES }),
  empty: toDoc({ v: [] }),
};

const NONE = '';
const ALL = 'string int double bool date id null missing array nested doc bytes empty';

/** `not: a b` are all types but a and b. */
function toNames(text: string): string[] {
  if (!text.startsWith('not: ')) return text.split(' ').filter((name) => name !== '');
  const without = new Set(text.slice('not: '.length).split(' '));
  return ALL.split(' ').filter((name) => !without.has(name));
}

/** What MongoDB's manual says each condition on `v` finds: rows are operators with an operand of
 * each type, the text names the types of document that match. */
const TABLE: readonly (readonly [condition: unknown, matched: string])[] = [
  // Equality: also with any element of an array, and with the array as a whole.
  ['m', 'string array'],
  [{ $eq: 'm' }, 'string array'],
  [{ $eq: 5 }, 'int array'],
  [{ $eq: 5.5 }, 'double'],
  [{ $eq: true }, 'bool'],
  [{ $eq: DAY }, 'date'],
  [{ $eq: ID }, 'id'],
  [{ $eq: null }, 'null missing'],
  [{ $eq: [5, 'm'] }, 'array nested'],
  [{ $eq: [[5, 'm']] }, 'nested'],
  [{ $eq: [] }, 'empty'],
  [{ $eq: { x: 5 } }, 'doc'],
  [{ $eq: { x: 5, y: 1 } }, NONE],
  [{ $eq: BYTES }, 'bytes'],
  [{ $eq: new Binary(Uint8Array.of(1, 2), 4) }, NONE],
  [{ $eq: '5' }, NONE],
  [{ $eq: false }, NONE],
  [null, 'null missing'],
  [[5, 'm'], 'array nested'],
  [{ x: 5 }, 'doc'],
  [{}, NONE],

  [{ $ne: 'm' }, 'not: string array'],
  [{ $ne: 5 }, 'not: int array'],
  [{ $ne: 5.5 }, 'not: double'],
  [{ $ne: true }, 'not: bool'],
  [{ $ne: DAY }, 'not: date'],
  [{ $ne: ID }, 'not: id'],
  [{ $ne: null }, 'not: null missing'],
  [{ $ne: [5, 'm'] }, 'not: array nested'],
  [{ $ne: [[5, 'm']] }, 'not: nested'],
  [{ $ne: { x: 5 } }, 'not: doc'],
  [{ $ne: BYTES }, 'not: bytes'],

  // Order: only within the operand's own type; int and double are one; null is equal to missing.
  [{ $gt: 'a' }, 'string array'],
  [{ $gt: 'm' }, NONE],
  [{ $gt: 4 }, 'int double array'],
  [{ $gt: 5 }, 'double'],
  [{ $gt: 4.5 }, 'int double array'],
  [{ $gt: false }, 'bool'],
  [{ $gt: DAY_BEFORE }, 'date'],
  [{ $gt: LOWER_ID }, 'id'],
  [{ $gt: null }, NONE],
  [{ $gt: [5] }, 'array nested'],
  [{ $gt: [[5]] }, 'nested'],
  [{ $gt: { x: 4 } }, 'doc'],
  [{ $gt: { w: 9 } }, 'doc'],
  [{ $gt: FEWER_BYTES }, 'bytes'],

  [{ $gte: 'm' }, 'string array'],
  [{ $gte: 5 }, 'int double array'],
  [{ $gte: 5.5 }, 'double'],
  [{ $gte: true }, 'bool'],
  [{ $gte: DAY }, 'date'],
  [{ $gte: ID }, 'id'],
  [{ $gte: null }, 'null missing'],
  [{ $gte: [] }, 'array nested empty'],
  [{ $gte: [[5, 'm']] }, 'nested'],
  [{ $gte: { x: 5 } }, 'doc'],
  [{ $gte: BYTES }, 'bytes'],

  [{ $lt: 'z' }, 'string array'],
  [{ $lt: 5 }, NONE],
  [{ $lt: 5.5 }, 'int array'],
  [{ $lt: true }, NONE],
  [{ $lt: DAY }, NONE],
  [{ $lt: ID }, NONE],
  [{ $lt: null }, NONE],
  [{ $lt: [6] }, 'array nested empty'],
  [{ $lt: [[5]] }, 'array nested empty'],
  [{ $lt: { x: 'a' } }, 'doc'],
  [{ $lt: { x: 5 } }, NONE],
  [{ $lt: new Binary(Uint8Array.of(0, 0, 0)) }, 'bytes'],

  [{ $lte: 'm' }, 'string array'],
  [{ $lte: 5 }, 'int array'],
  [{ $lte: 5.5 }, 'int double array'],
  [{ $lte: true }, 'bool'],
  [{ $lte: DAY }, 'date'],
  [{ $lte: ID }, 'id'],
  [{ $lte: null }, 'null missing'],
  [{ $lte: [5, 'm'] }, 'array nested empty'],
  [{ $lte: { x: 5 } }, 'doc'],
  [{ $lte: BYTES }, 'bytes'],

  [{ $in: ['m', true] }, 'string bool array'],
  [{ $in: [5] }, 'int array'],
  [{ $in: [5.5, DAY, ID] }, 'double date id'],
  [{ $in: [null] }, 'null missing'],
  [{ $in: [[5, 'm']] }, 'array nested'],
  [{ $in: [[[5, 'm']], []] }, 'nested empty'],
  [{ $in: [{ x: 5 }, BYTES] }, 'doc bytes'],
  [{ $in: [] }, NONE],

  [{ $nin: ['m', true] }, 'not: string bool array'],
  [{ $nin: [5.5, DAY, ID] }, 'not: double date id'],
  [{ $nin: [null] }, 'not: null missing'],
  [{ $nin: [[5, 'm']] }, 'not: array nested'],
  [{ $nin: [{ x: 5 }, BYTES] }, 'not: doc bytes'],
  [{ $nin: [] }, ALL],

  [{ $exists: true }, 'not: missing'],
  [{ $exists: 1 }, 'not: missing'],
  [{ $exists: 'yes' }, 'not: missing'],
  [{ $exists: false }, 'missing'],
  [{ $exists: 0 }, 'missing'],
  [{ $exists: null }, 'missing'],

  [{ $type: 'string' }, 'string array'],
  [{ $type: 'int' }, 'int array'],
  [{ $type: 16 }, 'int array'],
  [{ $type: 'double' }, 'double'],
  [{ $type: 'number' }, 'int double array'],
  [{ $type: 'bool' }, 'bool'],
  [{ $type: 'date' }, 'date'],
  [{ $type: 'objectId' }, 'id'],
  [{ $type: 'null' }, 'null'],
  [{ $type: 10 }, 'null'],
  [{ $type: 'array' }, 'array nested empty'],
  [{ $type: 'object' }, 'doc'],
  [{ $type: 'binData' }, 'bytes'],
  [{ $type: ['bool', 2] }, 'string bool array'],
  [{ $type: 'long' }, NONE],
  [{ $type: 'regex' }, NONE],

  [{ $not: { $gt: 4 } }, 'not: int double array'],
  [{ $not: { $gt: 4, $lt: 5.5 } }, 'not: int array'],
  [{ $not: { $eq: null } }, 'not: null missing'],
  [{ $not: { $not: { $eq: 'm' } } }, 'string array'],
  [{ $not: { $exists: true } }, 'missing'],
  [{ $not: { $size: 2 } }, 'not: array'],
  [{ $not: { $elemMatch: { $eq: 5 } } }, 'not: array'],

  [{ $all: ['m'] }, 'string array'],
  [{ $all: [5, 'm'] }, 'array'],
  [{ $all: [[5, 'm']] }, 'array nested'],
  [{ $all: [null] }, 'null missing'],
  [{ $all: [{ x: 5 }] }, 'doc'],
  [{ $all: [BYTES] }, 'bytes'],
  [{ $all: [] }, NONE],
  [{ $all: [{ $elemMatch: { $eq: 5 } }, { $elemMatch: { $eq: 'm' } }] }, 'array'],

  [{ $elemMatch: { $gte: 5 } }, 'array'],
  [{ $elemMatch: { $gte: 5, $lt: 5 } }, NONE],
  [{ $elemMatch: { $eq: [5, 'm'] } }, 'nested'],
  [{ $elemMatch: { $type: 'array' } }, 'nested'],
  [{ $elemMatch: { $ne: 5 } }, 'array nested'],
  [{ $elemMatch: { $exists: true } }, 'array nested'],
  [{ $elemMatch: { $in: ['m', null] } }, 'array'],
  [{ $elemMatch: { $size: 2 } }, 'nested'],
  [{ $elemMatch: { $elemMatch: { $eq: 'm' } } }, 'nested'],
  [{ $elemMatch: { x: 5 } }, NONE],
  [{ $elemMatch: { 0: 5 } }, 'nested'],
  [{ $elemMatch: {} }, 'nested'],

  [{ $size: 2 }, 'array'],
  [{ $size: 1 }, 'nested'],
  [{ $size: 0 }, 'empty'],
  [{ $gt: 4, $lt: 5.2 }, 'int array'],
];

it.each(TABLE)('finds by %j', (condition, matched) => {
  const filter = compileFilter(toDoc({ v: condition }));
  const found = Object.keys(DOCS).filter((name) => filter.matches(DOCS[name] ?? toDoc({})));
  expect(found).toEqual(toNames(matched));
});

const LOGICAL: readonly (readonly [filter: object, matched: string])[] = [
  [{}, ALL],
  [{ $and: [{ v: 5 }, { v: 'm' }] }, 'array'],
  [{ $or: [{ v: 5 }, { v: 'm' }] }, 'string int array'],
  [{ $nor: [{ v: 5 }, { v: 'm' }] }, 'not: string int array'],
  [{ $or: [{ v: null }, { v: { $type: 'null' } }], v: { $exists: true } }, 'null'],
  [{ $nor: [{ v: null }] }, 'not: null missing'],
  [{ v: 5, $comment: 'why' }, 'int array'],
];

it.each(LOGICAL)('joins conditions in %j', (plain, matched) => {
  const filter = compileFilter(toDoc(plain));
  const found = Object.keys(DOCS).filter((name) => filter.matches(DOCS[name] ?? toDoc({})));
  expect(found).toEqual(toNames(matched));
});
