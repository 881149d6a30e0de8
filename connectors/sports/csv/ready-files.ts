import { readdir, readFile as readBytes, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import { SYSTEM } from '../guard.ts';
import type { FileKind } from '../port.ts';
import { badFile, BadFileError } from './bad-rows.ts';
import { parseMark, type Mark } from './mark.ts';

/** A file with a mark beside it. */
export type ReadyFile = {
  readonly kind: FileKind;
  readonly name: string;
  readonly bytes: number;
  /** Changes with every new delivery under the same name. */
  readonly version: string;
  /** Or why the file cannot be read; null when the mark is older, so that the file may be half written. */
  readonly mark: Mark | BadFileError | null;
};

/** `abonos.csv`, or `abonos-` and more, such as a date. */
const NAMES: readonly (readonly [RegExp, FileKind])[] = [
  [/^abonos([-_][A-Za-z0-9_-]{1,40})?\.csv$/, 'passes'],
  [/^reservas([-_][A-Za-z0-9_-]{1,40})?\.csv$/, 'bookings'],
];

/** Some seven hundred thousand rows. */
const MAX_BYTES = 64 * 1024 * 1024;
/** An instant and a hash are a hundred. */
const MAX_MARK_BYTES = 1_024;

/** In no order. @throws {UpstreamUnavailableError} The folder cannot be read. */
export async function findReady(path: string): Promise<readonly ReadyFile[]> {
  const names = await orUnavailable(readdir(path));
  const found: ReadyFile[] = [];
  for (const name of names) {
    const kind = NAMES.find(([pattern]) => pattern.test(name))?.[1];
    if (kind === undefined || !names.includes(markOf(name))) continue;
    const one = await readyOf(path, name, kind);
    if (one !== null) found.push(one);
  }
  return found;
}

/** What a file's mark is called. */
export function markOf(name: string): string {
  return name.replace(/\.csv$/, '.ok');
}

/** Null when file or mark is not there. */
export async function versionOf(path: string, name: string): Promise<string | null> {
  return (await statsOf(path, name))?.version ?? null;
}

/** Null when file or mark was taken away meanwhile. */
async function readyOf(path: string, name: string, kind: FileKind): Promise<ReadyFile | null> {
  const stats = await statsOf(path, name);
  if (stats === null) return null;
  const { bytes, version, isMarkOlder } = stats;
  const mark = isMarkOlder ? null : await readMark(path, name, stats);
  return mark === 'gone' ? null : { kind, name, bytes, version, mark };
}

async function readMark(
  path: string,
  name: string,
  { bytes, markBytes, writtenAt }: Stats,
): Promise<Mark | BadFileError | 'gone'> {
  if (bytes > MAX_BYTES) return badFile(`the file is longer than ${MAX_BYTES} bytes`);
  if (markBytes > MAX_MARK_BYTES) return badFile('its .ok is too long for a mark');
  const text = await orMissing(readBytes(join(path, markOf(name)), 'utf8'));
  if (text === null) return 'gone';
  try {
    return parseMark(text, writtenAt);
  } catch (error) {
    if (error instanceof BadFileError) return error;
    throw error;
  }
}

type Stats = {
  readonly version: string;
  readonly bytes: number;
  readonly markBytes: number;
  readonly writtenAt: Date;
  readonly isMarkOlder: boolean;
};

async function statsOf(path: string, name: string): Promise<Stats | null> {
  const both = [name, markOf(name)].map((part) => stat(join(path, part)));
  const [file, mark] = (await orMissing(Promise.all(both))) ?? [];
  if (file === undefined || mark === undefined) return null;
  const version = [file, mark].map(({ ino, size, mtimeMs }) => `${ino}:${size}:${mtimeMs}`);
  return {
    version: version.join(' '),
    bytes: file.size,
    markBytes: mark.size,
    writtenAt: file.mtime,
    isMarkOlder: mark.mtimeMs < file.mtimeMs,
  };
}

export async function orUnavailable<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (cause) {
    throw new UpstreamUnavailableError(SYSTEM, 'the folder of nightly files cannot be read', {
      cause,
    });
  }
}

/** Null where the file is not there any more. */
export function orMissing<T>(promise: Promise<T>): Promise<T | null> {
  return orUnavailable(
    promise.catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    }),
  );
}

/** Not `instanceof Error`: errors of the file system may be of another realm, as in Jest. */
function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
