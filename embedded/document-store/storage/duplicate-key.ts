import { EJSON } from 'bson';
import { EMPTY_ARRAY } from '../query/key.ts';
import { decodeWire, encodeDoc, type Doc, type Value } from '../query/value.ts';
import { StoreError } from '../store-error.ts';
import { indexedValues, type IndexEntry } from './index-entries.ts';

/** Code 11000, with the two fields that drivers hand on: which key, and which value of it. */
export class DuplicateKeyError extends StoreError {
  readonly keyPattern: Doc;
  readonly keyValue: Doc;

  constructor(namespace: string, indexName: string, keyPattern: Doc, keyValue: Doc) {
    const key = EJSON.stringify(toPlain(keyValue), { relaxed: true });
    super(
      11000,
      'DuplicateKey',
      `E11000 duplicate key error collection: ${namespace} index: ${indexName} dup key: ${key}`,
    );
    this.keyPattern = keyPattern;
    this.keyValue = keyValue;
  }
}

/** @param doc The document that was refused. */
export function duplicateKey(
  namespace: string,
  entry: IndexEntry,
  idKey: Uint8Array,
  doc: Doc,
): DuplicateKeyError {
  const values = indexedValues(entry, idKey, doc);
  const keyValue = new Map<string, Value>(
    entry.index.paths.map((path, place) => {
      const value = values[place];
      return [path, value === undefined || value === EMPTY_ARRAY ? null : value];
    }),
  );
  return new DuplicateKeyError(namespace, entry.index.name, entry.index.keyPattern, keyValue);
}

function toPlain(doc: Doc): object {
  return Object.fromEntries([...decodeWire(encodeDoc(doc))].map(([k, v]) => [k, toPlainValue(v)]));
}

function toPlainValue(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([k, v]) => [k, toPlainValue(v)]));
  return Array.isArray(value) ? value.map(toPlainValue) : value;
}
