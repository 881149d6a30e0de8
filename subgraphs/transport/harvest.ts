import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { NetworkPort } from '../../connectors/transport/port.ts';

export type HarvestOptions = {
  readonly network: Pick<NetworkPort, 'refresh'>;
  /** How long to wait between two readings. */
  readonly intervalMs: number;
  /** How long `first` waits for the first attempt, default 10 s: a feed that hangs keeps nobody from starting. */
  readonly patienceMs?: number;
  readonly log: Logger;
};

/** A running harvest; disposing stops it, a reading under way included. */
export type Harvest = AsyncDisposable & {
  /** Resolves after the first attempt, failed or not, or when the patience is over. */
  readonly first: Promise<void>;
};

/** Reads timetable and live arrivals now, and again and again. */
export function startHarvest({
  network,
  intervalMs,
  patienceMs = 10_000,
  log,
}: HarvestOptions): Harvest {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isWell = true;

  async function attempt(): Promise<void> {
    try {
      await network.refresh({ signal });
      if (!isWell) log.info('timetable and live arrivals are read again');
      isWell = true;
    } catch (error) {
      if (signal.aborted) return;
      // Once for each outage: an operator does not need it every half minute.
      if (isWell) log.warn({ err: error }, 'timetable and live arrivals could not be read');
      isWell = false;
    }
  }

  const attempted = attempt();
  const patience = delay(patienceMs, undefined, { signal, ref: false }).catch(() => {});
  const loop = (async () => {
    await attempted;
    while (!signal.aborted) {
      await delay(intervalMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await attempt();
    }
  })();
  return {
    first: Promise.race([attempted, patience]),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await loop;
    },
  };
}
