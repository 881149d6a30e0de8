import { StoreError } from '../store-error.ts';
import { compileFilter } from './filter.ts';
import { type ArrayFilter, applyUpdateTree } from './update-apply.ts';
import { ARRAY_OPERATORS } from './update-arrays.ts';
import { isIdentical, renameLeaves, SCALAR_OPERATORS } from './update-scalars.ts';
import {
  addLeaf,
  assertEachUsed,
  EMPTY_TREE,
  identifiersOf,
  sortTree,
  type UpdateBranch,
} from './update-tree.ts';
import {
  assertSupported,
  badValue,
  type Doc,
  failedToParse,
  isArray,
  isDoc,
  typeName,
  type Value,
} from './value.ts';

export { seedFromFilter } from './upsert-seed.ts';

export type UpdateContext = {
  readonly isInsert: boolean;
  readonly now: Date;
  /** `CompiledFilter.matchedIndex` of the same document, for the positional `$`. */
  readonly matchedIndex?: number | undefined;
};

export type CompiledUpdate = {
  readonly kind: 'operators' | 'replacement';
  /** True when a path holds `$`: give `matchedIndex`. */
  readonly isPositional: boolean;
  /**
   * The document after the update; the same object when nothing changed. `_id` comes first.
   *
   * @param doc What is stored, or for an upsert what `seedFromFilter` gave.
   * @throws {StoreError} MongoDB's codes; 66 ImmutableField when `_id` would change.
   */
  readonly apply: (doc: Doc, context: UpdateContext) => Doc;
};

export type UpdateOptions = { readonly arrayFilters?: readonly Doc[] | undefined };

/**
 * @param update Operators, or a replacement document. A pipeline is refused by the caller.
 * @throws {StoreError} Code 9 FailedToParse for unknown operators, 40 for conflicting paths,
 *   2, 14, 52 or 56 as MongoDB has them.
 */
export function compileUpdate(update: Doc, options: UpdateOptions = {}): CompiledUpdate {
  assertSupported(update, 'update');
  const filters = parseArrayFilters(options.arrayFilters ?? []);
  const [first = ''] = update.keys();
  if (!first.startsWith('$')) return compileReplacement(update, filters);
  const tree = parseOperators(update);
  const used = identifiersOf(tree);
  assertEachUsed(filters.keys(), used);
  for (const name of used) {
    if (name.length > 3 && !filters.has(name.slice(2, -1))) {
      throw badValue(`No array filter found for identifier '${name.slice(2, -1)}'`);
    }
  }
  return {
    kind: 'operators',
    isPositional: used.has('$'),
    apply: (doc, { isInsert, now, matchedIndex }) => {
      const run = { root: doc, isInsert, now, matchedIndex, arrayFilters: filters, trail: [] };
      return withId(doc, applyUpdateTree(tree, run));
    },
  };
}

function compileReplacement(
  replacement: Doc,
  filters: ReadonlyMap<string, ArrayFilter>,
): CompiledUpdate {
  assertEachUsed(filters.keys(), new Set());
  for (const name of replacement.keys()) {
    if (!name.startsWith('$')) continue;
    const message = `The dollar ($) prefixed field '${name}' is not allowed in the context of an update's replacement document.`;
    throw new StoreError(52, 'DollarPrefixedFieldName', message);
  }
  return {
    kind: 'replacement',
    isPositional: false,
    apply: (doc) => {
      const id = doc.get('_id');
      const given = replacement.get('_id');
      const result =
        id === undefined ? replacement : new Map([['_id', given ?? id], ...replacement]);
      return isIdentical(doc, result) ? doc : withId(doc, result);
    },
  };
}

/** @throws {StoreError} Code 66 when `_id` changed, 53 when it is of a type that no id has. */
function withId(before: Doc, after: Doc): Doc {
  if (after === before) return before;
  const [id, was] = [after.get('_id'), before.get('_id')];
  if (was !== undefined && (id === undefined || !isIdentical(id, was))) {
    const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
    throw new StoreError(66, 'ImmutableField', message);
  }
  if (id === undefined) return after;
  if (isArray(id)) {
    throw new StoreError(53, 'InvalidIdField', "The '_id' value cannot be of type array");
  }
  const [first] = after.keys();
  return first === '_id' ? after : new Map([['_id', id], ...after]);
}

function parseOperators(update: Doc): UpdateBranch {
  let tree = EMPTY_TREE;
  for (const [operator, operands] of update) {
    const parse = SCALAR_OPERATORS.get(operator) ?? ARRAY_OPERATORS.get(operator);
    if (parse === undefined && operator !== '$rename') {
      throw failedToParse(
        operator === '$bit'
          ? 'update: $bit is not supported by this store.'
          : `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDoc(operands)) {
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(operands)} instead. ` +
          `For example: {$mod: {<field>: ...}} not {${operator}: ...}`,
      );
    }
    for (const [path, operand] of operands) {
      if (parse === undefined) tree = addRename(tree, path, operand);
      else tree = addLeaf(tree, path, parse(path, operand));
    }
  }
  const sorted = sortTree(tree);
  return sorted.kind === 'leaf' ? EMPTY_TREE : sorted;
}

function addRename(tree: UpdateBranch, from: string, to: Value): UpdateBranch {
  if (typeof to !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${from}`);
  if (from === to) throw badValue(`The source and target field for $rename must differ: ${from}`);
  if (`${to}.`.startsWith(`${from}.`) || `${from}.`.startsWith(`${to}.`)) {
    throw badValue(
      `The source and target field for $rename must not be on the same path: ${from}: ${to}`,
    );
  }
  for (const path of [from, to]) {
    if (path.split('.').some((part) => part.startsWith('$'))) {
      throw badValue(`The source and destination field for $rename may not be dynamic: ${path}`);
    }
  }
  const { source, target } = renameLeaves(from);
  return addLeaf(addLeaf(tree, from, source), to, target);
}

/** By identifier: `{e: {$gt: 5}}` and `{'e.kind': 'x'}` are both about `e`. */
function parseArrayFilters(filters: readonly Doc[]): ReadonlyMap<string, ArrayFilter> {
  const parsed = new Map<string, ArrayFilter>();
  for (const filter of filters) {
    const names = new Set(topLevelNames(filter));
    const [name, second] = names;
    if (name === undefined) {
      throw failedToParse(
        'Cannot use an expression without a top-level field name in arrayFilters',
      );
    }
    if (second !== undefined) {
      throw failedToParse(
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${second}'`,
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      throw badValue(
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    }
    if (parsed.has(name)) {
      throw failedToParse(
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    }
    const compiled = compileFilter(filter);
    parsed.set(name, (element) => compiled.matches(new Map([[name, element]])));
  }
  return parsed;
}

function topLevelNames(filter: Doc): string[] {
  return [...filter].flatMap(([name, value]) => {
    if (!name.startsWith('$')) return [name.split('.')[0] ?? ''];
    return isArray(value) ? value.flatMap((item) => (isDoc(item) ? topLevelNames(item) : [])) : [];
  });
}
