import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import { StoreError } from '../store-error.ts';
import { readBson, type WireDoc, type WireValue } from './bson-reader.ts';

export type { WireDoc, WireValue } from './bson-reader.ts';

/** The types this store keeps. Numbers are always wrapped, so that their type is never lost. */
export type Value =
  string | boolean | null | Int32 | Double | Date | ObjectId | Binary | Doc | readonly Value[];

/** A document: fields in order. `doc.get('_id')` is undefined for a missing field. */
export type Doc = ReadonlyMap<string, Value>;

export const EMPTY_DOC: Doc = new Map();

const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;

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
  const found = findUnsupported(doc);
  if (found === undefined) return;
  const path = found.path.toReversed().join('.');
  throw badValue(
    `${where}: the field '${path}' holds ${found.what}, which this store does not keep.`,
  );
}

type Unsupported = { readonly what: string; readonly path: string[] };

/** The path is gathered from the inside out, so that a good document costs no strings. */
function findUnsupported(value: WireValue): Unsupported | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return undefined;
  if (value instanceof Int32 || value instanceof ObjectId) return undefined;
  if (value instanceof Map || Array.isArray(value)) {
    for (const [name, item] of value.entries()) {
      const found = findUnsupported(item);
      if (found === undefined) continue;
      found.path.push(String(name));
      return found;
    }
    return undefined;
  }
  if (value instanceof Double) {
    return Number.isNaN(value.value) ? { what: 'NaN', path: [] } : undefined;
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime())
      ? { what: 'a date outside the years -271821 to 275760', path: [] }
      : undefined;
  }
  if (value instanceof Binary) return undefined;
  return { what: `a value of type ${typeName(value)}`, path: [] };
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

export function isInt32(number: number): boolean {
  return Number.isInteger(number) && number >= MIN_INT32 && number <= MAX_INT32;
}

/** What a plain JavaScript object becomes when the driver sends it: whole numbers in the
 * 32-bit range are int32, other numbers double; maps, bson's types, dates and bytes pass. */
export function toDoc(plain: object): Doc {
  const entries = plain instanceof Map ? [...plain.entries()] : Object.entries(plain);
  return new Map(entries.map(([name, value]): [string, Value] => [String(name), toValue(value)]));
}

/** @throws {TypeError} Anything that has no type in this store, `undefined` included. */
export function toValue(plain: unknown): Value {
  if (plain === null || typeof plain === 'string' || typeof plain === 'boolean') return plain;
  if (typeof plain === 'number') {
    return isInt32(plain) && !Object.is(plain, -0) ? new Int32(plain) : new Double(plain);
  }
  if (plain instanceof Int32 || plain instanceof Double || plain instanceof Date) return plain;
  if (plain instanceof ObjectId || plain instanceof Binary) return plain;
  if (plain instanceof Uint8Array) return new Binary(plain);
  if (Array.isArray(plain)) return plain.map(toValue);
  if (typeof plain === 'object' && (plain instanceof Map || isPlain(plain))) return toDoc(plain);
  throw new TypeError(`A ${typeof plain} has no type in this store.`);
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === null || value.constructor.name === 'Object';
}

const CLASS_NAMES = [
  [Int32, 'int'],
  [Double, 'double'],
  [Date, 'date'],
  [ObjectId, 'objectId'],
  [Binary, 'binData'],
  [Map, 'object'],
  // Timestamp is a Long too, so it is asked first.
  [Timestamp, 'timestamp'],
  [Long, 'long'],
  [Decimal128, 'decimal'],
  [BSONRegExp, 'regex'],
  [BSONSymbol, 'symbol'],
  [Code, 'javascript'],
  [MinKey, 'minKey'],
  [MaxKey, 'maxKey'],
] as const;

/** MongoDB's alias for the type, as in `$type` and in messages: `int`, `objectId`. */
export function typeName(value: WireValue): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  return CLASS_NAMES.find(([type]) => value instanceof type)?.[1] ?? 'unknown';
}

/** Two of MongoDB's most used refusals, as values to throw. */
export function badValue(message: string): StoreError {
  return new StoreError(2, 'BadValue', message);
}

export function failedToParse(message: string): StoreError {
  return new StoreError(9, 'FailedToParse', message);
}

/** A value as it is told in messages: short, and never bytes. */
export function describe(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (isNumber(value)) return String(value.value);
  if (value === null || typeof value === 'boolean') return String(value);
  return `a value of type ${typeName(value)}`;
}
