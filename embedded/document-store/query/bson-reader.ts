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

/**
 * Reads one BSON document, which must fill `bytes` exactly. Numbers keep their types.
 *
 * @throws {StoreError} Code 22 InvalidBSON for bytes that are not a document.
 */
export function readBson(bytes: Uint8Array): WireDoc {
  void bytes;
  throw new Error('not built yet');
}
