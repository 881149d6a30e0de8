import { Int32 } from 'bson';
import { StoreError } from '../store-error.ts';
import { compileFilter } from './filter.ts';
import { parseGroup } from './group.ts';
import { compileFields } from './projection.ts';
import { addToTree, applyTree, assertFieldPath, type ProjectionTree } from './projection-tree.ts';
import { parseExpression } from './expressions.ts';
import { createBudget, sizeOf } from './memory-budget.ts';
import { sortInSlices } from './slice-sort.ts';
import type { Stage } from './stage.ts';
import { compileSort } from './sort.ts';
import { parseUnwind } from './unwind.ts';
import { type Doc, isArray, isDoc, isNumber, type Value } from './value.ts';

/** Every stage that this store has, by its name. */
export const STAGES: ReadonlyMap<string, (value: Value) => Stage> = new Map<
  string,
  (value: Value) => Stage
>([
  ['$match', parseMatch],
  ['$sort', (value) => sortStage(assertSort(value), Infinity)],
  ['$skip', parseSkip],
  ['$limit', (value) => limitStage(parseLimit(value))],
  ['$project', parseProject],
  ['$set', (value) => parseSet('$set', value)],
  ['$addFields', (value) => parseSet('$addFields', value)],
  ['$unset', parseUnset],
  ['$group', parseGroup],
  ['$count', parseCount],
  ['$unwind', parseUnwind],
  ['$sortByCount', parseSortByCount],
]);

function located(code: number, message: string): StoreError {
  return new StoreError(code, `Location${code}`, message);
}

/** A stage that makes of each document one, or none. */
function mapping(convert: (doc: Doc) => Doc | undefined): Stage {
  return async function* map(source) {
    for await (const doc of source) {
      const result = convert(doc);
      if (result !== undefined) yield result;
    }
  };
}

function parseMatch(value: Value): Stage {
  if (!isDoc(value)) throw located(15959, 'the match filter must be an expression in an object');
  const filter = compileFilter(value);
  return mapping((doc) => (filter.matches(doc) ? doc : undefined));
}

export function assertSort(value: Value): Doc {
  if (!isDoc(value)) throw located(15973, 'the $sort key specification must be an object');
  if (value.size === 0) throw located(15976, '$sort stage must have at least one sort key');
  return value;
}

type Keyed = { readonly key: Buffer; readonly doc: Doc };

function compareKeys(a: Keyed, b: Keyed): number {
  return Buffer.compare(a.key, b.key);
}

/** @param most With a limit after the sort no more than twice that many are held. */
export function sortStage(spec: Doc, most: number): Stage {
  const { sortKey } = compileSort(spec);
  return async function* sort(source, { maxBytes, pause }) {
    const take = createBudget('$sort', maxBytes);
    let held: Keyed[] = [];
    for await (const doc of source) {
      const keyed = { key: sortKey(doc), doc };
      take(sizeOf(doc) + keyed.key.length);
      held.push(keyed);
      if (held.length < 2 * most + 1000) continue;
      await sortInSlices(held, compareKeys, pause);
      for (const { key, doc: dropped } of held.splice(most)) take(-sizeOf(dropped) - key.length);
    }
    await sortInSlices(held, compareKeys, pause);
    const sorted = held;
    held = [];
    for (const { doc } of sorted) yield doc;
  };
}

function parseWhole(value: Value): number | undefined {
  return isNumber(value) && Number.isSafeInteger(value.value) ? value.value : undefined;
}

export function parseLimit(value: Value): number {
  const limit = parseWhole(value);
  if (limit === undefined || limit < 0) {
    throw located(5107201, 'invalid argument to $limit stage: Expected a positive whole number.');
  }
  if (limit === 0) throw located(15958, 'the limit must be positive');
  return limit;
}

function limitStage(limit: number): Stage {
  return async function* take(source) {
    let left = limit;
    for await (const doc of source) {
      yield doc;
      if (--left === 0) return;
    }
  };
}

function parseSkip(value: Value): Stage {
  const skip = parseWhole(value);
  if (skip === undefined || skip < 0) {
    throw located(
      5107200,
      'invalid argument to $skip stage: Expected a non-negative whole number.',
    );
  }
  return async function* drop(source) {
    let left = skip;
    for await (const doc of source) {
      if (left > 0) left--;
      else yield doc;
    }
  };
}

function parseProject(value: Value): Stage {
  if (!isDoc(value)) throw located(15969, '$project specification must be an object');
  if (value.size === 0) {
    throw located(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  }
  const projection = compileFields(value, (_path, expression) => parseExpression(expression));
  return mapping((doc) => projection.project(doc));
}

function parseSet(stage: string, value: Value): Stage {
  if (!isDoc(value)) throw located(40272, `${stage} specification stage must be an object`);
  if (value.size === 0) {
    throw located(
      40177,
      `Invalid ${stage} :: caused by :: specification must have at least one field`,
    );
  }
  const tree: ProjectionTree = new Map();
  for (const [name, expression] of value) addComputed(tree, name, expression);
  return mapping((doc) => applyTree(doc, tree, 'exclude'));
}

/** A document that is no expression says something about the fields below. */
function addComputed(tree: ProjectionTree, path: string, value: Value): void {
  assertFieldPath(path);
  const [first] = isDoc(value) ? value.keys() : ['$'];
  if (!isDoc(value) || first?.startsWith('$') === true) {
    addToTree(tree, path, parseExpression(value));
    return;
  }
  if (value.size === 0) {
    throw located(
      40180,
      `an empty object is not a valid value. Found empty object at path ${path}`,
    );
  }
  for (const [name, inner] of value) addComputed(tree, `${path}.${name}`, inner);
}

function parseUnset(value: Value): Stage {
  const tree: ProjectionTree = new Map();
  const paths = isArray(value) ? value : [value];
  if (paths.length === 0) {
    throw located(
      31119,
      '$unset specification must be a string or an array with at least one field',
    );
  }
  for (const path of paths) {
    if (typeof path !== 'string') {
      throw located(
        31120,
        '$unset specification must be a string or an array containing only strings',
      );
    }
    assertFieldPath(path);
    addToTree(tree, path, 'drop');
  }
  return mapping((doc) => applyTree(doc, tree, 'exclude'));
}

function parseCount(value: Value): Stage {
  if (typeof value !== 'string' || value === '') {
    throw located(40156, 'the count field must be a non-empty string');
  }
  if (value.startsWith('$')) throw located(40158, 'the count field cannot be a $-prefixed path');
  if (value.includes('.')) throw located(40160, "the count field cannot contain '.'");
  return async function* count(source) {
    let counted = 0;
    for await (const doc of source) counted += Number(doc.size >= 0);
    if (counted > 0) yield new Map([[value, new Int32(counted)]]);
  };
}

function parseSortByCount(value: Value): Stage {
  const isExpression =
    (typeof value === 'string' && value.startsWith('$')) ||
    (isDoc(value) && [...value.keys()][0]?.startsWith('$') === true);
  if (!isExpression) {
    throw located(
      40149,
      'the sortByCount field must be specified as a $-prefixed path or expression',
    );
  }
  const one: Doc = new Map([['$sum', new Int32(1)]]);
  const group = parseGroup(
    new Map<string, Value>([
      ['_id', value],
      ['count', one],
    ]),
  );
  const sort = sortStage(new Map([['count', new Int32(-1)]]), Infinity);
  return (source, limits) => sort(group(source, limits), limits);
}
