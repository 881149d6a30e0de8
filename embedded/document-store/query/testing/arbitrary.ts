import { Binary, Double, Int32, ObjectId } from 'bson';
import * as fc from 'fast-check';
import { type Doc, toValue, type Value } from '../value.ts';

/** Few names, so that paths meet each other; one is a number, as an array's index is. */
const names = fc.constantFrom('a', 'b', 'ab', '0', '1', '');

const scalars: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'b', 'a\0', 'a\0b', 'é', '\uFFFD', '😀', '\uE000'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.integer({ min: -3, max: 3 }).map((n) => new Int32(n)),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((n) => new Int32(n)),
  fc.double({ noNaN: true }).map((n) => new Double(n)),
  fc.constantFrom(0, -0, 1, 1.5, -1, Infinity, -Infinity).map((n) => new Double(n)),
  fc.boolean(),
  fc.constant(null),
  fc.integer({ min: -5, max: 5 }).map((n) => new Date(n)),
  fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map((n) => new Date(n)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc
    .tuple(fc.uint8Array({ maxLength: 3 }), fc.constantFrom(0, 4, 128))
    .map(([bytes, subtype]) => new Binary(bytes, subtype)),
);

const tree = fc.letrec<{ value: Value; doc: Doc }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: scalars },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }).map(toValue) },
    { weight: 1, arbitrary: tie('doc') },
  ),
  doc: fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }).map((fields) => new Map(fields)),
}));

/** Any value that the store keeps. For property tests. */
export const values: fc.Arbitrary<Value> = tree.value;

/** Any document, of few field names. */
export const docs: fc.Arbitrary<Doc> = tree.doc;
