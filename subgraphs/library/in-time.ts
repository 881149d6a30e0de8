import type { AccountAnswer, AccountAsk, LibraryPort } from '../../connectors/library/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';

/**
 * After the deadline a client still gets this long to hand over what it has; one that does not
 * listen to the signal is left behind.
 */
const GRACE_MS = 50;

/**
 * The answer of a call, or what stands for it when the signal has fired and nothing came.
 *
 * @param late Called at most once.
 */
export async function inTime<T>(call: Promise<T>, signal: AbortSignal, late: () => T): Promise<T> {
  const tooLate = Promise.withResolvers<T>();
  let grace: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    grace = setTimeout(() => tooLate.resolve(late()), GRACE_MS);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([call, tooLate.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(grace);
  }
}

/** `fetchAccounts` that keeps the deadline, whatever the client does; nothing is sent after it. */
export async function fetchInTime(
  port: LibraryPort,
  asks: readonly AccountAsk[],
  signal: AbortSignal,
): Promise<readonly AccountAnswer[]> {
  const late = () => asks.map((ask) => lateAnswer(port, ask));
  return signal.aborted ? late() : inTime(port.fetchAccounts(asks, { signal }), signal, late);
}

function lateAnswer({ system }: LibraryPort, { account, lists }: AccountAsk): AccountAnswer {
  const late = { error: new UpstreamUnavailableError(system, 'no answer before the deadline') };
  return {
    account,
    mayBorrow: late,
    loans: lists.has('loans') ? late : null,
    holds: lists.has('holds') ? late : null,
    charges: lists.has('charges') ? late : null,
  };
}
