import { parseFilter } from './filter-parser.ts';
import { toMatcher } from './filter-matcher.ts';
import type { FieldTest, FilterNode, RangeOperator } from './filter-tree.ts';
import { encodeKey } from './key.ts';
import { NO_MATCH, toIndex } from './paths.ts';
import { assertSupported, type Doc, type Value } from './value.ts';

/** One condition that every matching document meets. `path` is dotted. Each is about the
 * document as matched, arrays included: on a multikey field two ranges may be met by two
 * different elements, so only one of their bounds limits an index scan. */
export type Conjunct =
  /** An array as `value` is met by an equal array or by an array holding that array. Null is
   * met by missing too. */
  | { readonly kind: 'equals'; readonly path: string; readonly value: Value }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Value[] }
  /** One bound, within the value's own type. */
  | {
      readonly kind: 'range';
      readonly path: string;
      readonly operator: RangeOperator;
      readonly value: Value;
    }
  | { readonly kind: 'exists'; readonly path: string; readonly exists: boolean }
  | { readonly kind: 'type'; readonly path: string; readonly types: readonly string[] }
  /** Every other condition: no help to an index. `source` is its text, equal for equal conditions. */
  | { readonly kind: 'other'; readonly source: string };

export type CompiledFilter = {
  readonly matches: (doc: Doc) => boolean;
  /** The conditions joined by AND at the top, `$and` flattened. Empty for `{}`. */
  readonly conjuncts: readonly Conjunct[];
  /** For the positional `$` of updates and projections: the index of the element by which the
   * filter matched in the array it crosses; undefined when it crosses none. */
  readonly matchedIndex: (doc: Doc) => number | undefined;
};

/**
 * @param filter Checked here once more with `assertSupported`.
 * @throws {StoreError} Code 2 BadValue for an operator or a value that the store does not
 *   support, in a sentence that names it.
 */
export function compileFilter(filter: Doc): CompiledFilter {
  assertSupported(filter, 'filter');
  const tree = parseFilter(filter);
  const match = toMatcher(tree);
  return {
    matches: (doc) => match(doc) !== NO_MATCH,
    conjuncts: toConjuncts(tree),
    matchedIndex: (doc) => {
      const found = match(doc);
      return found >= 0 ? found : undefined;
    },
  };
}

function toConjuncts(node: FilterNode): Conjunct[] {
  if (node.kind === 'and') return node.children.flatMap(toConjuncts);
  if (node.kind !== 'field') return [toOther(node)];
  const { test } = node;
  const path = node.path.text;
  switch (test.kind) {
    case 'equals':
      return [{ kind: 'equals', path, value: test.value }];
    case 'in':
      return [{ kind: 'in', path, values: test.values }];
    case 'range':
      return [{ kind: 'range', path, operator: test.operator, value: test.value }];
    case 'exists':
      return [{ kind: 'exists', path, exists: true }];
    case 'type':
      return [{ kind: 'type', path, types: [...test.types] }];
    case 'all':
      // Each value of $all is a condition of its own: an index may serve any one of them.
      if (test.tests.length === 0) return [toOther(node)];
      return test.tests.flatMap((part) => toConjuncts({ ...node, test: part }));
    case 'not':
      if (test.tests.length === 1 && test.tests[0]?.kind === 'exists') {
        return [{ kind: 'exists', path, exists: false }];
      }
      return [toOther(node)];
    case 'elementValue':
      return [toOther(node), ...test.tests.flatMap((part) => toElementConjuncts(path, part))];
    case 'elementDoc':
      return [toOther(node), ...toConjuncts(test.filter).flatMap((part) => beneath(path, part))];
    case 'size':
    default:
      return [toOther(node)];
  }
}

/** What one element passes is also true of the array, and an index may serve it. */
function toElementConjuncts(path: string, test: FieldTest): Conjunct[] {
  if (test.kind === 'in') {
    return test.values.every(isPresent) ? [{ kind: 'in', path, values: test.values }] : [];
  }
  if ((test.kind !== 'equals' && test.kind !== 'range') || !isPresent(test.value)) return [];
  return [{ ...test, path }];
}

/** A condition on the documents within an array, as one on the document around it. */
function beneath(path: string, conjunct: Conjunct): Conjunct[] {
  if (conjunct.kind === 'other') return [];
  // A number for a name would mean an index of the array when seen from outside.
  if (conjunct.path.split('.').some((part) => toIndex(part) >= 0)) return [];
  const outer = `${path}.${conjunct.path}`;
  if (conjunct.kind === 'in') {
    return conjunct.values.every(isPresent) ? [{ ...conjunct, path: outer }] : [];
  }
  if (conjunct.kind !== 'equals' && conjunct.kind !== 'range') return [];
  return isPresent(conjunct.value) ? [{ ...conjunct, path: outer }] : [];
}

function isPresent(value: Value): boolean {
  return value !== null;
}

function toOther({ origin: { name, operator, value } }: FilterNode): Conjunct {
  return { kind: 'other', source: `${name} ${operator} ${encodeKey(value).toString('base64')}` };
}
