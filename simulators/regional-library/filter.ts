import type { Row } from './rows.ts';

/** A `q` that Koha would answer with 400 `invalid_query`. */
export class InvalidQueryError extends Error {
  override readonly name = 'InvalidQueryError';
}

/**
 * Koha's query: an object means all of its fields, an array any of its members; a field is compared
 * with a value, with any of an array, or by an operator.
 */
export type Filter = unknown;

/** @throws {InvalidQueryError} Fields that the rows do not have, operators that Koha does not know. */
export function isMatch(filter: Filter, row: Row): boolean {
  if (Array.isArray(filter)) return filter.some((part) => isMatch(part, row));
  return entriesOf(filter).every(([key, test]) => {
    if (key === '-and') return listOf(test).every((part) => isMatch(part, row));
    if (key === '-or') return listOf(test).some((part) => isMatch(part, row));
    return isFieldMatch(test, valueOf(row, key));
  });
}

/**
 * Values to which a field is bound, when it is: what an index on the field can answer. Null where
 * rows may match whatever the field holds.
 */
export function boundValues(filter: Filter, field: string): readonly unknown[] | null {
  if (Array.isArray(filter)) {
    const parts = filter.map((part) => boundValues(part, field));
    return parts.every((part) => part !== null) ? parts.flat() : null;
  }
  for (const [key, test] of entriesOf(filter)) {
    if (key.replace(/^me\./, '') !== field) continue;
    if (Array.isArray(test)) return test;
    if (typeof test === 'string' || typeof test === 'number') return [test];
    const [operator, operand] = entriesOf(test)[0] ?? [];
    if (operator === '-in') return listOf(operand);
    if (operator === '=') return [operand];
  }
  return null;
}

function isFieldMatch(test: unknown, value: unknown): boolean {
  if (Array.isArray(test)) return test.some((one) => isFieldMatch(one, value));
  if (typeof test !== 'object' || test === null) return isEqual(value, test);
  return entriesOf(test).every(([operator, operand]) => isOperatorMatch(operator, operand, value));
}

function isOperatorMatch(operator: string, operand: unknown, value: unknown): boolean {
  if (operator === '=') return isEqual(value, operand);
  if (operator === '!=') return !isEqual(value, operand);
  if (operator === '-in') return listOf(operand).some((one) => isEqual(value, one));
  if (operator === '-like') return isLike(value, String(operand));
  if (operator === '-not_like') return !isLike(value, String(operand));
  const order = compare(value, operand);
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  throw new InvalidQueryError(`unknown operator ${operator}`);
}

/** As the database's collation: letters of either case are the same. */
function isEqual(value: unknown, test: unknown): boolean {
  if (value === null || test === null) return value === test;
  return fold(value) === fold(test);
}

function isLike(value: unknown, pattern: string): boolean {
  const source = pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('%', '.*');
  return value !== null && new RegExp(`^${source}$`, 'is').test(textOf(value));
}

export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && !Number.isNaN(Number(b))) return a - Number(b);
  return fold(a).localeCompare(fold(b));
}

function fold(value: unknown): string {
  return textOf(value).toLowerCase();
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}

export function valueOf(row: Row, key: string): unknown {
  const field = key.replace(/^me\./, '');
  if (!(field in row)) throw new InvalidQueryError(`Invalid field(s) in query: ${field}`);
  return row[field];
}

function entriesOf(filter: unknown): readonly (readonly [string, unknown])[] {
  if (typeof filter === 'object' && filter !== null) return Object.entries(filter);
  throw new InvalidQueryError('a query is an object or an array of objects');
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InvalidQueryError('an array is missing');
}
