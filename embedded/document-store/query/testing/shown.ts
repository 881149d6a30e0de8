import { Binary, Double, Int32, ObjectId } from 'bson';
import { isArray, isDoc, type Value } from '../value.ts';

/** A value as text that tells everything: order of fields, int32 `5` from double `5.0`. For tests. */
export function shown(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Int32) return String(value.value);
  if (value instanceof Double)
    return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Binary) return `0x${value.toString('hex')}`;
  if (isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (!isDoc(value)) return '?';
  return `{${[...value].map(([name, item]) => `${name}: ${shown(item)}`).join(', ')}}`;
}
