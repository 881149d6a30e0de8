import { StoreError } from '../store-error.ts';
import { parseFilter } from './filter-parser.ts';
import type { FieldTest, FilterNode } from './filter-tree.ts';
import { assertSupported, badValue, type Doc, isDoc, type Value } from './value.ts';

/**
 * The document an upsert starts from: the equalities of the filter, `_id` first if it has one.
 * A missing `_id` is given by the caller after `apply`.
 *
 * @param kind For a replacement only `_id` counts.
 * @throws {StoreError} Code 54 NotSingleValueField for two values of one path, 111
 *   NotExactValueField for an equality within `_id`, 2 for `$in` with a single value, of which
 *   versions of MongoDB think differently.
 */
export function seedFromFilter(filter: Doc, kind: 'operators' | 'replacement' = 'operators'): Doc {
  assertSupported(filter, 'filter');
  const equalities = new Map<string, Value>();
  collect(parseFilter(filter), kind, equalities);
  const seed = new Map<string, Value>();
  const id = equalities.get('_id');
  if (id !== undefined) seed.set('_id', id);
  // By name, as MongoDB adds them.
  for (const path of [...equalities.keys()].toSorted()) {
    setPath(seed, path.split('.'), equalities.get(path) ?? null);
  }
  return seed;
}

function collect(
  node: FilterNode,
  kind: 'operators' | 'replacement',
  equalities: Map<string, Value>,
): void {
  if (node.kind === 'and' || (node.kind === 'or' && node.children.length === 1)) {
    for (const child of node.children) collect(child, kind, equalities);
  }
  if (node.kind !== 'field') return;
  const path = node.path.text;
  if (path.startsWith('_id.') && node.test.kind === 'equals') {
    throw new StoreError(
      111,
      'NotExactValueField',
      `field at '_id' must be exactly specified, field at sub-path '${path}' found`,
    );
  }
  if (kind === 'replacement' && path !== '_id') return;
  for (const value of equalitiesOf(path, node.test)) addEquality(equalities, path, value);
}

function equalitiesOf(path: string, test: FieldTest): readonly Value[] {
  if (test.kind === 'equals') return [test.value];
  if (test.kind === 'all') return test.tests.flatMap((part) => equalitiesOf(path, part));
  if (test.kind === 'in' && test.values.length === 1) {
    throw badValue(
      `upsert: $in with a single value for '${path}' is not supported: write the value itself.`,
    );
  }
  return [];
}

function addEquality(equalities: Map<string, Value>, path: string, value: Value): void {
  for (const other of equalities.keys()) {
    if (other === path) {
      throw notSingle(`cannot infer query fields to set, path '${path}' is matched twice`);
    }
    if (`${other}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${other}.`)) {
      throw notSingle(
        `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`,
      );
    }
  }
  equalities.set(path, value);
}

function notSingle(message: string): StoreError {
  return new StoreError(54, 'NotSingleValueField', message);
}

/** Every part of the path becomes a field, digits too: nothing says that an array is meant. */
function setPath(doc: Map<string, Value>, [first = '', ...rest]: string[], value: Value): void {
  if (rest.length === 0) {
    doc.set(first, value);
    return;
  }
  const present = doc.get(first);
  const inner = new Map(present !== undefined && isDoc(present) ? present : []);
  setPath(inner, rest, value);
  doc.set(first, inner);
}
