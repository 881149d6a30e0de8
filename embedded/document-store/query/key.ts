import type { Value } from './value.ts';

/** Stands for an empty array met while taking a document apart for an index or a sort: it
 * sorts before null, where MongoDB puts its old `undefined`. */
export const EMPTY_ARRAY: unique symbol = Symbol('empty array');

/** What may be encoded: `undefined` (missing) is the key of null. */
export type KeyPart = Value | undefined | typeof EMPTY_ARRAY;

/** Bytes whose order under `Buffer.compare` is MongoDB's order of the values; no key is a
 * prefix of another one, so keys of compound indexes are joined by appending. */
export function encodeKey(value: KeyPart): Uint8Array {
  void value;
  throw new Error('not built yet');
}

/** Every byte of `encodeKey` inverted: the reverse order. */
export function encodeKeyDescending(value: KeyPart): Uint8Array {
  void value;
  throw new Error('not built yet');
}

/** Negative, zero or positive, in MongoDB's order over all types; int32 1 equals double 1. */
export function compareValues(a: KeyPart, b: KeyPart): number {
  void a;
  void b;
  throw new Error('not built yet');
}
