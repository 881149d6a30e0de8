import type { FieldTest, FilterNode } from './filter-tree.ts';
import { parsePath } from './paths.ts';
import { parseTypes } from './type-names.ts';
import { badValue, describe, type Doc, isArray, isDoc, isNumber, type Value } from './value.ts';

/** @throws {StoreError} Code 2 BadValue for an unknown, misused or unsupported operator. */
export function parseFilter(filter: Doc): FilterNode {
  const children: FilterNode[] = [];
  for (const [name, value] of filter) {
    if (name === '$comment') continue;
    if (name.startsWith('$')) children.push(parseLogical(name, value));
    else children.push(...parseField(name, value));
  }
  const [only] = children;
  if (only !== undefined && children.length === 1) return only;
  return { kind: 'and', children, origin: { name: '', operator: '$and', value: filter } };
}

const LOGICAL: ReadonlyMap<string, 'and' | 'or' | 'nor'> = new Map([
  ['$and', 'and'],
  ['$or', 'or'],
  ['$nor', 'nor'],
]);

/** Operators that stand where a field's name would, supported or not. */
const PATHLESS = new Set([
  ...LOGICAL.keys(),
  '$comment',
  '$expr',
  '$where',
  '$text',
  '$jsonSchema',
  '$alwaysTrue',
  '$alwaysFalse',
  '$sampleRate',
]);

/** Whether an operator stands by itself in a filter, as `$or` does, and not below a field. */
export function isPathless(operator: string): boolean {
  return PATHLESS.has(operator);
}

function parseLogical(operator: string, value: Value): FilterNode {
  const kind = LOGICAL.get(operator);
  if (kind === undefined) {
    throw badValue(
      PATHLESS.has(operator)
        ? `filter: ${operator} is not supported by this store.`
        : `unknown top level operator: ${operator}.`,
    );
  }
  if (!isArray(value)) throw badValue(`${operator} must be an array`);
  if (value.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  const children = value.map((entry) => {
    if (!isDoc(entry)) throw badValue('$or/$and/$nor entries need to be full objects');
    return parseFilter(entry);
  });
  return { kind, children, origin: { name: '', operator, value } };
}

function parseField(name: string, value: Value): FilterNode[] {
  const path = parsePath(name);
  if (!isOperators(value)) {
    const origin = { name, operator: '$eq', value };
    return [{ kind: 'field', path, test: { kind: 'equals', value }, origin }];
  }
  return parseOperators(value).map(({ operator, test }) => ({
    kind: 'field',
    path,
    test,
    origin: { name, operator, value: value.get(operator) ?? null },
  }));
}

/** `{$gt: 5}` is operators; `{}`, `{a: 1}` and a DBRef are values to be equal to. */
function isOperators(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const [first] = value.keys();
  return first !== undefined && first.startsWith('$') && !(value.has('$ref') && value.has('$id'));
}

type NamedTest = { readonly operator: string; readonly test: FieldTest };

function parseOperators(operators: Doc): NamedTest[] {
  const tests: NamedTest[] = [];
  for (const [operator, operand] of operators) {
    const parse = OPERATORS.get(operator);
    if (parse === undefined) {
      throw badValue(
        UNSUPPORTED.has(operator)
          ? `filter: ${operator} is not supported by this store.`
          : `unknown operator: ${operator}`,
      );
    }
    tests.push({ operator, test: parse(operand) });
  }
  return tests;
}

const UNSUPPORTED = new Set([
  '$regex',
  '$options',
  '$mod',
  '$bitsAllSet',
  '$bitsAllClear',
  '$bitsAnySet',
  '$bitsAnyClear',
  '$geoWithin',
  '$geoIntersects',
  '$near',
  '$nearSphere',
  '$within',
  '$maxDistance',
]);

const OPERATORS: ReadonlyMap<string, (operand: Value) => FieldTest> = new Map<
  string,
  (operand: Value) => FieldTest
>([
  ['$eq', (value) => ({ kind: 'equals', value })],
  ['$ne', (value) => not({ kind: 'equals', value })],
  ['$gt', (value) => ({ kind: 'range', operator: '$gt', value })],
  ['$gte', (value) => ({ kind: 'range', operator: '$gte', value })],
  ['$lt', (value) => ({ kind: 'range', operator: '$lt', value })],
  ['$lte', (value) => ({ kind: 'range', operator: '$lte', value })],
  ['$in', (value) => parseIn('$in', value)],
  ['$nin', (value) => not(parseIn('$nin', value))],
  ['$exists', (value) => (isTrue(value) ? { kind: 'exists' } : not({ kind: 'exists' }))],
  ['$type', (value) => ({ kind: 'type', types: parseTypes(value) })],
  ['$size', parseSize],
  ['$all', parseAll],
  ['$elemMatch', parseElemMatch],
  ['$not', parseNot],
]);

function not(...tests: FieldTest[]): FieldTest {
  return { kind: 'not', tests };
}

/** What MongoDB takes for true: everything but false, null and a zero. */
export function isTrue(value: Value): boolean {
  return isNumber(value) ? value.value !== 0 : value !== false && value !== null;
}

function parseIn(operator: string, values: Value): FieldTest {
  if (!isArray(values)) throw badValue(`${operator} needs an array`);
  if (values.some(isOperators)) throw badValue(`cannot nest $ under ${operator}`);
  return { kind: 'in', values };
}

function parseSize(value: Value): FieldTest {
  if (!isNumber(value) || !Number.isInteger(value.value) || value.value < 0) {
    throw badValue(
      `Failed to parse $size. Expected a non-negative whole number, not ${describe(value)}.`,
    );
  }
  return { kind: 'size', size: value.value };
}

function parseAll(values: Value): FieldTest {
  if (!isArray(values)) throw badValue('$all needs an array');
  const [first] = values;
  const isElemMatches = isDoc(first) && first.has('$elemMatch');
  const tests = values.map((value): FieldTest => {
    if (!isOperators(value)) {
      if (isElemMatches) throw badValue('$all/$elemMatch has to be consistent');
      return { kind: 'equals', value };
    }
    if (!isElemMatches) throw badValue('no $ expressions in $all');
    if (value.size !== 1 || !value.has('$elemMatch')) {
      throw badValue('$all/$elemMatch has to be consistent');
    }
    return parseElemMatch(value.get('$elemMatch') ?? null);
  });
  return { kind: 'all', tests };
}

function parseElemMatch(operand: Value): FieldTest {
  if (!isDoc(operand)) throw badValue('$elemMatch needs an Object');
  const [first = ''] = operand.keys();
  const isReference = ['$ref', '$id', '$db'].some((name) => operand.has(name));
  if (!first.startsWith('$') || PATHLESS.has(first) || isReference) {
    return { kind: 'elementDoc', filter: parseFilter(operand) };
  }
  return { kind: 'elementValue', tests: parseOperators(operand).map(({ test }) => test) };
}

function parseNot(operand: Value): FieldTest {
  if (!isDoc(operand)) throw badValue('$not needs a regex or a document');
  if (operand.size === 0) throw badValue('$not cannot be empty');
  return not(...parseOperators(operand).map(({ test }) => test));
}
