import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock.ts';
import type { PlateStore } from './plate-store.ts';

const INTERVAL_MS = 24 * 60 * 60 * 1000;

export type PruningOptions = {
  readonly plates: Pick<PlateStore, 'prune'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Between one pruning and the next, default one day. */
  readonly intervalMs?: number;
};

/**
 * Drops old stays and additions now, and again once a day, also of cards that nobody uses any more. Any
 * number of processes may do it. Disposing waits for the pruning that is under way.
 */
export function startPruning({
  plates,
  clock,
  log,
  intervalMs = INTERVAL_MS,
}: PruningOptions): AsyncDisposable {
  const prune = (): Promise<void> =>
    plates.prune(clock.now()).catch((error: unknown) => {
      log.warn({ err: error }, 'old stays were not dropped; the next pruning tries again');
    });
  let underWay = prune();
  const timer = setInterval(() => {
    underWay = underWay.then(prune);
  }, intervalMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await underWay;
    },
  };
}
