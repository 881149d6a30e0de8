import type { PlainCard } from '../../../connectors/readers/port.ts';

/** Cards that a controller could not tell apart: ids of two or more. */
export type Twins = readonly string[];

/** What a controller can keep of some cards, and which it would take for one another: those are left out. */
export function partTwins(cards: readonly PlainCard[]): {
  readonly single: readonly PlainCard[];
  readonly twins: readonly Twins[];
} {
  const byNumber = [...Map.groupBy(cards, ({ number }) => number).values()];
  return {
    single: byNumber.flatMap((same) => (same.length === 1 ? same : [])),
    twins: byNumber.flatMap((same) =>
      same.length === 1 ? [] : [same.map(({ cardId }) => cardId).toSorted()],
    ),
  };
}
