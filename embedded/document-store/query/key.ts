import { Binary, Double, Int32, ObjectId } from 'bson';
import { isArray, isDoc, type Value } from './value.ts';

/** Stands for an empty array met while taking a document apart for an index or a sort: it
 * sorts before null, where MongoDB puts its old `undefined`. */
export const EMPTY_ARRAY: unique symbol = Symbol('empty array');

/** What may be encoded: `undefined` (missing) is the key of null. */
export type KeyPart = Value | undefined | typeof EMPTY_ARRAY;

/** First byte of a key, in MongoDB's order of types; 00 ends a document or an array. */
const TYPE = {
  emptyArray: 0x08,
  null: 0x10,
  number: 0x20,
  string: 0x30,
  doc: 0x40,
  array: 0x50,
  binary: 0x60,
  objectId: 0x70,
  boolean: 0x80,
  date: 0x90,
} as const;

/** A string ends with 00 01 and a 00 within it is 00 FF, so that no string's key begins another's. */
const END_OF_STRING = 0x01;
const ESCAPED_ZERO = 0xff;

/** Bytes whose order under `Buffer.compare` is MongoDB's order of the values; no key is a
 * prefix of another one, so keys of compound indexes are joined by appending. */
export function encodeKey(value: KeyPart): Buffer {
  return copy(writePart(0, value));
}

/** Every byte of `encodeKey` inverted: the reverse order. */
export function encodeKeyDescending(value: KeyPart): Buffer {
  const end = writePart(0, value);
  invert(0, end);
  return copy(end);
}

/** The keys of several fields, one after the other; those marked in `descending` inverted. */
export function encodeKeys(parts: readonly KeyPart[], descending: readonly boolean[]): Buffer {
  let end = 0;
  for (let field = 0; field < parts.length; field++) {
    const start = end;
    end = writePart(start, parts[field]);
    if (descending[field] === true) invert(start, end);
  }
  return copy(end);
}

/** The keys of every value that compares with this one (numbers with numbers, and so on) lie
 * from `from` up to, not including, `to`; in a descending field invert both bytes and swap. */
export function keyBracket(value: KeyPart): { readonly from: Buffer; readonly to: Buffer } {
  const type = typeOf(value);
  return { from: Buffer.from([type]), to: Buffer.from([type + 1]) };
}

/** Negative, zero or positive, in MongoDB's order over all types; int32 1 equals double 1. */
export function compareValues(a: KeyPart, b: KeyPart): number {
  if (a === b) return 0;
  const type = typeOf(a);
  const difference = type - typeOf(b);
  return difference === 0 ? compareWithin(a, b) : difference;
}

/** Whether two values are of one type for comparisons: int32 and double are. Missing is null. */
export function isSameBracket(a: KeyPart, b: KeyPart): boolean {
  return typeOf(a) === typeOf(b);
}

function typeOf(value: KeyPart): number {
  if (typeof value === 'string') return TYPE.string;
  if (value instanceof Int32 || value instanceof Double) return TYPE.number;
  if (value === null || value === undefined) return TYPE.null;
  if (typeof value === 'boolean') return TYPE.boolean;
  if (value instanceof ObjectId) return TYPE.objectId;
  if (value instanceof Date) return TYPE.date;
  if (value === EMPTY_ARRAY) return TYPE.emptyArray;
  if (isDoc(value)) return TYPE.doc;
  return isArray(value) ? TYPE.array : TYPE.binary;
}

function compareWithin(a: KeyPart, b: KeyPart): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a.value, b.value);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof ObjectId && b instanceof ObjectId) {
    return a.equals(b) ? 0 : Buffer.compare(a.id, b.id);
  }
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a instanceof Binary && b instanceof Binary) return compareBinaries(a, b);
  if (a instanceof Map && b instanceof Map) return compareDocs(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  return 0;
}

function isNumeric(value: KeyPart): value is Int32 | Double {
  return value instanceof Int32 || value instanceof Double;
}

/** Not a difference, since Infinity - Infinity is NaN. NaN itself never gets into the store. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : Number(a > b);
}

/** By the bytes of UTF-8, which is by code point: UTF-16's surrogates would come before U+E000. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y)
      return x >= 0xd800 && y >= 0xd800 ? aboveSurrogates(x) - aboveSurrogates(y) : x - y;
  }
  return a.length - b.length;
}

function aboveSurrogates(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** MongoDB's order: the length, then the subtype, then the bytes. */
function compareBinaries(a: Binary, b: Binary): number {
  return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
}

