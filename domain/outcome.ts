import type { HubError } from './errors.ts';

/** A value, or the named failure that stands in its place: partial failure is data, never a missing row. */
export type Outcome<T> = { readonly value: T } | { readonly error: HubError };

export function isFailed<T>(outcome: Outcome<T>): outcome is { readonly error: HubError } {
  return 'error' in outcome;
}
