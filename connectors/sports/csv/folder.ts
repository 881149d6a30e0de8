import { mkdir, readFile as readBytes, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { SYSTEM } from '../guard.ts';
import type { FileReport, NightlyFile, SportsPort } from '../port.ts';
import { BadFileError } from './bad-rows.ts';
import { createToInstants } from './local-time.ts';
import { readFile } from './read-file.ts';
import {
  findReady,
  markOf,
  orMissing,
  orUnavailable,
  versionOf,
  type ReadyFile,
} from './ready-files.ts';

export type FolderOptions = {
  /** Null: nothing is known, and nothing comes. */
  readonly path: string | null;
  /** Times in the files are of this zone. */
  readonly timeZone: string;
  readonly log: Logger;
  /** Read at a time, 16 MiB unless told: the rows of many nights together would fill the memory. */
  readonly bytesAtATime?: number;
};

/** The folder into which the sports body puts its nightly files. */
export type Folder = Pick<SportsPort, 'readFiles' | 'putAway'>;

const BYTES_AT_A_TIME = 16 * 1024 * 1024;

export function createFolder(options: FolderOptions): Folder {
  const { path, timeZone, log, bytesAtATime = BYTES_AT_A_TIME } = options;
  const toInstants = createToInstants(timeZone);
  /** What was looked at last under each name, so that only that is put away. */
  const read = new Map<string, string>();

  /** Null when the file was taken away or replaced while it was read: it is looked at next time. */
  async function readOne(folder: string, { kind, name, version, mark }: ReadyFile) {
    if (mark === null) {
      if (read.get(name) !== version) log.warn({ system: SYSTEM, name }, 'its .ok is older');
      read.set(name, version);
      return null;
    }
    if (mark instanceof BadFileError) {
      read.set(name, version);
      return { kind: 'rejected', report: { name, reasons: mark.reasons } } as const;
    }
    const bytes = await orMissing(readBytes(join(folder, name)));
    if (bytes === null || (await versionOf(folder, name)) !== version) return null;
    read.set(name, version);
    const result = await readFile({ kind, name, bytes, mark }, toInstants);
    if (result.kind === 'read') {
      const { encoding, file } = result;
      log.info({ system: SYSTEM, name, encoding, rows: file.rows.length }, 'read a nightly file');
    }
    return result;
  }

  return {
    async readFiles() {
      const files: NightlyFile[] = [];
      const rejected: FileReport[] = [];
      if (path === null) return { files, rejected };
      const ready = (await findReady(path)).toSorted((a, b) => madeMs(a) - madeMs(b));
      let left = bytesAtATime;
      // One after the other: two of them at once would be in memory whole.
      for (const one of ready) {
        if (one.bytes > left && files.length > 0) break;
        const result = await readOne(path, one);
        if (result?.kind === 'rejected') rejected.push(result.report);
        if (result?.kind !== 'read') continue;
        files.push(result.file);
        left -= one.bytes;
      }
      return { files, rejected };
    },
    async putAway(name, where) {
      const seen = read.get(name);
      if (path === null || seen === undefined || (await versionOf(path, name)) !== seen) return;
      await orUnavailable(mkdir(join(path, where), { recursive: true }));
      // The mark first: without it the file counts as not there, whatever happens next. If it is gone,
      // the next file is just being delivered.
      if (await moveIfThere(path, where, markOf(name))) await moveIfThere(path, where, name);
      read.delete(name);
    },
  };
}

/** Files that cannot be read come first: they take no memory. */
function madeMs({ mark }: ReadyFile): number {
  return mark === null || mark instanceof BadFileError ? 0 : mark.madeAt.getTime();
}

/** A file of the same name that lies there already is replaced: only the last one is kept. */
async function moveIfThere(path: string, where: string, name: string): Promise<boolean> {
  const moved = rename(join(path, name), join(path, where, name)).then(() => true);
  return (await orMissing(moved)) ?? false;
}
