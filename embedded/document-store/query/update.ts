import type { Doc } from './value.ts';

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
   * The document after the update; the same object when nothing changed.
   *
   * @throws {StoreError} MongoDB's codes; 66 ImmutableField when `_id` would change.
   */
  apply(doc: Doc, context: UpdateContext): Doc;
};

export type UpdateOptions = { readonly arrayFilters?: readonly Doc[] | undefined };

/** @param update Operators, or a replacement document. A pipeline is refused by the caller. */
export function compileUpdate(update: Doc, options: UpdateOptions = {}): CompiledUpdate {
  void update;
  throw new Error(String(options));
}

/** The document an upsert starts from: the equalities of the filter, `_id` first if it has one.
 * A missing `_id` is given by the caller after `apply`.
 *
 * @throws {StoreError} Code 54 NotSingleValueField for two values of one path. */
export function seedFromFilter(filter: Doc): Doc {
  void filter;
  throw new Error('not built yet');
}
