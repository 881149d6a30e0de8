import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../platform/error-code.ts';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';

const LOCK_FILE = 'hub.pid';

/** Who holds a data folder: this process now, or the living one that was there before. */
export type FolderLock =
  | ({ readonly isTaken: true } & Disposable)
  | { readonly isTaken: false; readonly holder: ProcessIdentity };

/**
 * Takes a folder for this process alone. The file names its holder and is linked into place whole,
 * so that of two that start at once one wins and nobody reads half a name. What a killed process
 * left is moved away first, and put back should it turn out to be a living one's.
 */
export function lockDataFolder(folder: string): FolderLock {
  const path = join(folder, LOCK_FILE);
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(identityOf(process.pid)), { flag: 'wx', mode: 0o600 });
  try {
    while (!isLinked(draft, path)) {
      const holder = holderOf(folder);
      if (holder !== null) return { isTaken: false, holder };
      moveAway(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { isTaken: true, [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

/** @returns The living process that holds the folder now, or null. */
export function holderOf(folder: string): ProcessIdentity | null {
  return livingIn(join(folder, LOCK_FILE));
}

function moveAway(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  // Somebody else may have moved the dead one's away and taken the folder since we looked.
  if (livingIn(aside) !== null) isLinked(aside, path);
  rmSync(aside, { force: true });
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function livingIn(path: string): ProcessIdentity | null {
  if (!existsSync(path)) return null;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by lockDataFolder
    const holder = JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity | null;
    return holder !== null && isAlive(holder) ? holder : null;
  } catch {
    return null;
  }
}
