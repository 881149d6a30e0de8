import type { CompiledFilter } from './filter.ts';

/** Whether every document that `filter` matches is sure to match `condition`, the
 * `partialFilterExpression` of an index. False when in doubt. */
export function implies(filter: CompiledFilter, condition: CompiledFilter): boolean {
  void filter;
  throw new Error(String(condition));
}
