import { compileFilter } from './filter.ts';
import { isPathless } from './filter-parser.ts';
import { compareValues } from './key.ts';
import { getPath } from './paths.ts';
import { type ParseLeaf, typeMismatch } from './update-scalars.ts';
import type { UpdateLeaf } from './update-tree.ts';
import {
  badValue,
  describe,
  type Doc,
  failedToParse,
  isArray,
  isDoc,
  isNumber,
  typeName,
  type Value,
} from './value.ts';

export const ARRAY_OPERATORS: ReadonlyMap<string, ParseLeaf> = new Map<string, ParseLeaf>([
  ['$push', parsePush],
  ['$addToSet', parseAddToSet],
  ['$pull', (path, operand) => pullLeaf('$pull', path, toPullTest(operand))],
  ['$pullAll', parsePullAll],
  ['$pop', parsePop],
]);

type Push = {
  readonly each: readonly Value[];
  readonly position: number;
  readonly slice: number | undefined;
  readonly sort: ((a: Value, b: Value) => number) | undefined;
};

function parsePush(path: string, operand: Value): UpdateLeaf {
  const push = parsePushClauses(operand);
  return {
    kind: 'leaf',
    operator: '$push',
    modify: (current, { root }) => {
      const items = current ?? [];
      if (!isArray(items)) {
        const id = describe(root.get('_id') ?? null);
        throw badValue(
          `The field '${path}' must be an array but is of type ${typeName(items)} in document {_id: ${id}}`,
        );
      }
      const result = pushInto(items, push);
      const isSame = push.each.length === 0 && !push.sort && result.length === items.length;
      return isSame && current !== undefined ? current : result;
    },
  };
}

function pushInto(items: readonly Value[], { each, position, slice, sort }: Push): Value[] {
  const from = position < 0 ? Math.max(items.length + position, 0) : position;
  let result = items.toSpliced(from, 0, ...each);
  if (sort) result = result.toSorted(sort);
  if (slice === undefined) return result;
  // A negative slice keeps the end; slice(-0) would keep all.
  if (slice >= 0) return result.slice(0, slice);
  return result.slice(slice);
}

function parsePushClauses(operand: Value): Push {
  if (!isDoc(operand) || !operand.has('$each')) {
    return { each: [operand], position: Infinity, slice: undefined, sort: undefined };
  }
  for (const clause of operand.keys()) {
    if (!['$each', '$slice', '$sort', '$position'].includes(clause)) {
      throw badValue(`Unrecognized clause in $push: ${clause}`);
    }
  }
  const each = operand.get('$each') ?? null;
  if (!isArray(each)) {
    throw badValue(
      `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`,
    );
  }
  const sort = operand.get('$sort');
  return {
    each,
    position: parseWhole(operand, '$position') ?? Infinity,
    slice: parseWhole(operand, '$slice'),
    sort: sort === undefined ? undefined : parsePushSort(sort),
  };
}

function parseWhole(clauses: Doc, name: string): number | undefined {
  const value = clauses.get(name);
  if (value === undefined) return undefined;
  if (!isNumber(value) || !Number.isInteger(value.value)) {
    throw badValue(`The value for ${name} must be an integer value, not ${describe(value)}`);
  }
  return value.value;
}

/** By the whole element, or by fields of elements that are documents: others have none. */
function parsePushSort(sort: Value): (a: Value, b: Value) => number {
  if (isNumber(sort)) {
    const sign = parseDirection(sort);
    return (a, b) => compareValues(a, b) * sign;
  }
  if (!isDoc(sort)) {
    throw badValue(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  }
  if (sort.size === 0) {
    throw badValue('The $sort pattern is empty when it should be a set of fields.');
  }
  const fields = [...sort].map(([path, direction]) => ({ path, sign: parseDirection(direction) }));
  return (a, b) => {
    for (const { path, sign } of fields) {
      const order = compareValues(fieldOf(a, path), fieldOf(b, path)) * sign;
      if (order !== 0) return order;
    }
    return 0;
  };
}

function parseDirection(direction: Value): number {
  if (isNumber(direction) && Math.abs(direction.value) === 1) return direction.value;
  throw badValue('The $sort element value must be either 1 or -1');
}

function fieldOf(element: Value, path: string): Value | undefined {
  return isDoc(element) ? getPath(element, path) : undefined;
}

function parseAddToSet(path: string, operand: Value): UpdateLeaf {
  const wanted = withoutRepeats([], parseAddToSetEach(operand));
  return {
    kind: 'leaf',
    operator: '$addToSet',
    modify: (current) => {
      if (current === undefined) return wanted;
      if (!isArray(current)) {
        throw badValue(
          `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeName(current)}`,
        );
      }
      const added = withoutRepeats(current, wanted);
      return added.length === 0 ? current : [...current, ...added];
    },
  };
}

function parseAddToSetEach(operand: Value): readonly Value[] {
  if (!isDoc(operand)) return [operand];
  const [first] = operand.keys();
  if (first !== '$each') return [operand];
  const each = operand.get('$each') ?? null;
  if (!isArray(each)) {
    throw typeMismatch(
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`,
    );
  }
  if (operand.size > 1) throw badValue('Found unexpected fields after $each in $addToSet');
  return each;
}

/** Those of `wanted` that neither `present` nor an earlier one equals; 1 equals 1.0 here. */
function withoutRepeats(present: readonly Value[], wanted: readonly Value[]): Value[] {
  const added: Value[] = [];
  for (const value of wanted) {
    const isThere = (item: Value): boolean => compareValues(item, value) === 0;
    if (!present.some(isThere) && !added.some(isThere)) added.push(value);
  }
  return added;
}

type PullTest = (element: Value) => boolean;

function toPullTest(operand: Value): PullTest {
  if (!isDoc(operand)) return (element) => compareValues(element, operand) === 0;
  const [first = ''] = operand.keys();
  if (first.startsWith('$') && !isPathless(first)) {
    // Operators ask about the element as about the value of a field without a name.
    const filter = compileFilter(new Map([['', operand]]));
    return (element) => filter.matches(new Map([['', element]]));
  }
  const filter = compileFilter(operand);
  return (element) => isDoc(element) && filter.matches(element);
}

function parsePullAll(path: string, operand: Value): UpdateLeaf {
  if (!isArray(operand)) {
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
  }
  return pullLeaf('$pullAll', path, (element) =>
    operand.some((value) => compareValues(element, value) === 0),
  );
}

function pullLeaf(operator: string, path: string, isPulled: PullTest): UpdateLeaf {
  return {
    kind: 'leaf',
    operator,
    modify: (current) => {
      if (current === undefined) return undefined;
      if (!isArray(current)) {
        throw badValue(`Cannot apply ${operator} to a non-array value at '${path}'`);
      }
      const kept = current.filter((element) => !isPulled(element));
      return kept.length === current.length ? current : kept;
    },
  };
}

function parsePop(path: string, operand: Value): UpdateLeaf {
  if (!isNumber(operand)) {
    throw failedToParse(`Expected a number in: ${path}: ${describe(operand)}`);
  }
  if (Math.abs(operand.value) !== 1) {
    throw failedToParse(`$pop expects 1 or -1, found: ${operand.value}`);
  }
  const isFirst = operand.value === -1;
  return {
    kind: 'leaf',
    operator: '$pop',
    modify: (current) => {
      if (current === undefined) return undefined;
      if (!isArray(current)) {
        throw typeMismatch(
          `Path '${path}' contains an element of non-array type '${typeName(current)}'`,
        );
      }
      if (current.length === 0) return current;
      return isFirst ? current.slice(1) : current.slice(0, -1);
    },
  };
}
