import type { Logger } from 'pino';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Guard } from '../../../platform/guard.ts';
import { SYSTEM, type FeedOperation } from '../guard.ts';
import { download, type DownloadedFile, type Validators } from './download.ts';
import { FeedError } from './feed-error.ts';
import { readTimetable } from './gtfs/read-timetable.ts';
import { dayNumberAt } from './gtfs/times.ts';
import { createDays, type Days, type Timetable } from './gtfs/timetable.ts';

/** A timetable in use. */
export type CurrentTimetable = { readonly timetable: Timetable; readonly days: Days };

/** Keeps the operator's timetable. */
export type TimetableSource = {
  current(): CurrentTimetable | null;
  /** When it was last read, or found unchanged, and not over; null while it never was. */
  readAt(): Date | null;
  /**
   * Asks for it when the interval since it was last read is over; after a failure every five minutes.
   *
   * @throws {UpstreamUnavailableError} | {UpstreamRejectedError} It could not be had.
   * @throws {UpstreamMalformedError} It cannot be read, or its last day is over; the one before stays.
   */
  refresh(signal: AbortSignal): Promise<void>;
};

export type TimetableSourceOptions = {
  readonly url: URL;
  readonly intervalMs: number;
  readonly guard: Guard<FeedOperation>;
  readonly clock: Clock;
  readonly log: Logger;
};

/** From a failure to the next try, while there is an older one. */
const PAUSE_MS = 300_000;

/** Zipped: a region's feed has about fifty megabytes. */
const MAX_ZIP_BYTES = 128 * 1024 * 1024;

export function createTimetableSource(options: TimetableSourceOptions): TimetableSource {
  const { intervalMs, guard, clock } = options;
  let current: CurrentTimetable | null = null;
  let held: Validators | null = null;
  let readAt: Date | null = null;
  let triedAt: Date | null = null;

  const isOlder = (moment: Date | null, ms: number): boolean =>
    moment === null || clock.now().getTime() - moment.getTime() >= ms;
  // One that is known is good for days: a server that hangs must not hold up live arrivals each time.
  const isDue = (): boolean =>
    current === null ||
    (isOlder(readAt, intervalMs) && isOlder(triedAt, Math.min(intervalMs, PAUSE_MS)));

  async function ask(signal: AbortSignal): Promise<void> {
    const { url } = options;
    triedAt = clock.now();
    await guard.run(
      'timetable',
      async (reading) => {
        const got = await download({ url, signal: reading, maxBytes: MAX_ZIP_BYTES, held });
        if (got.kind === 'file') {
          const next = await read(options, got, reading);
          // One that is over must not drive out one that still runs.
          if (current === null || !isOver(next, clock)) current = next;
          if (current !== next) throw over();
          held = got.validators;
        }
      },
      { signal },
    );
    if (current !== null && !isOver(current, clock)) readAt = clock.now();
  }

  return {
    current: () => current,
    readAt: () => readAt,
    async refresh(signal) {
      if (isDue()) await ask(signal);
      if (current !== null && isOver(current, clock)) throw over();
    },
  };
}

function over(): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, 'the last day of the timetable is over');
}

function isOver({ timetable }: CurrentTimetable, clock: Clock): boolean {
  // A service day may end after midnight, so yesterday's counts.
  return timetable.lastDay < dayNumberAt(clock.now(), timetable.zone) - 1;
}

async function read(
  { clock, log }: TimetableSourceOptions,
  { bytes, validators }: DownloadedFile,
  signal: AbortSignal,
): Promise<CurrentTimetable> {
  const modified = Date.parse(validators.lastModified ?? '');
  // Feeds themselves do not say when they were made; without the header it is when it came.
  const madeAt = Number.isNaN(modified) ? clock.now() : new Date(modified);
  try {
    const { timetable, strayRows } = await readTimetable(bytes, { madeAt, signal });
    const { stops, lines, trips, calls } = timetable;
    log.info(
      {
        system: SYSTEM,
        stops: stops.length,
        lines: lines.length,
        trips: trips.length,
        calls: calls.trip.length,
        strayRows,
      },
      'timetable read',
    );
    return { timetable, days: createDays(timetable.zone) };
  } catch (cause) {
    if (!(cause instanceof FeedError)) throw cause;
    throw new UpstreamMalformedError(SYSTEM, `timetable: ${cause.message}`, { cause });
  }
}
