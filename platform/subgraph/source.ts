import type { HubError } from '../../domain/errors.ts';

export type Freshness = 'LIVE' | 'LAST_KNOWN';

/** One part of what a system knows: its word now, its last word, or why there is neither. */
export type Known<T> =
  | { readonly freshness: Freshness; readonly asOf: Date; readonly value: T }
  | { readonly freshness: null; readonly error: HubError };

/** As the schema's `Source`; plain JSON, since results of mutations are kept. */
export type SourceRow<System extends string = string> = {
  /** Fault name of the system. */
  readonly system: System;
  /** ISO 8601 in UTC with milliseconds, so that texts compare as instants do. */
  readonly asOf: string | null;
  readonly freshness: Freshness | null;
};

const RANK = { LIVE: 2, LAST_KNOWN: 1 } as const;

/** The less fresh of two, then the one with the older `asOf`; of two equally bad ones the first. */
export function worse<System extends string>(
  one: SourceRow<System>,
  other: SourceRow<System>,
): SourceRow<System> {
  const [oneRank, otherRank] = [rank(one), rank(other)];
  if (oneRank !== otherRank) return oneRank < otherRank ? one : other;
  return (other.asOf ?? '') < (one.asOf ?? '') ? other : one;
}

/** The worst of the parts that a query used of one system; they are never none. */
export function sourceOf<System extends string>(
  system: System,
  parts: readonly Known<unknown>[],
): SourceRow<System> {
  return parts.map((part) => toSource(system, part)).reduce(worse);
}

export function toSource<System extends string>(
  system: System,
  part: Known<unknown>,
): SourceRow<System> {
  if (part.freshness === null) return { system, asOf: null, freshness: null };
  return { system, asOf: part.asOf.toISOString(), freshness: part.freshness };
}

/** What a resolver gives: the value, or the error that leaves null at its path. @throws {HubError} */
export function valueOf<T>(known: Known<T>): T {
  if (known.freshness === null) throw known.error;
  return known.value;
}

function rank({ freshness }: SourceRow): number {
  return freshness === null ? 0 : RANK[freshness];
}
