import { expect, it } from '@jest/globals';
import { Double, Int32 } from 'bson';
import * as fc from 'fast-check';
import {
  compareValues,
  EMPTY_ARRAY,
  encodeKey,
  encodeKeyDescending,
  encodeKeys,
  keyBracket,
} from './key.ts';
import { docs, values } from './testing/arbitrary.ts';
import { shown } from './testing/shown.ts';
import { isDoc, toValue, type Value } from './value.ts';

const pairs = fc.oneof(
  fc.tuple(values, values),
  values.map((value): [Value, Value] => [value, value]),
);

it('orders keys as it orders values', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const byKey = Buffer.compare(encodeKey(a), encodeKey(b));
      expect(Math.sign(compareValues(a, b))).toBe(byKey);
    }),
    { numRuns: 3000 },
  );
});

it('orders descending keys the other way round', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const byKey = Buffer.compare(encodeKeyDescending(b), encodeKeyDescending(a));
      expect(Math.sign(compareValues(a, b))).toBe(byKey);
    }),
    { numRuns: 1000 },
  );
});

it('orders the joined keys of two fields by the first and then by the second', () => {
  fc.assert(
    fc.property(pairs, pairs, ([a, b], [x, y]) => {
      const byKey = Buffer.compare(
        encodeKeys([a, x], [false, true]),
        encodeKeys([b, y], [false, true]),
      );
      expect(byKey).toBe(Math.sign(compareValues(a, b) || compareValues(y, x)));
    }),
    { numRuns: 1000 },
  );
});

it('never begins one key with another', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [x, y] = [encodeKey(a), encodeKey(b)];
      expect(x.equals(y) || !y.subarray(0, x.length).equals(x)).toBe(true);
    }),
  );
});

it('keeps every key of a type within its bracket', () => {
  fc.assert(
    fc.property(values, (value) => {
      const { from, to } = keyBracket(value);
      const key = encodeKey(value);
      expect(Buffer.compare(from, key) <= 0 && Buffer.compare(key, to) < 0).toBe(true);
    }),
  );
});

it('orders the types as MongoDB does', () => {
  const id = toValue(new Uint8Array([1]));
  const mixed: Value[] = [new Date(0), true, id, toValue([]), toValue({}), '', new Int32(9), null];
  expect(mixed.toSorted(compareValues).map(shown)).toEqual([
    'null',
    '9',
    "''",
    '{}',
    '[]',
    '0x01',
    'true',
    '1970-01-01T00:00:00.000Z',
  ]);
});

it('takes missing for null, and puts the empty array of an index before it', () => {
  expect(compareValues(undefined, null)).toBe(0);
  expect(encodeKey(undefined)).toEqual(encodeKey(null));
  expect(compareValues(EMPTY_ARRAY, null)).toBeLessThan(0);
});

it('gives equal numbers of both types one key, zero and minus zero too', () => {
  expect(encodeKey(new Int32(7))).toEqual(encodeKey(new Double(7)));
  expect(encodeKey(new Double(-0))).toEqual(encodeKey(new Int32(0)));
});

it('compares documents by the type, the name and the value of each field in turn', () => {
  const inOrder = [{}, { z: 1 }, { a: 'x' }, { b: 'a' }, { b: 'a', c: 1 }, { b: 'b' }].map(toValue);
  expect(inOrder.toReversed().toSorted(compareValues)).toEqual(inOrder);
  expect(compareValues(toValue({ x: 1, y: 2 }), toValue({ y: 2, x: 1 }))).not.toBe(0);
});

it('compares binary values by length, then subtype, then bytes', () => {
  const binary = (...bytes: number[]): Value => toValue(new Uint8Array(bytes));
  expect(compareValues(binary(255), binary(0, 0))).toBeLessThan(0);
  expect(compareValues(binary(1, 2), binary(1, 3))).toBeLessThan(0);
});

it('encodes values longer than its buffer', () => {
  const long = 'x'.repeat(200_000);
  expect(encodeKey(long)).toHaveLength(200_003);
  expect(compareValues(long, `${long}a`)).toBeLessThan(0);
  fc.assert(fc.property(docs, (doc) => isDoc(doc) && encodeKey(doc).length > 0));
});
