import type { Outcome } from '../../domain/outcome.ts';
import type { LibrarySystem } from '../../domain/library-account.ts';
import { toSource, type Known, type SourceRow } from '../../platform/subgraph/source.ts';

/** An item with the system it came from and how fresh it is. */
export type Sourced<T> = T & {
  readonly system: LibrarySystem;
  readonly source: SourceRow<LibrarySystem>;
};

/** One system's part of a list. */
export type ListPart<T> = {
  readonly system: LibrarySystem;
  readonly list: Known<readonly Outcome<T>[]>;
};

/**
 * The parts after each other. What could not be told is an error in its place: one for a failed
 * item, and one for the whole part of a system that is silent, so that a short list never looks
 * whole.
 */
export function mergeLists<T>(parts: readonly ListPart<T>[]): readonly Outcome<Sourced<T>>[] {
  return parts.flatMap<Outcome<Sourced<T>>>(({ system, list }) => {
    if (list.freshness === null) return [{ error: list.error }];
    const source = toSource(system, list);
    return list.value.map((item) =>
      'error' in item ? item : { value: { ...item.value, system, source } },
    );
  });
}
