import { Binary, Double, Int32, ObjectId } from 'bson';
import { EMPTY_ARRAY } from '../query/key.ts';
import { isArray, type Doc, type Value } from '../query/value.ts';
import { StoreError } from '../store-error.ts';
import { indexedValues, type IndexEntry } from './index-entries.ts';

/** Code 11000, with the two fields that drivers hand on: which key, and which value of it. */
export class DuplicateKeyError extends StoreError {
  readonly keyPattern: Doc;
  readonly keyValue: Doc;

  constructor(namespace: string, indexName: string, keyPattern: Doc, keyValue: Doc) {
    const key = `{ ${[...keyValue].map(([path, value]) => `${path}: ${shown(value)}`).join(', ')} }`;
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

/** As MongoDB's sentence spells it. */
function shown(value: Value): string {
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Binary) return `BinData(${value.sub_type}, ${value.toString('hex')})`;
  if (value instanceof Int32 || value instanceof Double) return String(value.value);
  if (value instanceof Map)
    return `{ ${[...value].map(([k, v]) => `${k}: ${shown(v)}`).join(', ')} }`;
  if (isArray(value)) return `[ ${value.map(shown).join(', ')} ]`;
  return JSON.stringify(value);
}
