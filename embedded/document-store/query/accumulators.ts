import { Double, Int32 } from 'bson';
import { StoreError } from '../store-error.ts';
import { parseExpression } from './expressions.ts';
import { compareValues, encodeKey } from './key.ts';
import { sizeOf } from './memory-budget.ts';
import { badValue, failedToParse, isArray, isDoc, isInt32, isNumber, type Value } from './value.ts';
import type { Computed } from './projection-tree.ts';

/** Gathers one field of one group. */
export type Accumulator = {
  /** @returns The bytes that are held now and were not before, about. */
  add(value: Value | undefined): number;
  result(): Value;
};

export type AccumulatorSpec = {
  readonly name: string;
  readonly input: Computed;
  readonly create: () => Accumulator;
};

const ACCUMULATORS: ReadonlyMap<string, (name: string) => Accumulator> = new Map([
  ['$sum', createSum],
  ['$avg', createAverage],
  ['$min', () => createExtreme(-1)],
  ['$max', () => createExtreme(1)],
  ['$first', () => createEnd('first')],
  ['$last', () => createEnd('last')],
  ['$push', createPush],
  ['$addToSet', createSet],
  ['$count', createSum],
]);

/** @throws {StoreError} Code 40234 to 40238 or 15952, as MongoDB has them. */
export function parseAccumulator(name: string, value: Value): AccumulatorSpec {
  if (name.includes('.')) {
    throw new StoreError(40235, 'Location40235', `The field name '${name}' cannot contain '.'`);
  }
  if (name.startsWith('$')) {
    const message = `The field name '${name}' cannot be an operator name`;
    throw new StoreError(40236, 'Location40236', message);
  }
  if (!isDoc(value)) {
    throw new StoreError(
      40234,
      'Location40234',
      `The field '${name}' must be an accumulator object`,
    );
  }
  const [entry] = value;
  if (entry === undefined || value.size !== 1) {
    throw new StoreError(
      40238,
      'Location40238',
      `The field '${name}' must specify one accumulator`,
    );
  }
  const [operator, operand] = entry;
  const create = ACCUMULATORS.get(operator);
  if (create === undefined) {
    const message = `The group operator '${operator}' is unknown or not supported by this store.`;
    throw new StoreError(15952, 'Location15952', message);
  }
  return { name, input: parseInput(operator, operand), create: () => create(name) };
}

function parseInput(operator: string, operand: Value): Computed {
  if (isArray(operand)) {
    const message = `The ${operator} accumulator is a unary operator`;
    throw new StoreError(40237, 'Location40237', message);
  }
  if (operator !== '$count') return parseExpression(operand);
  if (!isDoc(operand) || operand.size > 0) {
    throw failedToParse('$count takes no arguments, i.e. $count:{}');
  }
  const one = new Int32(1);
  return () => one;
}

/** A sum of doubles that keeps what rounding takes from each step (Neumaier's). */
function createTotal(): { add(number: number): void; total(): number } {
  let sum = 0;
  let lost = 0;
  return {
    add: (number) => {
      const next = sum + number;
      lost += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum;
      sum = next;
    },
    // Infinity - Infinity would make the part that was lost NaN.
    total: () => (Number.isFinite(sum) ? sum + lost : sum),
  };
}

/** Numbers only; int32 while all are and the sum fits, else MongoDB would give a 64-bit one. */
function createSum(name: string): Accumulator {
  const total = createTotal();
  let isInt = true;
  return {
    add: (value) => {
      if (!isNumber(value)) return 0;
      isInt &&= value instanceof Int32;
      total.add(value.value);
      return 0;
    },
    result: () => {
      const sum = total.total();
      if (!isInt && !Number.isNaN(sum)) return new Double(sum);
      if (isInt && isInt32(sum)) return new Int32(sum);
      throw badValue(
        `$sum: '${name}' lies outside the range of int32; this store keeps no 64-bit integers.`,
      );
    },
  };
}

function createAverage(): Accumulator {
  const total = createTotal();
  let count = 0;
  return {
    add: (value) => {
      if (!isNumber(value)) return 0;
      count++;
      total.add(value.value);
      return 0;
    },
    result: () => (count === 0 ? null : new Double(total.total() / count)),
  };
}

/** Null and missing do not count; null when nothing else came. */
function createExtreme(sign: 1 | -1): Accumulator {
  let extreme: Value = null;
  return {
    add: (value) => {
      if (value === undefined || value === null) return 0;
      if (extreme !== null && compareValues(value, extreme) * sign <= 0) return 0;
      const grown = sizeOf(value) - (extreme === null ? 0 : sizeOf(extreme));
      extreme = value;
      return grown;
    },
    result: () => extreme,
  };
}

function createEnd(end: 'first' | 'last'): Accumulator {
  let kept: Value | undefined;
  let isEmpty = true;
  return {
    add: (value) => {
      if (end === 'first' && !isEmpty) return 0;
      const grown = sizeOf(value ?? null) - (isEmpty ? 0 : sizeOf(kept ?? null));
      kept = value;
      isEmpty = false;
      return grown;
    },
    result: () => kept ?? null,
  };
}

function createPush(): Accumulator {
  const items: Value[] = [];
  return {
    add: (value) => {
      if (value === undefined) return 0;
      items.push(value);
      return sizeOf(value);
    },
    result: () => items,
  };
}

function createSet(): Accumulator {
  const items = new Map<string, Value>();
  return {
    add: (value) => {
      if (value === undefined) return 0;
      const key = encodeKey(value).toString('latin1');
      if (items.has(key)) return 0;
      items.set(key, value);
      return sizeOf(value) + key.length;
    },
    result: () => [...items.values()],
  };
}
