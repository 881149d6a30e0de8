import { mkdir, readdir, readFile as readBytes, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import { SYSTEM } from '../guard.ts';
import type { FileKind, FileReport, NightlyFile, SportsPort } from '../port.ts';
import { badFile, BadFileError } from './bad-rows.ts';
import { createToInstants } from './local-time.ts';
import { parseMark } from './mark.ts';
import { readFile, type RawFile } from './read-file.ts';

export type FolderOptions = {
  /** Null: nothing is known, and nothing comes. */
  readonly path: string | null;
  /** Times in the files are of this zone. */
  readonly timeZone: string;
  readonly log: Logger;
};

/** The folder into which the sports body puts its nightly files. */
export type Folder = Pick<SportsPort, 'readFiles' | 'putAway'>;

/** `abonos.csv`, or `abonos-` and more, such as a date. */
const NAMES: readonly (readonly [RegExp, FileKind])[] = [
  [/^abonos([-_][A-Za-z0-9_-]{1,40})?\.csv$/, 'passes'],
  [/^reservas([-_][A-Za-z0-9_-]{1,40})?\.csv$/, 'bookings'],
];

/** A million rows. */
const MAX_BYTES = 128 * 1024 * 1024;

export function createFolder({ path, timeZone, log }: FolderOptions): Folder {
  const toInstants = createToInstants(timeZone);
  /** What was read last under each name, so that only that is put away. */
  const read = new Map<string, string>();

  async function readOne(folder: string, name: string, kind: FileKind) {
    const raw = await rawOf(folder, name, kind);
    if (raw === null) return null;
    read.set(name, raw.version);
    if (raw.kind === 'rejected') return raw;
    const result = await readFile(raw.file, toInstants);
    if (result.kind === 'rejected') return result;
    const { encoding, file } = result;
    log.info({ system: SYSTEM, name, encoding, rows: file.rows.length }, 'read a nightly file');
    return result;
  }

  return {
    async readFiles() {
      const files: NightlyFile[] = [];
      const rejected: FileReport[] = [];
      if (path === null) return { files, rejected };
      // One after the other: two of them at once would be in memory whole.
      for (const [name, kind] of await namesIn(path)) {
        const result = await readOne(path, name, kind);
        if (result?.kind === 'read') files.push(result.file);
        if (result?.kind === 'rejected') rejected.push(result.report);
      }
      return { files: files.toSorted((a, b) => a.madeAt.getTime() - b.madeAt.getTime()), rejected };
    },
    async putAway(name, where) {
      if (path === null || kindOf(name) === null) return;
      const seen = read.get(name);
      if (seen !== undefined && (await versionOf(path, name)) !== seen) return;
      await mkdir(join(path, where), { recursive: true });
      // The mark first: without it the file counts as not there, whatever happens next.
      for (const part of [markOf(name), name]) await moveIfThere(path, where, part);
      read.delete(name);
    },
  };
}

function kindOf(name: string): FileKind | null {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

function markOf(name: string): string {
  return name.replace(/\.csv$/, '.ok');
}

/** Names of files that are ready: their mark is there. */
async function namesIn(path: string): Promise<readonly (readonly [string, FileKind])[]> {
  const names = await orUnavailable(readdir(path));
  return names.toSorted().flatMap((name) => {
    const kind = kindOf(name);
    return kind !== null && names.includes(markOf(name)) ? [[name, kind] as const] : [];
  });
}

type Raw =
  | { readonly kind: 'file'; readonly version: string; readonly file: RawFile }
  | { readonly kind: 'rejected'; readonly version: string; readonly report: FileReport };

/** Null when the file was taken away or replaced while it was read: it is looked at next time. */
async function rawOf(path: string, name: string, kind: FileKind): Promise<Raw | null> {
  const version = await versionOf(path, name);
  if (version === null) return null;
  try {
    const { size, mtime } = await stat(join(path, name));
    if (size > MAX_BYTES) throw badFile(`the file is longer than ${MAX_BYTES} bytes`);
    const mark = parseMark(await readBytes(join(path, markOf(name)), 'utf8'), mtime);
    const bytes = await readBytes(join(path, name));
    if ((await versionOf(path, name)) !== version) return null;
    return { kind: 'file', version, file: { kind, name, bytes, mark } };
  } catch (error) {
    if (isMissing(error)) return null;
    if (!(error instanceof BadFileError)) throw unavailable(error);
    return { kind: 'rejected', version, report: { name, reasons: error.reasons } };
  }
}

/** Changes with every new delivery under the same name; null when file or mark is not there. */
async function versionOf(path: string, name: string): Promise<string | null> {
  try {
    const parts = await Promise.all([name, markOf(name)].map((part) => stat(join(path, part))));
    return parts.map(({ ino, size, mtimeMs }) => `${ino}:${size}:${mtimeMs}`).join(' ');
  } catch (error) {
    if (isMissing(error)) return null;
    throw unavailable(error);
  }
}

/** A file of the same name that lies there already is replaced: only the last one is kept. */
async function moveIfThere(path: string, where: string, name: string): Promise<void> {
  try {
    await rename(join(path, name), join(path, where, name));
  } catch (error) {
    if (!isMissing(error)) throw unavailable(error);
  }
}

async function orUnavailable<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): UpstreamUnavailableError {
  return new UpstreamUnavailableError(SYSTEM, 'the folder of nightly files cannot be read', {
    cause,
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
