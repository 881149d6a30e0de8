import { link, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createListShare, type ListShare } from '../../domain/reader-list/list-share.ts';
import { framed } from './framed-file.ts';
import { syncFolder } from './key-file.ts';

/**
 * Lets the readers of one process keep equal snapshots once, in memory and on disk: 500 readers with two
 * slots of 4.3 MB would be 4.3 GB of both. A shared file is never written again, only linked. Every
 * reader verifies what it gets, counts and logs for itself.
 */
export type SnapshotShare = {
  readonly lists: ListShare;
  /** Makes `path` a file of this verified artefact, whole and on disk once this resolves. */
  place(artefact: Uint8Array, path: string): Promise<void>;
};

/** So many shared files are kept linked from; a slot keeps its own link as long as it needs it. */
const MOST_FILES = 256;
const SIGNATURE_FROM = 172;
const SIGNATURE_TO = 236;

/** @param options.folder On the same file system as the readers' folders; without it each writes its own file. */
export function createSnapshotShare({ folder }: { readonly folder?: string | undefined } = {}) {
  const files = new Map<string, Promise<string>>();
  const fileOf = (artefact: Uint8Array, into: string): Promise<string> => {
    // The signature is of the header, that has the hashes of all the rest, and it was verified.
    const name = Buffer.from(artefact.subarray(SIGNATURE_FROM, SIGNATURE_TO)).toString('base64url');
    const known = files.get(name);
    if (known !== undefined) return known;
    const path = join(into, name.slice(0, 40));
    const written = writeWhole(artefact, path).then(() => path);
    files.set(name, written);
    const [oldest] = files.keys();
    if (files.size > MOST_FILES && oldest !== undefined) {
      void files
        .get(oldest)
        ?.then(unlink)
        .catch(() => undefined);
      files.delete(oldest);
    }
    return written;
  };
  const share: SnapshotShare = {
    lists: createListShare(),
    async place(artefact, path) {
      if (folder === undefined) {
        await writeWhole(artefact, path);
        return;
      }
      const draft = `${path}.draft`;
      await unlink(draft).catch(() => undefined);
      await link(await fileOf(artefact, folder), draft);
      await rename(draft, path);
      await syncFolder(dirname(path));
    },
  };
  return share;
}

/** Under another name first, so that what was there stays whole until this is. */
async function writeWhole(artefact: Uint8Array, path: string): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(framed(artefact));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}
