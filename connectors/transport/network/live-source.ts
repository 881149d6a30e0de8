import { UpstreamMalformedError, UpstreamUnavailableError } from '../../../domain/errors.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Guard } from '../../../platform/guard.ts';
import { SYSTEM, type FeedOperation } from '../guard.ts';
import { download } from './download.ts';
import { FeedError } from './feed-error.ts';
import { parseLiveFeed, type LiveFeed } from './realtime/live-feed.ts';
import { toLiveRuns, type LiveRuns } from './realtime/live-runs.ts';
import type { CurrentTimetable } from './timetable-source.ts';

/** Keeps what is known live. */
export type LiveSource = {
  /** Header time of the feed last read; null while none was. */
  madeAt(): Date | null;
  /** When it was last read without failure. */
  readAt(): Date | null;
  /** What it says of the runs of a timetable; null while none was read or when it is too old. */
  runsOf(current: CurrentTimetable): LiveRuns | null;
  /**
   * @throws {UpstreamUnavailableError} | {UpstreamRejectedError} It could not be had, or the operator
   *   has stopped making it anew.
   * @throws {UpstreamMalformedError} It cannot be read; the one before stays until it is too old.
   */
  refresh(signal: AbortSignal): Promise<void>;
};

export type LiveSourceOptions = {
  readonly url: URL;
  /** Age after which it is not believed any more. */
  readonly maxAgeMs: number;
  readonly guard: Guard<FeedOperation>;
  readonly clock: Clock;
};

/** A kilobyte for each of ten thousand vehicles. */
const MAX_FEED_BYTES = 16 * 1024 * 1024;

export function createLiveSource({ url, maxAgeMs, guard, clock }: LiveSourceOptions): LiveSource {
  let feed: LiveFeed | null = null;
  let readAt: Date | null = null;
  let runs: { readonly of: CurrentTimetable; readonly runs: LiveRuns } | null = null;

  const ageMs = ({ madeAt }: LiveFeed): number => clock.now().getTime() - madeAt.getTime();

  return {
    madeAt: () => feed?.madeAt ?? null,
    readAt: () => readAt,
    runsOf(current) {
      if (feed === null || ageMs(feed) > maxAgeMs) return null;
      // A new timetable numbers its trips anew.
      if (runs?.of !== current) {
        runs = { of: current, runs: toLiveRuns(feed, current.timetable, current.days) };
      }
      return runs.runs;
    },
    refresh: (signal) =>
      guard.run(
        'live',
        async (reading) => {
          const ask = { url, signal: reading, maxBytes: MAX_FEED_BYTES, held: null };
          const got = await download(ask);
          const next = got.kind === 'file' ? await parse(got.bytes) : null;
          if (next === null) return;
          const age = ageMs(next);
          if (age > maxAgeMs) throw new UpstreamUnavailableError(SYSTEM, 'the live feed is stale');
          if (-age > maxAgeMs) {
            throw new UpstreamMalformedError(SYSTEM, 'the live feed is of the future');
          }
          readAt = clock.now();
          // Caches before the operator's server may still hand out an older one.
          if (feed !== null && next.madeAt <= feed.madeAt) return;
          feed = next;
          runs = null;
        },
        { signal },
      ),
  };
}

async function parse(bytes: Buffer): Promise<LiveFeed> {
  try {
    return await parseLiveFeed(bytes);
  } catch (cause) {
    if (!(cause instanceof FeedError)) throw cause;
    throw new UpstreamMalformedError(SYSTEM, cause.message, { cause });
  }
}
