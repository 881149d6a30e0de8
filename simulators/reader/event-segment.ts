import {
  closeSync,
  fdatasync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import { decodeEvent, encodeEvent, EVENT_BYTES } from './event-record.ts';

const toDisk = promisify(fdatasync);

/** One file of events that follow one another: event `first + n` is the n-th record. */
export type EventSegment = {
  readonly path: string;
  readonly first: number;
  /** Of the last event; `first - 1` while there is none. */
  readonly last: number;
  /** @param event The one after `last`. In the file when this returns, on disk after `flush`. */
  append(event: ReaderEvent): void;
  /** At most so many from a sequence on; what cannot be read is left out. */
  read(from: number, limit: number): readonly ReaderEvent[];
  flush(): Promise<void>;
  close(): void;
};

const NAME = /^events-(\d{16})\.log$/;

export function segmentName(first: number): string {
  return `events-${String(first).padStart(16, '0')}.log`;
}

/** @returns The sequence of its first event; null for a file that is no segment. */
export function firstOfSegment(name: string): number | null {
  const first = NAME.exec(name)?.[1];
  return first === undefined ? null : Number(first);
}

/**
 * Opens or makes a segment, at once: no tap may come between a segment and the next. What comes after
 * the last whole event is cut off.
 */
export function openSegment(folder: string, first: number): EventSegment {
  const path = join(folder, segmentName(first));
  const fd = openSync(path, 'a+', 0o600);
  const bytes = readFileSync(path);
  let count = wholeEvents(bytes, first);
  if (bytes.length !== count * EVENT_BYTES) ftruncateSync(fd, count * EVENT_BYTES);
  let flushed = count;
  return {
    path,
    first,
    get last() {
      return first + count - 1;
    },
    append(event) {
      try {
        writeSync(fd, encodeEvent(event));
      } catch (error) {
        ftruncateSync(fd, count * EVENT_BYTES);
        throw error;
      }
      count += 1;
    },
    read(from, limit) {
      const index = Math.max(0, from - first);
      const records = Math.max(0, Math.min(limit, count - index));
      const read = Buffer.alloc(records * EVENT_BYTES);
      if (records > 0) readSync(fd, read, 0, read.length, index * EVENT_BYTES);
      return Array.from({ length: records }, (_, at) => eventAt(read, at)).filter(
        (event) => event !== null,
      );
    },
    async flush() {
      const written = count;
      if (flushed >= written) return;
      await toDisk(fd);
      flushed = Math.max(flushed, written);
    },
    close: () => {
      closeSync(fd);
    },
  };
}

/** Up to the last one that can be read and is where it belongs. */
function wholeEvents(bytes: Buffer, first: number): number {
  let count = Math.floor(bytes.length / EVENT_BYTES);
  while (count > 0 && eventAt(bytes, count - 1)?.sequence !== first + count - 1) count -= 1;
  return count;
}

function eventAt(bytes: Buffer, index: number): ReaderEvent | null {
  return decodeEvent(bytes.subarray(index * EVENT_BYTES, (index + 1) * EVENT_BYTES));
}