/** Field by field in their order: the types, then the names, then the values; the shorter first. */
function compareDocs(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): number {
  const others = b.entries();
  for (const [name, value] of a) {
    const other = others.next();
    if (other.done === true) return 1;
    const [otherName, otherValue] = other.value;
    const difference =
      typeOf(value) - typeOf(otherValue) ||
      compareText(name, otherName) ||
      compareWithin(value, otherValue);
    if (difference !== 0) return difference;
  }
  return a.size - b.size;
}

function compareArrays(a: readonly Value[], b: readonly Value[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = compareValues(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

// Keys are written into one buffer and copied out of it: encoding never waits, so no two
// encodings meet in it.
let scratch = Buffer.allocUnsafeSlow(4096);
const LARGEST_KEPT_SCRATCH = 65_536;

function reserve(end: number): void {
  if (end <= scratch.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(end, scratch.length * 2));
  scratch.copy(larger);
  scratch = larger;
}

function copy(end: number): Buffer {
  const key = Buffer.allocUnsafe(end);
  scratch.copy(key, 0, 0, end);
  if (scratch.length > LARGEST_KEPT_SCRATCH) scratch = Buffer.allocUnsafeSlow(4096);
  return key;
}

function invert(start: number, end: number): void {
  for (let index = start; index < end; index++) scratch[index] = ~(scratch[index] ?? 0);
}

function writePart(at: number, value: KeyPart): number {
  reserve(at + 16);
  const type = typeOf(value);
  scratch[at] = type;
  return writeContent(at + 1, value);
}

function writeContent(at: number, value: KeyPart): number {
  if (typeof value === 'string') return writeText(at, value);
  if (value instanceof Int32 || value instanceof Double) return writeNumber(at, value.value);
  if (value instanceof Date) return writeNumber(at, value.getTime());
  if (value === null || value === undefined || value === EMPTY_ARRAY) return at;
  if (typeof value === 'boolean') {
    scratch[at] = value ? 1 : 0;
    return at + 1;
  }
  if (value instanceof ObjectId) {
    scratch.set(value.id, at);
    return at + 12;
  }
  if (value instanceof Binary) return writeBinary(at, value);
  return isArray(value) ? writeArray(at, value) : isDoc(value) ? writeDoc(at, value) : at;
}

/** The eight bytes of a double, big-endian: the sign bit flipped, or all bits of a negative. */
function writeNumber(at: number, number: number): number {
  // -0 is written as 0: the two are equal.
  scratch.writeDoubleBE(number === 0 ? 0 : number, at);
  if (number < 0) invert(at, at + 8);
  else scratch[at] = (scratch[at] ?? 0) ^ 0x80;
  return at + 8;
}

function writeText(start: number, text: string): number {
  // Three bytes a UTF-16 unit at most, and an escaped zero has two.
  reserve(start + text.length * 3 + 18);
  let at = start;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) {
      at = writeRest(at, text, index);
      break;
    }
    scratch[at++] = unit;
    if (unit === 0) scratch[at++] = ESCAPED_ZERO;
  }
  scratch[at++] = 0;
  scratch[at++] = END_OF_STRING;
  return at;
}

/** From the first character outside ASCII on, through the native encoder. */
function writeRest(start: number, text: string, from: number): number {
  let at = start;
  for (const [index, piece] of text.slice(from).split('\0').entries()) {
    if (index > 0) {
      scratch[at++] = 0;
      scratch[at++] = ESCAPED_ZERO;
    }
    at += scratch.write(piece, at);
  }
  return at;
}

function writeBinary(at: number, value: Binary): number {
  reserve(at + value.position + 21);
  scratch.writeUInt32BE(value.position, at);
  scratch[at + 4] = value.sub_type;
  scratch.set(value.value(), at + 5);
  return at + 5 + value.position;
}

function writeArray(start: number, items: readonly Value[]): number {
  let at = start;
  for (const item of items) at = writePart(at, item);
  return endGroup(at);
}

/** Type, name, content of each field: the order in which MongoDB compares documents. */
function writeDoc(start: number, doc: ReadonlyMap<string, Value>): number {
  let at = start;
  for (const [name, value] of doc) {
    reserve(at + 1);
    scratch[at] = typeOf(value);
    at = writeText(at + 1, name);
    reserve(at + 16);
    at = writeContent(at, value);
  }
  return endGroup(at);
}

function endGroup(at: number): number {
  reserve(at + 17);
  scratch[at] = 0;
  return at + 1;
}
