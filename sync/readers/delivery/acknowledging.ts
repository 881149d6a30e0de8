import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { startRounds } from '../../rounds.ts';
import { createAcknowledgements, type AcknowledgementsOptions } from './acknowledgements.ts';

/** How soon an acknowledgement is counted. */
const ROUND_MS = 250;
/** Between two writes pass three times as long as the last one took, so that a store in trouble is left alone … */
const REST = 3;
/** … but no longer than this. */
const LONGEST_REST_MS = 2_000;

/** Counts every quarter of a second how far everybody has come, and writes it down as fast as the store takes it. */
export function startAcknowledging(
  options: AcknowledgementsOptions & { readonly log: Logger },
): AsyncDisposable {
  const { log } = options;
  const stack = new AsyncDisposableStack();
  const stop = new AbortController();
  const { count, write } = createAcknowledgements(options);
  const writeAndRest = async (): Promise<void> => {
    const startedAt = performance.now();
    await write();
    const restMs = Math.min((performance.now() - startedAt) * REST, LONGEST_REST_MS) - ROUND_MS;
    if (restMs > 0) await pause(restMs, undefined, { signal: stop.signal }).catch(() => {});
  };
  const counting = { name: 'counting of acknowledgements', round: count };
  const writing = { name: 'writing of acknowledgements', round: writeAndRest };
  for (const rounds of [counting, writing]) {
    stack.use(startRounds({ ...rounds, intervalMs: ROUND_MS, log }));
  }
  stack.defer(() => stop.abort());
  return stack;
}
