import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';
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
  Timestamp,
} from 'bson';
import { StoreError } from '../store-error.ts';

/** Anything BSON can carry. Arrays are arrays, documents are maps: a map keeps the order of
 * fields named by digits and has no prototype that a field name could reach. */
export type WireValue =
  | string
  | boolean
  | null
  | undefined
  | Int32
  | Double
  | Date
  | ObjectId
  | Binary
  | Long
  | Decimal128
  | Timestamp
  | BSONRegExp
  | BSONSymbol
  | Code
  | MinKey
  | MaxKey
  | WireDoc
  | readonly WireValue[];

export type WireDoc = ReadonlyMap<string, WireValue>;

/** MongoDB's limit on nested documents and arrays in one message. */
const MAX_DEPTH = 180;

/** The old binary subtype, which repeats its length inside. */
const OLD_BINARY = 2;

/**
 * Reads one BSON document, which must fill `bytes` exactly. Numbers keep their types; nothing
 * of the result refers to `bytes`, which may be a page of the database that is soon reused.
 *
 * @throws {StoreError} Code 22 InvalidBSON for bytes that are not a document; 15 Overflow for
 *   more than 180 levels.
 */
export function readBson(bytes: Uint8Array): WireDoc {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader: Reader = { buffer, at: 0, depth: 0 };
  try {
    const doc = readDocument(reader);
    if (reader.at !== buffer.length) throw invalid('bytes follow the document');
    return doc;
  } catch (error) {
    // Lengths that lie outside the bytes show as range errors of the buffer.
    if (types.isNativeError(error) && error.name === 'RangeError') {
      throw invalid('a length points outside the document');
    }
    throw error;
  }
}

type Reader = { readonly buffer: Buffer; at: number; depth: number };

function readDocument(reader: Reader): WireDoc {
  const end = enter(reader);
  const doc = new Map<string, WireValue>();
  for (let type = readType(reader); type !== END; type = readType(reader)) {
    const name = readName(reader);
    doc.set(name, readValue(reader, type));
  }
  leave(reader, end);
  return doc;
}

const END = 0;

function readType(reader: Reader): number {
  return reader.buffer.readUInt8(advance(reader, 1));
}

function readArray(reader: Reader): readonly WireValue[] {
  const end = enter(reader);
  const { buffer } = reader;
  const items: WireValue[] = [];
  for (let type = readType(reader); type !== END; type = readType(reader)) {
    // The names of an array's elements are its indexes and carry nothing.
    while (buffer[reader.at] !== 0) {
      if (++reader.at >= buffer.length) throw invalid('a name has no end');
    }
    reader.at++;
    items.push(readValue(reader, type));
  }
  leave(reader, end);
  return items;
}

function enter(reader: Reader): number {
  if (++reader.depth > MAX_DEPTH) {
    throw new StoreError(15, 'Overflow', `A document nests more than ${MAX_DEPTH} levels deep.`);
  }
  const end = reader.at + reader.buffer.readInt32LE(reader.at);
  if (end > reader.buffer.length || end < reader.at + 5) throw invalid('a length is wrong');
  reader.at += 4;
  return end;
}

function leave(reader: Reader, end: number): void {
  if (reader.at !== end) throw invalid('a length is wrong');
  reader.depth--;
}

function readValue(reader: Reader, type: number): WireValue {
  const { buffer } = reader;
  switch (type) {
    case 0x02:
      return readString(reader);
    case 0x10:
      return new Int32(buffer.readInt32LE(advance(reader, 4)));
    case 0x07:
      return readObjectId(reader);
    case 0x08:
      return buffer[advance(reader, 1)] === 1;
    case 0x09:
      return readDate(reader);
    case 0x01:
      return new Double(buffer.readDoubleLE(advance(reader, 8)));
    case 0x0a:
      return null;
    case 0x03:
      return readDocument(reader);
    case 0x04:
      return readArray(reader);
    case 0x05:
      return readBinary(reader);
    default:
      return readForeign(reader, type);
  }
}

