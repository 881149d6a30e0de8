import type { Outcome } from '../../domain/outcome.ts';

/**
 * Rows for graphql-js: an Error instance as a list item becomes a null item with that error at the
 * item's path, so that a list never looks whole when a part of it could not be told.
 */
export function toRows<T>(items: readonly Outcome<T>[]): readonly T[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above; generated types know no Error
  return items.map((item) => ('error' in item ? item.error : item.value)) as readonly T[];
}
