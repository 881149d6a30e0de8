import { ObjectId } from 'bson';
import type { FieldTest, FilterNode, RangeOperator } from './filter-tree.ts';
import { compareValues, encodeKey, isSameBracket } from './key.ts';
import { MATCH, NO_MATCH, type Path, visit } from './paths.ts';
import { type Doc, isArray, isDoc, isNumber, typeName, type Value } from './value.ts';

/** Answers as `visit` does: `NO_MATCH`, `MATCH`, or the index of the element that matched. */
export type Matcher = (doc: Doc) => number;

type ValueTest = (value: Value | undefined) => boolean;

export function toMatcher(node: FilterNode): Matcher {
  if (node.kind === 'field') return toFieldMatcher(node.path, node.test);
  const children = node.children.map(toMatcher);
  if (node.kind === 'and') return toAnd(children);
  if (node.kind === 'or') return toOr(children);
  return (doc) => (children.some((child) => child(doc) !== NO_MATCH) ? NO_MATCH : MATCH);
}

/** The last condition that crosses an array says which element the positional `$` means. */
function toAnd(children: readonly Matcher[]): Matcher {
  return (doc) => {
    let result = MATCH;
    for (const child of children) {
      const found = child(doc);
      if (found === NO_MATCH) return NO_MATCH;
      if (found !== MATCH) result = found;
    }
    return result;
  };
}

/** MongoDB does not take the positional element from one of several alternatives. */
function toOr(children: readonly Matcher[]): Matcher {
  const [only] = children;
  if (only !== undefined && children.length === 1) return only;
  return (doc) => (children.some((child) => child(doc) !== NO_MATCH) ? MATCH : NO_MATCH);
}

function toFieldMatcher(path: Path, test: FieldTest): Matcher {
  switch (test.kind) {
    case 'all':
      if (test.tests.length === 0) return () => NO_MATCH;
      return toAnd(test.tests.map((part) => toFieldMatcher(path, part)));
    case 'not': {
      const positive = toAnd(test.tests.map((part) => toFieldMatcher(path, part)));
      return (doc) => (positive(doc) === NO_MATCH ? MATCH : NO_MATCH);
    }
    case 'elementDoc':
    case 'elementValue':
      return toElementMatcher(path, toElementFinder(test));
    case 'equals':
    case 'in':
    case 'range':
    case 'exists':
    case 'type':
    case 'size':
    default: {
      const leafArrays = test.kind === 'size' ? 'whole' : 'elements';
      const query = { path, leafArrays, test: toValueTest(test) } as const;
      return (doc) => visit(doc, query);
    }
  }
}

/** The index of the first element that passes, or -1. */
type ElementFinder = (items: readonly Value[]) => number;

function toElementMatcher(path: Path, find: ElementFinder): Matcher {
  return (doc) => {
    let index = -1;
    const found = visit(doc, {
      path,
      leafArrays: 'whole',
      test: (value) => isArray(value) && (index = find(value)) >= 0,
    });
    return found === MATCH ? index : found;
  };
}

function toElementFinder(test: FieldTest & { kind: 'elementDoc' | 'elementValue' }): ElementFinder {
  if (test.kind === 'elementValue') {
    const tests = test.tests.map(toValueTest);
    return (items) => items.findIndex((item) => tests.every((passes) => passes(item)));
  }
  const matches = toMatcher(test.filter);
  return (items) =>
    items.findIndex((item) => {
      // An array among the elements is looked into as a document with its indexes for names.
      const doc = isArray(item) ? toIndexedDoc(item) : item;
      return isDoc(doc) && matches(doc) !== NO_MATCH;
    });
}

function toIndexedDoc(items: readonly Value[]): Doc {
  return new Map(items.map((item, index) => [String(index), item]));
}

/** The test of one value by itself, no path and no array before it: an array is not entered. */
export function toValueTest(test: FieldTest): ValueTest {
  switch (test.kind) {
    case 'equals':
      return toEquality(test.value);
    case 'in':
      return toMembership(test.values);
    case 'range':
      return toRange(test.operator, test.value);
    case 'exists':
      return (value) => value !== undefined;
    case 'type':
      return (value) => value !== undefined && test.types.has(typeName(value));
    case 'size':
      return (value) => isArray(value) && value.length === test.size;
    case 'elementDoc':
    case 'elementValue': {
      const find = toElementFinder(test);
      return (value) => isArray(value) && find(value) >= 0;
    }
    case 'all': {
      const tests = test.tests.map(toValueTest);
      return (value) => tests.length > 0 && tests.every((passes) => passes(value));
    }
    case 'not':
    default: {
      const tests = test.tests.map(toValueTest);
      return (value) => !tests.every((passes) => passes(value));
    }
  }
}

function toEquality(wanted: Value): ValueTest {
  if (wanted === null) return (value) => value === null || value === undefined;
  if (typeof wanted === 'string' || typeof wanted === 'boolean') return (value) => value === wanted;
  if (isNumber(wanted)) {
    const number = wanted.value;
    return (value) => isNumber(value) && value.value === number;
  }
  if (wanted instanceof ObjectId) {
    return (value) => value instanceof ObjectId && wanted.equals(value);
  }
  return (value) => value !== undefined && compareValues(value, wanted) === 0;
}

function toMembership(wanted: readonly Value[]): ValueTest {
  const hasNull = wanted.includes(null);
  const keys = new Set(wanted.map(toMember));
  return (value) => (value === undefined ? hasNull : keys.has(toMember(value)));
}

/** What is equal for equal values and different for different ones. */
function toMember(value: Value): unknown {
  if (typeof value === 'boolean' || value === null) return value;
  if (isNumber(value)) return value.value;
  // A letter keeps the texts apart from the keys of other types.
  return typeof value === 'string' ? `t${value}` : encodeKey(value).toString('latin1');
}

/** Values of another type never pass; null is only ever equal, to missing too. */
function toRange(operator: RangeOperator, bound: Value): ValueTest {
  const isInclusive = operator === '$gte' || operator === '$lte';
  if (bound === null) return (value) => isInclusive && (value === null || value === undefined);
  const sign = operator === '$gt' || operator === '$gte' ? 1 : -1;
  return (value) => {
    if (!isSameBracket(value, bound)) return false;
    const order = compareValues(value, bound) * sign;
    return order > 0 || (isInclusive && order === 0);
  };
}
