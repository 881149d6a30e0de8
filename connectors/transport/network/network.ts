import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import { createGuard, DEFAULT_GUARD, type GuardSettings } from '../../../platform/guard.ts';
import { FEED_OPERATIONS, SYSTEM } from '../guard.ts';
import type { NetworkPort } from '../port.ts';
import { findArrivals } from './arrivals.ts';
import { createLiveSource } from './live-source.ts';
import { createTimetableSource, type TimetableSource } from './timetable-source.ts';

export type NetworkOptions = {
  /** A GTFS Schedule feed: a zip file. */
  readonly timetableUrl: URL;
  /** A GTFS-Realtime feed of trip updates; null where there is none, so that all arrivals are as planned. */
  readonly liveUrl: URL | null;
  /** How often the timetable is asked for, an hour unless told. */
  readonly timetableIntervalMs?: number;
  /** Age after which the live feed is not believed any more, five minutes unless told. */
  readonly liveMaxAgeMs?: number;
  /** How long a refresh waits for a timetable while an older one is known, two seconds unless told. */
  readonly patienceMs?: number;
  /** `timeoutMs` bounds the reading of one feed, a minute unless told. */
  readonly guard?: Partial<GuardSettings>;
  readonly clock?: Clock;
  readonly log: Logger;
};

const HOUR_MS = 3_600_000;
const FIVE_MINUTES_MS = 300_000;

/** Feeds are read in the background, so that they may take their time. */
const READING_MS = 60_000;

const PATIENCE_MS = 2_000;

/**
 * Stops, lines and arrivals from the operator's two feeds. Nothing is read before `refresh`; the
 * timetable is then asked for once an interval, the live feed each time. Disposing ends what is under way.
 */
export function createNetwork(options: NetworkOptions): NetworkPort & AsyncDisposable {
  const { clock = systemClock, log, liveUrl } = options;
  const closing = new AbortController();
  const guard = createGuard({
    system: SYSTEM,
    operations: FEED_OPERATIONS,
    settings: { ...DEFAULT_GUARD, timeoutMs: READING_MS, ...options.guard },
    log,
  });
  const timetable = createTimetableSource({
    url: options.timetableUrl,
    intervalMs: options.timetableIntervalMs ?? HOUR_MS,
    guard,
    clock,
    log,
  });
  const maxAgeMs = options.liveMaxAgeMs ?? FIVE_MINUTES_MS;
  const live = liveUrl === null ? null : createLiveSource({ url: liveUrl, maxAgeMs, guard, clock });
  const refreshTimetable = createPatient(timetable, options.patienceMs ?? PATIENCE_MS);

  return {
    timetableAt: () => timetable.current()?.timetable.madeAt ?? null,
    liveAt: () => live?.madeAt() ?? null,
    timetableReadAt: () => timetable.readAt(),
    liveReadAt: () => live?.readAt() ?? null,
    stops: () => timetable.current()?.timetable.stops ?? [],
    lines: () => timetable.current()?.timetable.lines ?? [],
    arrivals(stopId, from, limit) {
      const current = timetable.current();
      if (current === null || limit < 1) return [];
      return findArrivals({
        ...current,
        live: live?.runsOf(current) ?? null,
        stopId,
        from,
        limit,
      });
    },
    async refresh({ signal } = {}) {
      const ending = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
      // Each for itself: a timetable that fails must not keep the live feed from being read.
      const results = await Promise.allSettled([refreshTimetable(ending), live?.refresh(ending)]);
      // Before somebody asks and has to wait for it.
      const current = timetable.current();
      if (current !== null) live?.runsOf(current);
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}

/**
 * Reads the timetable without keeping a refresh waiting for a server that hangs, since live arrivals
 * are worth most when they are young. A reading that takes longer goes on; the next refresh joins it,
 * and the one that finds it ended throws its failure.
 */
function createPatient(
  timetable: TimetableSource,
  patienceMs: number,
): (signal: AbortSignal) => Promise<void> {
  let reading: Promise<void> | null = null;
  return async (signal) => {
    const own = (reading ??= timetable.refresh(signal));
    // Without a timetable there is nothing that live arrivals could be told of.
    if (timetable.current() !== null && (await isLate(own, patienceMs))) return;
    try {
      await own;
    } finally {
      if (reading === own) reading = null;
    }
  };
}

async function isLate(work: Promise<void>, patienceMs: number): Promise<boolean> {
  const giving = new AbortController();
  const patience = delay(patienceMs, true, { signal: giving.signal, ref: false });
  try {
    const ended = work.then(
      () => false,
      () => false,
    );
    return await Promise.race([ended, patience.catch(() => false)]);
  } finally {
    giving.abort();
  }
}
