import type { Logger } from 'pino';
import { UpstreamRejectedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LastKnown } from '../stores/last-known.ts';
import { inTime } from './in-time.ts';

/**
 * How long a request whose answer was lost may still be under way inside a legacy system; before that
 * an unchanged account proves nothing. SIP2 servers have been seen to answer after 24 seconds (New
 * York Public Library, circulation client); half a minute is beyond that.
 */
export const MAY_BE_UNDER_WAY_MS = 30_000;

/** What stands for an answer that did not come or was a no. */
export type Uncertain = { readonly kind: 'refused' } | { readonly kind: 'unknown' };

/** Of the request: `deadline` bounds a write even when the client has gone. */
export type WriteContext = { readonly deadline: AbortSignal; readonly log: Logger };

/**
 * Sends one write. What may have had its effect is `unknown`, whatever went wrong with it.
 *
 * @param operation `Mutation.topUp`, for the log.
 * @param call Starts the write, with `context.deadline` as its signal.
 * @throws {UpstreamUnavailableError} Nothing was sent, as the port says by throwing it.
 */
export async function sendWrite<T>(
  operation: string,
  call: () => Promise<T>,
  { deadline, log }: WriteContext,
): Promise<T | Uncertain> {
  try {
    return await inTime<T | Uncertain>(call(), deadline, () => ({ kind: 'unknown' }));
  } catch (error) {
    if (error instanceof UpstreamRejectedError) return { kind: 'refused' };
    if (error instanceof UpstreamUnavailableError) throw error;
    log.warn({ err: error, operation }, 'the outcome of a write is not known');
    return { kind: 'unknown' };
  }
}

/**
 * Sends a write whose answer was lost once more, under the id by which its system does it once. Never
 * throws: what keeps this request from its system, a refusal included, says nothing of the first one.
 *
 * @param call As in `sendWrite`; only what the port returns, and does not throw, is the system's word
 *   on that id.
 */
export async function sendWriteAgain<T>(
  operation: string,
  call: () => Promise<T>,
  { deadline, log }: WriteContext,
): Promise<T | { readonly kind: 'unknown' }> {
  const unknown = { kind: 'unknown' } as const;
  try {
    return await inTime<T | typeof unknown>(call(), deadline, () => unknown);
  } catch (error) {
    log.warn({ err: error, operation }, 'the outcome of a write is not known still');
    return unknown;
  }
}

/** Looking an outcome up never throws: the key would be free again and the change sent twice. */
export async function orNull<T>(
  reading: Promise<T>,
  { log }: Pick<WriteContext, 'log'>,
): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    log.warn({ err: error }, 'the outcome of a write could not be looked up');
    return null;
  }
}

/** @throws {UpstreamUnavailableError} The deadline is over or the client has gone: nothing is begun any more. */
export function assertTimeLeft(system: string, signal: AbortSignal): void {
  if (signal.aborted) throw new UpstreamUnavailableError(system, 'no time left before sending');
}

export type Remembered = { readonly lastKnown: LastKnown; readonly log: Logger };

/** What was remembered of the card is not true any more; the next read brings what is. */
export async function forgetLastKnown(
  card: { readonly id: string; readonly version: number },
  { lastKnown, log }: Remembered,
): Promise<void> {
  try {
    await lastKnown.forget(card.id, card.version);
  } catch (error) {
    // The values left say as of when they were true; a change elsewhere does not wait for Redis.
    log.warn({ err: error }, 'last known values were not forgotten');
  }
}
