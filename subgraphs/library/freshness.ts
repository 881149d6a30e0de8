import type { LibrarySystem } from '../../domain/library-account.ts';
import type { HubError } from '../../domain/errors.ts';

export type Freshness = 'LIVE' | 'LAST_KNOWN';

/** One part of what a system knows: its word now, its last word, or why there is neither. */
export type Known<T> =
  | { readonly freshness: Freshness; readonly asOf: Date; readonly value: T }
  | { readonly freshness: null; readonly error: HubError };

/** As the schema's `Source`; plain JSON, since results of mutations are kept. */
export type SourceRow = {
  readonly system: LibrarySystem;
  /** ISO 8601 in UTC with milliseconds, so that texts compare as instants do. */
  readonly asOf: string | null;
  readonly freshness: Freshness | null;
};

const RANK = { LIVE: 2, LAST_KNOWN: 1 } as const;

/** Of two equally bad ones the first. */
export function worse(one: SourceRow, other: SourceRow): SourceRow {
  const [oneRank, otherRank] = [rank(one), rank(other)];
  if (oneRank !== otherRank) return oneRank < otherRank ? one : other;
  return (other.asOf ?? '') < (one.asOf ?? '') ? other : one;
}

/** The worst of the parts that a query used of one system; they are never none. */
export function sourceOf(system: LibrarySystem, parts: readonly Known<unknown>[]): SourceRow {
  return parts.map((part) => toSource(system, part)).reduce(worse);
}

export function toSource(system: LibrarySystem, part: Known<unknown>): SourceRow {
  if (part.freshness === null) return { system, asOf: null, freshness: null };
  return { system, asOf: part.asOf.toISOString(), freshness: part.freshness };
}

function rank({ freshness }: SourceRow): number {
  return freshness === null ? 0 : RANK[freshness];
}
