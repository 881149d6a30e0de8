import { HubError } from '../../domain/errors.ts';
import type { Outcome } from '../../domain/outcome.ts';

/** What the work gives, or the named failure in its place; a bug stays a bug. */
export function outcomeOf<T>(work: () => T): Outcome<T> {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof HubError) return { error };
    throw error;
  }
}
