import { Binary } from 'bson';
import { StoreError } from '../store-error.ts';
import { isArray, isDoc, type Value } from './value.ts';

/** What a wrapped number, a date or an entry of a map costs, about. */
const OBJECT_BYTES = 32;

/** The memory that a decoded value takes, about: for limits, not for accounts. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return OBJECT_BYTES + value.length;
  if (value instanceof Binary) return OBJECT_BYTES + value.position;
  if (isArray(value))
    return value.reduce<number>((sum, item) => sum + 8 + sizeOf(item), OBJECT_BYTES);
  if (!isDoc(value)) return OBJECT_BYTES;
  let sum = OBJECT_BYTES;
  for (const item of value.values()) sum += OBJECT_BYTES + sizeOf(item);
  return sum;
}

/** @returns Takes bytes until there are no more: then it throws code 292. */
export function createBudget(stage: string, maxBytes: number): (bytes: number) => void {
  let taken = 0;
  return (bytes) => {
    taken += bytes;
    if (taken <= maxBytes) return;
    throw memoryExceeded(`${stage} would hold more than ${maxBytes} bytes, this store's limit.`);
  };
}

export function memoryExceeded(message: string): StoreError {
  return new StoreError(292, 'QueryExceededMemoryLimitNoDiskUseAllowed', message);
}
