import type { Logger } from 'pino';
import type { SportsPort } from '../../connectors/sports/port.ts';
import type { Clock } from '../../platform/clock.ts';
import { harvestFeed, type HarvestDeps } from './harvest-feed.ts';
import { orderUpdates } from './order-updates.ts';
import { startRounds } from './rounds.ts';
import { settleBookings } from './settle-bookings.ts';
import type { SportsStore } from './store.ts';
import { takeFiles, type FilesDeps } from './take-files.ts';

export type HarvestOptions = Pick<HarvestDeps, 'addresses'> &
  Pick<FilesDeps, 'maxShrinkPercent' | 'acceptedSha256'> & {
    readonly port: SportsPort;
    readonly store: SportsStore;
    /** How often feeds and folder are looked at. */
    readonly intervalMs: number;
    readonly clock: Clock;
    readonly log: Logger;
  };

/** Disposing ends a request under way and waits for what is being written. */
export type Harvest = AsyncDisposable & {
  /** Resolves when every feed and the folder were tried once, failed or not. */
  readonly first: Promise<unknown>;
};

/**
 * Harvests the sports body until disposed. Feeds, folder and housekeeping go their own way: none waits
 * for, or fails with, another.
 */
export function startHarvest(options: HarvestOptions): Harvest {
  const { port, store, addresses, maxShrinkPercent, intervalMs, clock, log } = options;
  const { feeds, nightly, bookings } = store;
  const stopping = new AbortController();
  const { signal } = stopping;
  const deps = { port, store, addresses, maxShrinkPercent, clock, signal, log };
  const tasks: Readonly<Record<string, () => Promise<void>>> = {
    'harvest of facilities': () => harvestFeed({ feed: 'facilities' }, deps),
    'harvest of slots': () => harvestFeed({ feed: 'slots' }, deps),
    'harvest of orders': () => harvestFeed(orderUpdates({ bookings, clock, log }), deps),
    'nightly files of sports': () => takeFiles({ ...options, nightly }),
    'bookings without an outcome': () => settleBookings({ port, bookings, clock, signal, log }),
    'pruning of sports': async () => {
      for (const part of [feeds, nightly, bookings]) await part.prune(clock.now());
    },
  };
  const rounds = Object.entries(tasks).map(([what, work]) =>
    startRounds({ what, work, intervalMs, signal, log }),
  );
  return {
    first: Promise.all(rounds.map(({ first }) => first)),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(rounds.map(({ ended }) => ended));
    },
  };
}
