import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Before every record: its length and its CRC-32, 4 bytes each, big endian. */
const FRAME_BYTES = 8;

/** With O_DSYNC a write returns when it is on disk, as with fdatasync after it, in one call instead of two. */
const APPEND_TO_DISK =
  constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_DSYNC;

/** An append-only file of checksummed records. */
export type FramedFile = {
  /** What was whole when it was opened, in order; views on one buffer. Asked for once. */
  takeRecords(): readonly Buffer[];
  /** Appends records; they are on disk once this resolves. Calls follow one another. */
  append(records: readonly Uint8Array[]): Promise<void>;
  /** Forgets all records, on disk once this resolves. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens or makes such a file, readable by its owner alone. What comes after the last whole record (the
 * power may have gone at any byte) is cut off, so that what is appended follows what can be read.
 */
export async function openFramedFile(path: string): Promise<FramedFile> {
  const file = await open(path, APPEND_TO_DISK, 0o600);
  const { records, length } = readRecords(await file.readFile());
  if ((await file.stat()).size !== length) await cut(file, length);
  let size = length;
  let untaken = records;
  return {
    takeRecords() {
      const taken = untaken;
      // They may be megabytes, and nobody needs them twice.
      untaken = [];
      return taken;
    },
    async append(added) {
      const bytes = Buffer.concat(added.flatMap((record) => [frameOf(record), record]));
      try {
        await writeAll(file, bytes);
        size += bytes.length;
      } catch (error) {
        // Half a record must not stand between this and the next one.
        await cut(file, size);
        throw error;
      }
    },
    async clear() {
      if (size > 0) await cut(file, 0);
      size = 0;
    },
    close: () => file.close(),
  };
}

/** One record with its frame. */
export function framed(record: Uint8Array): Buffer {
  return Buffer.concat([frameOf(record), record]);
}

/** The whole records at the beginning of some bytes, and how long they are with their frames. */
export function readRecords(bytes: Buffer): {
  readonly records: readonly Buffer[];
  readonly length: number;
} {
  const records: Buffer[] = [];
  let at = 0;
  while (at + FRAME_BYTES <= bytes.length) {
    const end = at + FRAME_BYTES + bytes.readUInt32BE(at);
    const record = bytes.subarray(at + FRAME_BYTES, end);
    // A length of zero is what a disk leaves where it had no time to write.
    if (end > bytes.length || record.length === 0) break;
    if (crc32(record) !== bytes.readUInt32BE(at + 4)) break;
    records.push(record);
    at = end;
  }
  return { records, length: at };
}

function frameOf(record: Uint8Array): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.writeUInt32BE(record.length, 0);
  frame.writeUInt32BE(crc32(record), 4);
  return frame;
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}

async function cut(file: FileHandle, length: number): Promise<void> {
  await file.truncate(length);
  await file.datasync();
}
