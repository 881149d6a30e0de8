import { Double, Int32 } from 'bson';
import { StoreError } from '../store-error.ts';
import { compareValues } from './key.ts';
import type { Place, UpdateLeaf } from './update-tree.ts';
import {
  badValue,
  describe,
  isArray,
  isDoc,
  isInt32,
  isNumber,
  typeName,
  type Value,
} from './value.ts';

/** An operator's leaf for one field, from the operand written there. */
export type ParseLeaf = (path: string, operand: Value) => UpdateLeaf;

type Modify = UpdateLeaf['modify'];

function leaf(operator: string, modify: Modify): UpdateLeaf {
  return { kind: 'leaf', operator, modify };
}

export const SCALAR_OPERATORS: ReadonlyMap<string, ParseLeaf> = new Map<string, ParseLeaf>([
  ['$set', (_path, value) => leaf('$set', (current) => replace(current, value))],
  [
    '$setOnInsert',
    (_path, value) =>
      leaf('$setOnInsert', (current, { isInsert }) =>
        isInsert ? replace(current, value) : current,
      ),
  ],
  ['$unset', () => leaf('$unset', () => undefined)],
  ['$min', (_path, value) => leaf('$min', (current) => keepBetter(current, value, -1))],
  ['$max', (_path, value) => leaf('$max', (current) => keepBetter(current, value, 1))],
  ['$inc', (path, value) => parseArithmetic('$inc', path, value)],
  ['$mul', (path, value) => parseArithmetic('$mul', path, value)],
  ['$currentDate', parseCurrentDate],
]);

function replace(current: Value | undefined, value: Value): Value {
  return current !== undefined && isIdentical(current, value) ? current : value;
}

/** Equal in value and in every type within: nothing to write. 1 and 1.0 are not identical. */
export function isIdentical(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) {
    return a instanceof Int32 === b instanceof Int32 && Object.is(a.value, b.value);
  }
  if (isDoc(a) && isDoc(b)) {
    if (a.size !== b.size) return false;
    const others = [...b];
    return [...a].every(([name, value], index) => {
      const other = others[index];
      return other !== undefined && other[0] === name && isIdentical(value, other[1]);
    });
  }
  if (isArray(a) && isArray(b)) {
    return a.length === b.length && a.every((item, index) => isIdentical(item, b[index] ?? null));
  }
  return !isDoc(a) && !isArray(a) && !isNumber(a) && compareValues(a, b) === 0;
}

/** In the order of all types, so that `$min` with null takes null's place below every number. */
function keepBetter(current: Value | undefined, value: Value, sign: 1 | -1): Value {
  if (current === undefined) return value;
  return compareValues(value, current) * sign > 0 ? value : current;
}

const ARITHMETIC = {
  $inc: { verb: 'increment', of: (a: number, b: number) => a + b },
  $mul: { verb: 'multiply', of: (a: number, b: number) => a * b },
} as const;

function parseArithmetic(operator: '$inc' | '$mul', path: string, operand: Value): UpdateLeaf {
  const { verb, of } = ARITHMETIC[operator];
  if (!isNumber(operand)) {
    throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${describe(operand)}}`);
  }
  return leaf(operator, (current, place) => {
    if (current === undefined && operator === '$inc') return operand;
    if (current === undefined) return zeroTimes(operand);
    if (!isNumber(current)) {
      const id = describe(place.root.get('_id') ?? null);
      throw typeMismatch(
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${id}} has the field ` +
          `'${path}' of non-numeric type ${typeName(current)}`,
      );
    }
    const result = toNumber(of(current.value, operand.value), current, operand);
    if (result === undefined) throw badValue(outOfRange(operator, path));
    return isIdentical(current, result) ? current : result;
  });
}

/** int32 with int32 is int32, everything else double; undefined where MongoDB would go on to a
 * 64-bit integer, or where the result is not a number. */
export function toNumber(
  result: number,
  a: Int32 | Double,
  b: Int32 | Double,
): Int32 | Double | undefined {
  if (Number.isNaN(result)) return undefined;
  if (a instanceof Double || b instanceof Double) return new Double(result);
  // 0 * -1 is -0, which an integer has not.
  return isInt32(result) ? new Int32(result === 0 ? 0 : result) : undefined;
}

/** What `$mul` puts where nothing was: a zero of the operand's type, -0.0 for a negative double. */
function zeroTimes(operand: Int32 | Double): Value {
  if (operand instanceof Int32) return new Int32(0);
  return new Double(Number.isFinite(operand.value) ? operand.value * 0 : 0);
}

function outOfRange(operator: string, path: string): string {
  return (
    `${operator}: the result for the field '${path}' lies outside the range of int32; ` +
    'this store keeps no 64-bit integers and no NaN. Use a double.'
  );
}

function parseCurrentDate(path: string, operand: Value): UpdateLeaf {
  const type = isDoc(operand) && operand.size === 1 ? operand.get('$type') : undefined;
  if (type === 'timestamp') {
    throw badValue(`$currentDate: ${path}: this store keeps no timestamps. Use {$type: 'date'}.`);
  }
  if (typeof operand !== 'boolean' && type !== 'date') {
    throw badValue(
      `${describe(operand)} is not a valid type for $currentDate. Please use a boolean ('true') ` +
        "or a $type expression ({$type: 'date'}).",
    );
  }
  return leaf('$currentDate', (current, { now }) => replace(current, now));
}

/** The two ends of `$rename`: the field that goes, and the one that takes its value. */
export function renameLeaves(from: string): { source: UpdateLeaf; target: UpdateLeaf } {
  return {
    source: leaf('$unset', () => undefined),
    target: leaf('$rename', (current, place) => {
      const value = readSource(from, place);
      return value === undefined ? current : replace(current, value);
    }),
  };
}

/** @throws {StoreError} Code 2 for an array on the way, 28 for a scalar. */
function readSource(from: string, { root }: Place): Value | undefined {
  let current: Value | undefined = root;
  for (const part of from.split('.')) {
    if (current === undefined) return undefined;
    if (isArray(current)) {
      throw badValue(`The source field of $rename cannot be an array element: '${from}'`);
    }
    if (!isDoc(current)) {
      const message = `Cannot use the part (${part}) of (${from}) to traverse ${describe(current)}`;
      throw new StoreError(28, 'PathNotViable', message);
    }
    current = current.get(part);
  }
  return current;
}

export function typeMismatch(message: string): StoreError {
  return new StoreError(14, 'TypeMismatch', message);
}
