import { Double, Int32, Long } from 'bson';
import {
  assertSupported,
  decodeWire,
  encodeDoc,
  type Doc,
  type WireDoc,
  type WireValue,
} from '../query/value.ts';
import { StoreError } from '../store-error.ts';

/** Reads the fields of one command. Every error names the command and the field. */
export type Arguments = {
  readonly command: string;
  readonly body: WireDoc;
  text(field: string): string;
  /** A whole number from 0 on. */
  count(field: string, fallback: number): number;
  flag(field: string, fallback: boolean): boolean;
  /** A document with the store's types only. */
  doc(field: string): Doc | undefined;
  /** Documents, from the body or from the message's section of that name. */
  docs(field: string): readonly Uint8Array[];
  /** Name of an index, or its key pattern as a document. */
  hint(field: string): string | Doc | undefined;
  has(field: string): boolean;
};

export function createArguments(
  command: string,
  body: WireDoc,
  sequences: ReadonlyMap<string, readonly Uint8Array[]> = new Map(),
): Arguments {
  const wrong = (field: string, wanted: string) =>
    new StoreError(
      14,
      'TypeMismatch',
      `BSON field '${command}.${field}' is the wrong type, expected ${wanted}.`,
    );
  const given = (field: string) => {
    const value = body.get(field);
    return value === null ? undefined : value;
  };
  return {
    command,
    body,
    has: (field) => given(field) !== undefined,
    text(field) {
      const value = given(field);
      if (typeof value !== 'string') throw wrong(field, 'a string');
      return value;
    },
    count(field, fallback) {
      const value = given(field);
      if (value === undefined) return fallback;
      const number = toNumber(value);
      if (number === undefined) throw wrong(field, 'a number');
      if (!Number.isInteger(number) || number < 0) {
        throw new StoreError(
          2,
          'BadValue',
          `BSON field '${command}.${field}' must be a whole number from 0 on.`,
        );
      }
      return number;
    },
    flag(field, fallback) {
      const value = given(field);
      if (value === undefined) return fallback;
      if (typeof value === 'boolean') return value;
      const number = toNumber(value);
      if (number === undefined) throw wrong(field, 'a boolean');
      return number !== 0;
    },
    doc(field) {
      const value = given(field);
      if (value === undefined) return undefined;
      if (!(value instanceof Map)) throw wrong(field, 'an object');
      assertSupported(value, `${command}.${field}`);
      return value;
    },
    docs(field) {
      const section = sequences.get(field);
      if (section !== undefined) return section;
      const value = given(field);
      if (!Array.isArray(value)) throw wrong(field, 'an array');
      return value.map((item: WireValue) => {
        if (item instanceof Map) return encodeDoc(item);
        throw wrong(field, 'an array of objects');
      });
    },
    hint(field) {
      const value = given(field);
      if (value === undefined || typeof value === 'string') return value;
      if (!(value instanceof Map)) throw wrong(field, 'a string or an object');
      assertSupported(value, `${command}.${field}`);
      return value;
    },
  };
}

/** One statement of an update or delete, with its own fields checked against a table. */
export function statementArguments(
  name: string,
  bytes: Uint8Array,
  known: readonly string[],
): Arguments {
  const body = decodeWire(bytes);
  assertKnownFields(name, body, known);
  return createArguments(name, body);
}

/** @throws {StoreError} Code 40415 for a field that the store does not know. */
export function assertKnownFields(command: string, body: WireDoc, known: readonly string[]): void {
  for (const field of body.keys()) {
    if (known.includes(field)) continue;
    const message = `BSON field '${command}.${field}' is an unknown field, or one that this store does not support.`;
    throw new StoreError(40415, 'Location40415', message);
  }
}

export function toNumber(value: WireValue): number | undefined {
  if (value instanceof Int32 || value instanceof Double) return value.value;
  return value instanceof Long ? value.toNumber() : undefined;
}

export function toBigInt(value: WireValue): bigint | undefined {
  if (value instanceof Long) return value.toBigInt();
  const number = toNumber(value);
  return number === undefined ? undefined : BigInt(Math.trunc(number));
}
