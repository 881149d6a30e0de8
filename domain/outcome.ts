import { HubError } from './errors.ts';

/** A value, or the named failure that stands in its place: partial failure is data, never a missing row. */
export type Outcome<T> = { readonly value: T } | { readonly error: HubError };

export function isFailed<T>(outcome: Outcome<T>): outcome is { readonly error: HubError } {
  return 'error' in outcome;
}

/** The value, or the named failure in its place; a bug stays a bug. */
export async function settle<T>(promise: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await promise };
  } catch (error) {
    if (error instanceof HubError) return { error };
    throw error;
  }
}
