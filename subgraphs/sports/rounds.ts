import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { HubError } from '../../domain/errors.ts';

export type RoundsOptions = {
  /** What is done, for operators: `harvest of slots`. */
  readonly what: string;
  readonly work: () => Promise<void>;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
};

export type Rounds = {
  /** Resolves after the first attempt, failed or not. */
  readonly first: Promise<void>;
  /** Resolves when the signal has fired and the work under way has ended. */
  readonly ended: Promise<void>;
};

/** After a failure the next attempt comes sooner than usual, then later and later, at most half the interval. */
const FIRST_PAUSE_MS = 1_000;

/** Works at once and then every `intervalMs` after the end of the round before. A failure is logged once for each outage, and once more when its kind changes. */
export function startRounds(options: RoundsOptions): Rounds {
  const { what, work, intervalMs, signal, log } = options;
  let failures = 0;
  let toldKind: string | null = null;

  async function attempt(): Promise<void> {
    try {
      await work();
      if (failures > 0) log.info({ failures }, `${what}: works again`);
      failures = 0;
      toldKind = null;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      const kind = error instanceof HubError ? error.code : 'other';
      if (kind !== toldKind) tell(error);
      toldKind = kind;
    }
  }

  function tell(error: unknown): void {
    const isOutage = error instanceof HubError && error.code === 'UPSTREAM_UNAVAILABLE';
    // An outage passes; anything else needs a person to look at it.
    if (isOutage) log.warn({ err: error }, `${what}: failed, tried again until it works`);
    else log.error({ err: error }, `${what}: stopped where it is, tried again until it works`);
  }

  const first = attempt();
  const ended = (async () => {
    await first;
    while (!signal.aborted) {
      await delay(pauseMs(failures, intervalMs), undefined, { signal }).catch(() => {});
      if (!signal.aborted) await attempt();
    }
  })();
  return { first, ended };
}

/** @param failures How many rounds have failed since the last good one. */
export function pauseMs(failures: number, intervalMs: number): number {
  if (failures === 0) return intervalMs;
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), intervalMs / 2);
}
