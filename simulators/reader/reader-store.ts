import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListName } from '../../domain/reader-list/artefact.ts';
import { parseListName } from '../../domain/reader-list/list-name.ts';
import { openEventLog, type EventLog } from './event-log.ts';
import { openListFile, type ListFile, type Trust } from './list-file.ts';
import { openRatchetFile, type RatchetFile } from './ratchet-file.ts';
import { createSnapshotShare, type SnapshotShare } from './snapshot-share.ts';

/** Everything that a reader has on disk but its keys, in one folder of mode 0700. */
export type ReaderStore = AsyncDisposable & {
  readonly ratchet: RatchetFile;
  readonly events: EventLog;
  readonly share: SnapshotShare;
  /** The lists of which there is anything, and of which there ever was. */
  findLists(): Promise<readonly ListName[]>;
  /** Opens or makes the files of one list; once. */
  openList(name: ListName, trust: Trust): Promise<ListFile>;
};

/**
 * @param options.share For readers of one process; without it the reader has everything for itself.
 * @throws {Error} The folder cannot be made or read.
 */
export async function openReaderStore(
  folder: string,
  options: {
    readonly share?: SnapshotShare | undefined;
    readonly segmentEvents?: number | undefined;
  } = {},
): Promise<ReaderStore> {
  const share = options.share ?? createSnapshotShare();
  const listFolder = join(folder, 'lists');
  await mkdir(listFolder, { recursive: true, mode: 0o700 });
  const ratchet = await openRatchetFile(folder);
  const events = await openEventLog(folder, options);
  const opened: ListFile[] = [];
  return {
    ratchet,
    events,
    share,
    async findLists() {
      const names = (await readdir(listFolder)).flatMap((file) => nameOf(file));
      return [...new Set([...names, ...ratchet.names])];
    },
    async openList(name, trust) {
      const file = await openListFile({
        folder: listFolder,
        name,
        trust,
        share,
        ratchet: ratchet.of(name),
      });
      opened.push(file);
      return file;
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(opened.map((file) => file.close()));
      await ratchet.close();
      await events.close();
    },
  };
}

function nameOf(file: string): readonly ListName[] {
  const name = /^(.+)\.[ab]$/.exec(file)?.[1];
  return name === undefined ? [] : [parseListName(name)];
}
