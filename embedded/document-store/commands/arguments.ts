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

/** The fields of one command or statement. Every error names it and the field. Null is as
 * good as absent. */
export type Arguments = {
  /** The command's name, as the client spelled it. */
  readonly command: string;
  readonly body: WireDoc;
  has(field: string): boolean;
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
};

type Sections = ReadonlyMap<string, readonly Uint8Array[]>;

export function createArguments(
  command: string,
  body: WireDoc,
  sections: Sections = new Map(),
): Arguments {
  const given = (field: string) => body.get(field) ?? undefined;
  const named = (field: string) => `${command}.${field}`;
  return {
    command,
    body,
    has: (field) => given(field) !== undefined,
    text(field) {
      const value = given(field);
      if (typeof value === 'string') return value;
      throw wrongType(named(field), 'a string');
    },
    count: (field, fallback) => toCount(given(field), named(field)) ?? fallback,
    flag: (field, fallback) => toFlag(given(field), named(field)) ?? fallback,
    doc: (field) => toSupported(given(field), named(field)),
    docs: (field) => sections.get(field) ?? toDocuments(given(field), named(field)),
    hint(field) {
      const value = given(field);
      return typeof value === 'string' ? value : toSupported(value, named(field));
    },
  };
}

function toCount(value: WireValue, field: string): number | undefined {
  if (value === undefined) return undefined;
  const number = toNumber(value);
  if (number === undefined) throw wrongType(field, 'a number');
  if (Number.isInteger(number) && number >= 0) return number;
  throw new StoreError(2, 'BadValue', `BSON field '${field}' must be a whole number from 0 on.`);
}

function toFlag(value: WireValue, field: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  const number = toNumber(value);
  if (number === undefined) throw wrongType(field, 'a boolean');
  return number !== 0;
}

function toSupported(value: WireValue, field: string): Doc | undefined {
  if (value === undefined) return undefined;
  if (!(value instanceof Map)) throw wrongType(field, 'an object');
  assertSupported(value, field);
  return value;
}

function toDocuments(value: WireValue, field: string): readonly Uint8Array[] {
  if (!Array.isArray(value)) throw wrongType(field, 'an array');
  return value.map((item: WireValue) => {
    if (item instanceof Map) return encodeDoc(item);
    throw wrongType(field, 'an array of objects');
  });
}

function wrongType(field: string, wanted: string): StoreError {
  const message = `BSON field '${field}' is the wrong type, expected ${wanted}.`;
  return new StoreError(14, 'TypeMismatch', message);
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

const NONE: ReadonlySet<string> = new Set();

/** @throws {StoreError} Code 40415 for a field that the store does not know. */
export function assertKnownFields(
  command: string,
  body: WireDoc,
  known: readonly string[],
  generic: ReadonlySet<string> = NONE,
): void {
  for (const field of body.keys()) {
    if (generic.has(field) || known.includes(field)) continue;
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
