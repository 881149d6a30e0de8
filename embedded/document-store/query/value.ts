import { Binary, Double, Int32, ObjectId, serialize } from 'bson';
import { readBson, type WireDoc, type WireValue } from './bson-reader.ts';

export type { WireDoc, WireValue } from './bson-reader.ts';

/** The types this store keeps. Numbers are always wrapped, so that their type is never lost. */
export type Value =
  string | boolean | null | Int32 | Double | Date | ObjectId | Binary | Doc | readonly Value[];

/** A document: fields in order. `doc.get('_id')` is undefined for a missing field. */
export type Doc = ReadonlyMap<string, Value>;

/** Decodes a document that this store wrote itself; the types were checked on the way in. */
export function decodeDoc(bytes: Uint8Array): Doc {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- stored documents passed assertSupported
  return readBson(bytes) as Doc;
}

/** Decodes a document from outside that may hold any BSON type: check it with assertSupported. */
export function decodeWire(bytes: Uint8Array): WireDoc {
  return readBson(bytes);
}

/** @param doc Written in its field order, with its number types. */
export function encodeDoc(doc: WireDoc): Uint8Array {
  return serialize(doc);
}

/**
 * Refuses the types that this store does not keep.
 *
 * @param where Begins the sentence: `insert`, `filter`, `update`.
 * @throws {StoreError} Code 2 BadValue, naming the path.
 */
export function assertSupported(doc: WireDoc, where: string): asserts doc is Doc {
  void doc;
  throw new Error(where);
}

export function isDoc(value: WireValue): value is Doc {
  return value instanceof Map;
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isNumber(value: Value | undefined): value is Int32 | Double {
  return value instanceof Int32 || value instanceof Double;
}

/** What a plain JavaScript object becomes when the driver sends it: whole numbers in the
 * 32-bit range are int32, other numbers double; maps, bson's types, dates and bytes pass. */
export function toDoc(plain: object): Doc {
  void plain;
  throw new Error('not built yet');
}

/** `typeName(null)` is `null`: MongoDB's alias for the type, as in `$type` and in messages. */
export function typeName(value: WireValue): string {
  void value;
  throw new Error('not built yet');
}
