import type { ClientSession } from 'mongoose';

/** The option of a read that may be part of a transaction. */
export function inSession(session: ClientSession | undefined): {
  readonly session?: ClientSession;
} {
  return session === undefined ? {} : { session };
}
