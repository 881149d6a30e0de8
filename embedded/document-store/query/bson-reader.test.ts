import { expect, it } from '@jest/globals';
import { BSONRegExp, Decimal128, Long, MaxKey, serialize, Timestamp } from 'bson';
import * as fc from 'fast-check';
import { docs } from './testing/arbitrary.ts';
import { shown } from './testing/shown.ts';
import { assertSupported, decodeDoc, decodeWire, encodeDoc, toDoc, typeName } from './value.ts';

it('reads back what it writes, types and the order of fields included', () => {
  fc.assert(
    fc.property(docs, (doc) => {
      expect(shown(decodeDoc(encodeDoc(doc)))).toBe(shown(doc));
    }),
  );
});

it('reads what the driver writes', () => {
  const plain = { s: 'é', n: 1, d: 1.5, list: [1, [true]], at: new Date(5), x: null };
  expect(shown(decodeDoc(serialize(plain)))).toBe(
    "{s: 'é', n: 1, d: 1.5, list: [1, [true]], at: 1970-01-01T00:00:00.005Z, x: null}",
  );
});

it('keeps fields named by digits in their place, and one named __proto__ a field', () => {
  const doc = toDoc(
    new Map([
      ['b', 1],
      ['1', 2],
      ['__proto__', 3],
    ]),
  );
  expect(shown(decodeDoc(encodeDoc(doc)))).toBe('{b: 1, 1: 2, __proto__: 3}');
});

it.each([
  ['regex', new BSONRegExp('a', 'i')],
  ['regex', /a/],
  ['long', Long.fromNumber(5)],
  ['decimal', Decimal128.fromString('1.5')],
  ['timestamp', new Timestamp({ t: 1, i: 2 })],
  ['maxKey', new MaxKey()],
])('refuses a %s wherever it is, naming the path', (type, value) => {
  const doc = decodeWire(serialize({ a: [{ b: value }] }));
  expect(() => assertSupported(doc, 'insert')).toThrow(
    `insert: the field 'a.0.b' holds a value of type ${type}, which this store does not keep.`,
  );
});

it('refuses NaN and dates out of range', () => {
  expect(() => assertSupported(decodeWire(serialize({ n: NaN })), 'insert')).toThrow(
    "'n' holds NaN",
  );
  expect(() => assertSupported(new Map([['d', new Date(NaN)]]), 'insert')).toThrow(
    "'d' holds a date",
  );
});

it('never reads beyond the bytes, however they are damaged', () => {
  const bytes = serialize({ a: 'text', b: [1, { c: 2 }], d: new Uint8Array(4) });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = byte;
      expect(['object', 'StoreError']).toContain(outcomeOf(damaged));
    }),
    { numRuns: 1000 },
  );
});

function outcomeOf(bytes: Uint8Array): string {
  try {
    return typeName(decodeWire(bytes));
  } catch (error) {
    return error instanceof Error ? error.name : 'something else';
  }
}

it.each([
  ['nothing', []],
  ['a length beyond the end', [9, 0, 0, 0, 0]],
  ['bytes after the end', [5, 0, 0, 0, 0, 0]],
  ['text that is not UTF-8', [14, 0, 0, 0, 2, 97, 0, 2, 0, 0, 0, 0xff, 0, 0]],
])('refuses %s as no document', (_what, bytes) => {
  expect(() => decodeWire(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 22 }));
});

it('refuses documents nested too deep for any stack', () => {
  let nested = toDoc({});
  for (let level = 0; level < 200; level++) nested = new Map([['a', nested]]);
  expect(() => decodeWire(encodeDoc(nested))).toThrow(expect.objectContaining({ code: 15 }));
});
