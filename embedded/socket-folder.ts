import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Unix socket paths end at 108 bytes on Linux and 104 on macOS; the longest name put in the folder has 12. */
const LONGEST_FOLDER = 80;

/**
 * Where the private stores' sockets lie: in the data folder where its path is short and free of
 * capitals (MongoDB's driver lower-cases the hosts that a server names), else in a folder of
 * its own under the system's temporary one, the same for the same data folder. Mode 0700.
 */
export function socketFolder(dataFolder: string): string {
  const folder = pathFor(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/** Takes the folder away again; one that still holds a socket stays. */
export function removeSocketFolder(dataFolder: string): void {
  try {
    rmdirSync(pathFor(dataFolder));
  } catch {
    // Not empty, or gone: either way there is nothing to do.
  }
}

function pathFor(dataFolder: string): string {
  const inside = join(resolve(dataFolder), 'run');
  return isFit(inside) ? inside : join(shortTemporary(), nameFor(dataFolder));
}

function isFit(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST_FOLDER && path === path.toLowerCase();
}

/** macOS gives each user a long temporary path with capitals; `/tmp` is there too. */
function shortTemporary(): string {
  return isFit(join(tmpdir(), nameFor(''))) ? tmpdir() : '/tmp';
}

function nameFor(dataFolder: string): string {
  const hash = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 12);
  return `tessera-${process.getuid?.() ?? 0}-${hash}`;
}
