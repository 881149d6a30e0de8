import { Binary, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import { encodeDoc, type WireValue } from '../query/value.ts';

/** Documents that are BSON already: stored ones go out as they are, without being decoded. */
export class RawDocs {
  readonly documents: readonly Uint8Array[];
  constructor(documents: readonly Uint8Array[]) {
    this.documents = documents;
  }
}

/** One document that is BSON already. */
export class RawDoc {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A JavaScript number is written as int32 where it is one, else as double; bigint as int64. */
export type ReplyValue =
  WireValue | number | bigint | RawDoc | RawDocs | ReplyDoc | readonly ReplyValue[];

export type ReplyDoc = { readonly [field: string]: ReplyValue };

const START_BYTES = 1 << 16;
/** A scratch above this is given back after the message that needed it. */
const KEEP_BYTES = 1 << 20;

let scratch = Buffer.allocUnsafeSlow(START_BYTES);
let at = 0;

/** Writes a document behind `headerBytes` of room for the caller's own header. */
export function writeReply(reply: ReplyDoc, headerBytes: number): Buffer {
  at = headerBytes;
  writeDocument(reply);
  const message = Buffer.from(scratch.subarray(0, at));
  if (scratch.length > KEEP_BYTES) scratch = Buffer.allocUnsafeSlow(START_BYTES);
  return message;
}

function writeDocument(doc: ReplyDoc): void {
  const start = open();
  for (const name of Object.keys(doc)) {
    const value = doc[name];
    if (value !== undefined) writeElement(name, value);
  }
  close(start);
}

function writeArray(items: readonly ReplyValue[]): void {
  const start = open();
  items.forEach((item, index) => writeElement(String(index), item ?? null));
  close(start);
}

function writeRaw(documents: readonly Uint8Array[]): void {
  const start = open();
  let index = 0;
  for (const bytes of documents) {
    writeName(0x03, String(index++));
    writeBytes(bytes);
  }
  close(start);
}

function writeElement(name: string, value: ReplyValue): void {
  if (typeof value === 'string') {
    writeName(0x02, name);
    writeString(value);
  } else if (typeof value === 'number') writeNumber(name, value);
  else if (typeof value === 'boolean') {
    writeName(0x08, name);
    reserve(1);
    scratch[at++] = value ? 1 : 0;
  } else if (typeof value === 'bigint') writeInt64(0x12, name, value);
  else if (value === null || value === undefined) writeName(0x0a, name);
  else if (Array.isArray(value)) {
    writeName(0x04, name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- isArray loses readonly
    writeArray(value as readonly ReplyValue[]);
  } else writeObject(name, value);
}

function writeObject(name: string, value: object): void {
  if (value instanceof RawDocs) {
    writeName(0x04, name);
    writeRaw(value.documents);
  } else if (value instanceof RawDoc) {
    writeName(0x03, name);
    writeBytes(value.bytes);
  } else if (value instanceof Map) {
    writeName(0x03, name);
    writeBytes(encodeDoc(value));
  } else if (value instanceof Int32) writeInt32(name, value.value);
  else if (value instanceof Double) writeDouble(name, value.value);
  else if (value instanceof Date) writeInt64(0x09, name, BigInt(value.getTime()));
  else if (value instanceof ObjectId) {
    writeName(0x07, name);
    writeBytes(value.id);
  } else if (value instanceof Binary) writeBinary(name, value);
  else if (value instanceof Timestamp) writeInt64(0x11, name, value.toBigInt());
  else if (value instanceof Long) writeInt64(0x12, name, value.toBigInt());
  else {
    writeName(0x03, name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one case left of ReplyValue
    writeDocument(value as ReplyDoc);
  }
}

function writeNumber(name: string, value: number): void {
  if ((value | 0) === value && !Object.is(value, -0)) writeInt32(name, value);
  else writeDouble(name, value);
}

function writeInt32(name: string, value: number): void {
  writeName(0x10, name);
  reserve(4);
  at = scratch.writeInt32LE(value, at);
}

function writeDouble(name: string, value: number): void {
  writeName(0x01, name);
  reserve(8);
  at = scratch.writeDoubleLE(value, at);
}

function writeInt64(type: number, name: string, value: bigint): void {
  writeName(type, name);
  reserve(8);
  at = scratch.writeBigInt64LE(BigInt.asIntN(64, value), at);
}

function writeBinary(name: string, value: Binary): void {
  writeName(0x05, name);
  reserve(5);
  at = scratch.writeInt32LE(value.position, at);
  scratch[at++] = value.sub_type;
  writeBytes(value.buffer.subarray(0, value.position));
}

function writeString(text: string): void {
  const length = Buffer.byteLength(text);
  reserve(length + 5);
  at = scratch.writeInt32LE(length + 1, at);
  at += scratch.write(text, at, length, 'utf8');
  scratch[at++] = 0;
}

function writeName(type: number, name: string): void {
  const length = Buffer.byteLength(name);
  reserve(length + 2);
  scratch[at++] = type;
  at += scratch.write(name, at, length, 'utf8');
  scratch[at++] = 0;
}

function writeBytes(bytes: Uint8Array): void {
  reserve(bytes.length);
  scratch.set(bytes, at);
  at += bytes.length;
}

function open(): number {
  reserve(4);
  at += 4;
  return at - 4;
}

function close(start: number): void {
  reserve(1);
  scratch[at++] = 0;
  scratch.writeInt32LE(at - start, start);
}

function reserve(bytes: number): void {
  if (at + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(scratch.length * 2, at + bytes));
  scratch.copy(larger, 0, 0, at);
  scratch = larger;
}
