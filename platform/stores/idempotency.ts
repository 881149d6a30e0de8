import type { ClientSession } from 'mongoose';
import { UnauthenticatedError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';

/** Names one request of one viewer. */
export type OnceKey = {
  /** `kind:id` of the viewer: keys of two viewers never meet. */
  readonly viewer: string;
  /** The caller's idempotency key, 8 to 128 printable ASCII characters. */
  readonly key: string;
  /** `Mutation.blockCard`, … */
  readonly operation: string;
  /** The whole input but for the key, as plain JSON; kept only as a keyed hash. */
  readonly input: unknown;
};

/**
 * The key of one wish: an operation with its whole input as it came.
 *
 * @throws {UnauthenticatedError} Nobody is signed in, so nothing can be done under a key.
 */
export function onceKey(
  viewer: Viewer,
  operation: string,
  { idempotencyKey, ...input }: { readonly idempotencyKey: string },
): OnceKey {
  if (viewer.kind === 'nobody') throw new UnauthenticatedError();
  return { viewer: `${viewer.kind}:${viewer.id}`, key: idempotencyKey, operation, input };
}

/** How a call outside stands when `aroundCall` hands over. */
export type Attempt<Notes> = {
  /**
   * `first`: nothing was ever sent for this key. `resumed`: an earlier attempt began and its
   * outcome is not known; find it out, do not repeat the effect.
   */
  readonly kind: 'first' | 'resumed';
  /** What the earlier attempt noted before it sent anything; null for a first attempt. */
  readonly notes: Notes | null;
  /**
   * Keeps what a later attempt needs to find the outcome out; call it before sending, and send
   * nothing when it throws.
   *
   * @throws {ConflictError} This attempt was taken for dead and another one has resumed.
   */
  note(notes: Notes): Promise<void>;
};

/** With `isFinal` the result is kept and given again; without it the next same request is `resumed`. */
export type Attempted<Result> = { readonly result: Result; readonly isFinal: boolean };

/** A result that is kept and given again. */
export function final<Result>(result: Result): Attempted<Result> {
  return { result, isFinal: true };
}

/**
 * Each request of a viewer has one effect, however often it is sent: same key and same input give
 * the first result (plain JSON, sealed at rest, kept 24 h), also after a restart and for two at
 * once. Both methods throw:
 *
 * @throws {ConflictError} The key was used with another operation or input, or its first use is
 *   still under way after the wait.
 * @throws {InvalidInputError} The key is not 8 to 128 printable ASCII characters.
 */
export type Once = {
  /**
   * For work that touches our own store alone: result and effect are one transaction. Repeated on
   * a transient transaction error, so `work` has no other effect.
   */
  inTransaction<Result>(
    key: OnceKey,
    work: (session: ClientSession) => Promise<Result>,
  ): Promise<Result>;
  /**
   * For work that calls a legacy system. The start is recorded before `work` runs and the result
   * after. `work` throws only while nothing was sent: the key is then free again. A second
   * request meanwhile waits for the first; one that finds the first dead resumes it.
   */
  aroundCall<Result, Notes>(
    key: OnceKey,
    work: (attempt: Attempt<Notes>) => Promise<Attempted<Result>>,
  ): Promise<Result>;
};
