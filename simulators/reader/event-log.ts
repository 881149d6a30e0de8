import { readdirSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { z } from 'zod';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import { firstOfSegment, openSegment, type EventSegment } from './event-segment.ts';
import { openSmallState } from './small-state.ts';

/** Every tap, numbered without gaps, until the hub has it. Files of 8,192 events each. */
export type EventLog = {
  /** Of the last event; 0 before the first. */
  readonly last: number;
  /** Up to this the hub has everything. */
  readonly acknowledged: number;
  /** Written when this returns; on disk within the next flush or before it is handed out. */
  append(event: Omit<ReaderEvent, 'sequence'>): ReaderEvent;
  /** The first ones that the hub does not have, all on disk; at most so many. */
  pending(limit: number): Promise<readonly ReaderEvent[]>;
  /**
   * The hub has everything up to `through` that this log has. Whole files of such events are deleted but
   * for the newest. Where the hub knows of later events than this log (the reader was restored from a
   * backup), what was tapped in this run gets numbers after those, so that nothing is taken for a
   * repetition; what lay in the files before has been uploaded from them under its own numbers.
   */
  acknowledge(through: number): Promise<void>;
  /** Everything is on disk once this resolves. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

const SEGMENT_EVENTS = 8_192;
/** An event is on disk so long after its tap at the latest, also when nobody asks for it. */
const FLUSH_MS = 100;

const positionSchema = z.object({ through: z.int().min(0) });

/** @param options.segmentEvents How many events to a file, 8,192 by default. */
export async function openEventLog(
  folder: string,
  { segmentEvents = SEGMENT_EVENTS }: { readonly segmentEvents?: number | undefined } = {},
): Promise<EventLog> {
  const position = await openSmallState(folder, 'uploaded', positionSchema);
  let through = position.value?.through ?? 0;
  const segments = openSegments(folder, through);
  /** Everything up to here lay in the files before anything was tapped in this run. */
  const found = segments.current.last;
  let timer: NodeJS.Timeout | null = null;
  const flushSoon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      // A disk that fails here fails again, and is told, when the events are asked for.
      void segments.flush().catch(() => undefined);
    }, FLUSH_MS).unref();
  };
  const append = (event: Omit<ReaderEvent, 'sequence'>) => {
    if (segments.current.last >= segments.current.first + segmentEvents - 1) segments.turn(0);
    flushSoon();
    return segments.put(event);
  };
  return {
    get last() {
      return Math.max(through, segments.current.last);
    },
    get acknowledged() {
      return through;
    },
    append,
    pending: (limit) => segments.flush().then(() => segments.read(through + 1, limit)),
    async acknowledge(known) {
      if (known <= through) return;
      if (known > segments.current.last) {
        const waiting = segments.read(Math.max(through, found) + 1, Infinity);
        segments.turn(known);
        for (const { sequence: _, ...event } of waiting) append(event);
        await segments.flush();
      }
      through = known;
      await position.put({ through });
      await segments.drop(through);
    },
    flush: () => segments.flush(),
    async close() {
      if (timer !== null) clearTimeout(timer);
      await segments.flush();
      segments.close();
      await position.close();
    },
  };
}

/** The files of events in a folder, the oldest first; there is always one to write to. */
function openSegments(folder: string, through: number) {
  const firsts = readdirSync(folder)
    .map(firstOfSegment)
    .filter((first) => first !== null);
  let all = firsts.toSorted((a, b) => a - b).map((first) => openSegment(folder, first));
  let current = all.at(-1) ?? null;
  /** What comes next gets a number above `above`. */
  const turn = (above: number): EventSegment => {
    current = openSegment(folder, Math.max(above, current?.last ?? 0) + 1);
    all = [...all, current];
    return current;
  };
  // The position may have outlived the events, or a backup brought back only some of them.
  if (current === null || current.last < through) turn(through);
  const writable = () => current ?? turn(through);
  return {
    get current() {
      return writable();
    },
    turn,
    put(event: Omit<ReaderEvent, 'sequence'>): ReaderEvent {
      const numbered = { ...event, sequence: writable().last + 1 };
      writable().append(numbered);
      return numbered;
    },
    read(from: number, limit: number): readonly ReaderEvent[] {
      const found: ReaderEvent[] = [];
      for (const segment of all) {
        if (segment.last >= from && found.length < limit) {
          found.push(...segment.read(from, limit - found.length));
        }
      }
      return found;
    },
    async flush() {
      for (const segment of all) await segment.flush();
    },
    async drop(upTo: number) {
      const finished = all.filter((one) => one !== current && one.last <= upTo);
      all = all.filter((segment) => !finished.includes(segment));
      for (const segment of finished) {
        segment.close();
        await unlink(segment.path);
      }
    },
    close() {
      for (const segment of all) segment.close();
    },
  };
}
