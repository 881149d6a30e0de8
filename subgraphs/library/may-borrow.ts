import type { Outcome } from '../../domain/outcome.ts';
import type { Known } from '../../platform/subgraph/source.ts';

/**
 * A card that is not usable borrows nowhere. Otherwise every linked system must be known, and all
 * must allow it.
 *
 * @param systems One for each linked system, at least one.
 * @returns The error of the first system that is not known.
 */
export function mayBorrow(isUsable: boolean, systems: readonly Known<boolean>[]): Outcome<boolean> {
  if (!isUsable) return { value: false };
  let isAllowed = true;
  for (const system of systems) {
    if (system.freshness === null) return { error: system.error };
    isAllowed &&= system.value;
  }
  return { value: isAllowed };
}
