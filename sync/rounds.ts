import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

export type RoundsOptions = {
  /** What goes round, for the log: `outbox relay`. */
  readonly name: string;
  readonly round: () => Promise<void>;
  /** Pause between two rounds. */
  readonly intervalMs: number;
  readonly log: Logger;
};

/** Goes round until it is disposed, which waits for the round under way. A round that fails is told once. */
export function startRounds(options: RoundsOptions): AsyncDisposable {
  const stop = new AbortController();
  const running = goRound(options, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

async function goRound(
  { name, round, intervalMs, log }: RoundsOptions,
  signal: AbortSignal,
): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    try {
      await round();
      if (isFailing) log.info(`${name} works again`);
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, `${name} will try again`);
      isFailing = true;
    }
    await pause(intervalMs, undefined, { signal }).catch(() => {});
  }
}