/** The types that the store refuses later, in a sentence that names the field. */
function readForeign(reader: Reader, type: number): WireValue {
  switch (type) {
    case 0x06:
      return undefined;
    case 0x0b:
      return new BSONRegExp(readName(reader), readName(reader));
    case 0x0d:
      return new Code(readString(reader));
    case 0x0e:
      return new BSONSymbol(readString(reader));
    case 0x0f:
      reader.at += 4;
      return new Code(readString(reader), Object.fromEntries(readDocument(reader)));
    case 0x11:
      return new Timestamp(reader.buffer.readBigUInt64LE(advance(reader, 8)));
    case 0x12:
      return Long.fromBigInt(reader.buffer.readBigInt64LE(advance(reader, 8)));
    case 0x13:
      return new Decimal128(Buffer.from(take(reader, 16)));
    case 0x7f:
      return new MaxKey();
    case 0xff:
      return new MinKey();
    default:
      throw invalid(`type ${type} is unknown`);
  }
}

function advance(reader: Reader, length: number): number {
  const at = reader.at;
  reader.at += length;
  return at;
}

function take(reader: Reader, length: number): Buffer {
  const at = advance(reader, length);
  if (length < 0 || reader.at > reader.buffer.length) throw invalid('a length is wrong');
  return reader.buffer.subarray(at, reader.at);
}

const idBytes = new Uint8Array(12);

function readObjectId(reader: Reader): ObjectId {
  const at = advance(reader, 12);
  if (reader.at > reader.buffer.length) throw invalid('an ObjectId is cut off');
  // ObjectId copies what it is given, so one array serves all; a new view each time costs more.
  for (let index = 0; index < 12; index++) idBytes[index] = reader.buffer[at + index] ?? 0;
  return new ObjectId(idBytes);
}

function readDate(reader: Reader): Date {
  const at = advance(reader, 8);
  return new Date(reader.buffer.readInt32LE(at + 4) * 2 ** 32 + reader.buffer.readUInt32LE(at));
}

function readString(reader: Reader): string {
  const length = reader.buffer.readInt32LE(advance(reader, 4));
  const at = advance(reader, length);
  if (length < 1 || reader.buffer[reader.at - 1] !== 0) throw invalid('a string has no end');
  return toText(reader.buffer, at, reader.at - 1);
}

function toText(buffer: Buffer, from: number, to: number): string {
  const text = buffer.toString('utf8', from, to);
  // The replacement character is either in the text itself or stands for bytes that are not UTF-8.
  if (text.includes('\uFFFD') && !isUtf8(buffer.subarray(from, to))) {
    throw invalid('a string is not UTF-8');
  }
  return text;
}

function readBinary(reader: Reader): Binary {
  let length = reader.buffer.readInt32LE(advance(reader, 4));
  const subtype = reader.buffer.readUInt8(advance(reader, 1));
  if (subtype === OLD_BINARY) length = reader.buffer.readInt32LE(advance(reader, 4));
  return new Binary(Uint8Array.from(take(reader, length)), subtype);
}

/** Names met before, by a hash of their bytes: the same few hundred come again and again. ASCII
 * names only, where one byte is one character. */
const knownNames: string[] = Array.from({ length: 1024 }, () => '');
const LONGEST_KNOWN_NAME = 48;

function readName(reader: Reader): string {
  const { buffer, at } = reader;
  let end = at;
  let hash = 0;
  for (let byte = buffer[end]; byte !== 0; byte = buffer[++end]) {
    if (byte === undefined) throw invalid('a name has no end');
    hash = (hash * 31 + byte) | 0;
  }
  reader.at = end + 1;
  const slot = hash & (knownNames.length - 1);
  const known = knownNames[slot] ?? '';
  if (known.length === end - at && isSpelled(known, buffer, at)) return known;
  const name = toText(buffer, at, end);
  if (name.length === end - at && name.length <= LONGEST_KNOWN_NAME) knownNames[slot] = name;
  return name;
}

function isSpelled(name: string, buffer: Buffer, at: number): boolean {
  for (let index = 0; index < name.length; index++) {
    if (name.charCodeAt(index) !== buffer[at + index]) return false;
  }
  return true;
}

function invalid(what: string): StoreError {
  return new StoreError(22, 'InvalidBSON', `These bytes are not a BSON document: ${what}.`);
}
