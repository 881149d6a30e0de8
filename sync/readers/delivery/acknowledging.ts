import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { startRounds } from '../../rounds.ts';
import { acknowledge, type AcknowledgementsOptions } from './acknowledgements.ts';

/** How soon an acknowledgement is counted. */
const ROUND_MS = 250;
/** Of all time, at most one part in so many goes into counting: a store with many open rows is looked at less often. */
const SHARE = 10;

/** Looks every quarter of a second how far everybody has come. */
export function startAcknowledging(
  options: AcknowledgementsOptions & { readonly log: Logger },
): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const stop = new AbortController();
  const { log } = options;
  const round = async (): Promise<void> => {
    const startedAt = performance.now();
    await acknowledge(options);
    const restMs = (performance.now() - startedAt) * SHARE - ROUND_MS;
    if (restMs > 0) await pause(restMs, undefined, { signal: stop.signal }).catch(() => {});
  };
  stack.use(
    startRounds({ name: 'counting of acknowledgements', round, intervalMs: ROUND_MS, log }),
  );
  stack.defer(() => stop.abort());
  return stack;
}
