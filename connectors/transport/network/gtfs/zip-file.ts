import { setImmediate as breathe } from 'node:timers/promises';
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { FeedError } from '../feed-error.ts';

/** Bytes taken from the archive at a time: inflated a thousandfold at worst, before the limit is looked at. */
const SLICE_BYTES = 2 * 1024;
/** Bytes of the archive that are passed over between two breaths. */
const BREATH_BYTES = 16 * 1024;
/** Bytes handed on at a time, so that nobody waits long while they are read. */
const PIECE_BYTES = 16 * 1024;
/** A feed has about thirty files. */
const MAX_FILES = 500;

/** What the reading of an archive may still take, of all files together. */
export type Allowance = {
  /** Inflated. */
  bytes: number;
  /** Ends it between two pieces. */
  readonly signal: AbortSignal;
};

/**
 * Names in an archive by their last part: some publishers zip the folder instead of its files. Of two
 * the one that lies less deep counts; what macOS adds does not.
 *
 * @throws {FeedError} No zip archive, or one with too many files.
 */
export async function listZip(zip: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const names: string[] = [];
  await scan(zip, (file) => {
    names.push(file.name);
    if (names.length > MAX_FILES)
      throw new FeedError(`More than ${MAX_FILES} files in the archive.`);
    return false;
  });
  if (names.length === 0) throw new FeedError('No zip archive with files.');
  const shallowFirst = names
    .filter((name) => !name.startsWith('__MACOSX/'))
    .toSorted((one, other) => depthOf(other) - depthOf(one));
  return new Map(shallowFirst.map((name) => [name.split('/').at(-1) ?? name, name]));
}

/**
 * One file of an archive, piece by piece. Each piece counts against the allowance, whatever the
 * archive says of its sizes.
 *
 * @throws {FeedError} The archive is broken, or the allowance is used up.
 * @throws The signal's reason, once it has fired.
 */
export async function* inflateFile(
  zip: Uint8Array,
  name: string,
  allowance: Allowance,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let isWhole = false;
  const take = (file: UnzipFile): boolean => {
    if (file.name !== name || isWhole) return false;
    file.ondata = (error, data, isLast) => {
      // The inflater catches what is thrown below and hands it back here.
      if (error instanceof FeedError) throw error;
      if (error !== null) throw new FeedError('The archive is broken.');
      allowance.bytes -= data.byteLength;
      if (allowance.bytes < 0) throw new FeedError('The files are larger than a feed may be.');
      pieces.push(data);
      isWhole ||= isLast;
    };
    return true;
  };
  for await (const _ of scanning(zip, take)) {
    for (const piece of pieces.splice(0).flatMap(cut)) {
      yield piece;
      await breathe();
      allowance.signal.throwIfAborted();
    }
    if (isWhole) return;
  }
  throw new FeedError('The archive ends within a file.');
}

async function scan(zip: Uint8Array, take: (file: UnzipFile) => boolean): Promise<void> {
  for await (const _ of scanning(zip, take));
}

/** Feeds the archive to the inflater slice by slice; files that `take` refuses are skipped. */
async function* scanning(
  zip: Uint8Array,
  take: (file: UnzipFile) => boolean,
): AsyncGenerator<undefined> {
  const unzip = new Unzip((file) => {
    if (take(file)) file.start();
  });
  unzip.register(UnzipInflate);
  for (let start = 0; start < zip.byteLength; start += SLICE_BYTES) {
    const end = start + SLICE_BYTES;
    try {
      unzip.push(zip.subarray(start, end), end >= zip.byteLength);
    } catch (error) {
      if (error instanceof FeedError) throw error;
      throw new FeedError('The archive is broken.', { cause: error });
    }
    yield undefined;
    if (end % BREATH_BYTES === 0) await breathe();
  }
}

function cut(data: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(data.byteLength / PIECE_BYTES) }, (_, count) =>
    data.subarray(count * PIECE_BYTES, (count + 1) * PIECE_BYTES),
  );
}

function depthOf(name: string): number {
  return name.split('/').length;
}
