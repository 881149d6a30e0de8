import { HubError } from '../../domain/errors.ts';

/** A named failure as data in a list; a bug stays a bug. */
export function toFailure(error: unknown): { readonly error: HubError } {
  if (error instanceof HubError) return { error };
  throw error;
}
