import type { Doc, Value } from './value.ts';

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
      readonly operator: '$gt' | '$gte' | '$lt' | '$lte';
      readonly value: Value;
    }
  | { readonly kind: 'exists'; readonly path: string; readonly exists: boolean }
  | { readonly kind: 'type'; readonly path: string; readonly types: readonly string[] }
  /** Every other condition: no help to an index. `source` is its text, equal for equal conditions. */
  | { readonly kind: 'other'; readonly source: string };

export type CompiledFilter = {
  matches(doc: Doc): boolean;
  /** The conditions joined by AND at the top, `$and` flattened. Empty for `{}`. */
  readonly conjuncts: readonly Conjunct[];
  /** For the positional `$` of updates and projections: the index of the element by which the
   * filter matched in the array it crosses; undefined when it crosses none. */
  matchedIndex(doc: Doc): number | undefined;
};

/**
 * @throws {StoreError} Code 2 BadValue (or 9 FailedToParse) for an operator or a value that
 *   the store does not support, in a sentence that names it.
 */
export function compileFilter(filter: Doc): CompiledFilter {
  void filter;
  throw new Error('not built yet');
}
