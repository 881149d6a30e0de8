import type { EventEmitter } from 'node:events';

/** The end of one request; dispose it when the answer is there. */
export type Deadline = Disposable & { readonly signal: AbortSignal };

/**
 * @param client Its `close` before the answer ends the request too: nobody waits any more. null
 *   goes on until the deadline.
 */
export function startDeadline(deadlineMs: number, client: EventEmitter | null): Deadline {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = setTimeout(end, deadlineMs);
  client?.once('close', end);
  return {
    signal: ended.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      client?.off('close', end);
    },
  };
}
