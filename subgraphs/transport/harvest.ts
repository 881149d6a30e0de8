import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { NetworkPort } from '../../connectors/transport/port.ts';

export type HarvestOptions = {
  readonly network: Pick<NetworkPort, 'refresh'>;
  /** How long to wait between two readings. */
  readonly intervalMs: number;
  readonly log: Logger;
};

/** A running harvest; disposing stops it, a reading under way included. */
export type Harvest = AsyncDisposable & {
  /** Resolves after the first attempt, failed or not. */
  readonly first: Promise<void>;
};

/** Reads timetable and live arrivals now, and again and again. */
export function startHarvest({ network, intervalMs, log }: HarvestOptions): Harvest {
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

  const first = attempt();
  const loop = (async () => {
    await first;
    while (!signal.aborted) {
      await delay(intervalMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await attempt();
    }
  })();
  return {
    first,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await loop;
    },
  };
}
