import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import type { ReaderLists } from '../../domain/reader-list/decide.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { FoundEntry, ListContent } from '../../domain/reader-list/list-content.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { createClockGuard } from '../../simulators/reader/clock-guard.ts';
import { openKeptLists } from '../../simulators/reader/kept-lists.ts';
import { openKeyFile } from '../../simulators/reader/key-file.ts';
import { openReaderStore } from '../../simulators/reader/reader-store.ts';

/** What a reader has on its disk, read as it would read it when it is switched on. */
export type ReaderView = ReaderLists & {
  find(
    list: { readonly epoch: number; readonly content: ListContent },
    token: string,
  ): FoundEntry | null;
};

/** @param folder Of the reader, which goes on meanwhile: a copy is read. */
export async function readReaderFolder(
  folder: string,
  group: GroupId,
  zone: string,
): Promise<ReaderView> {
  const copy = mkdtempSync(join(tmpdir(), 'reader-view-'));
  try {
    cpSync(folder, copy, { recursive: true });
    const keys = await openKeyFile(join(copy, 'keys.json'), group);
    await using store = await openReaderStore(copy);
    const guard = createClockGuard({ clock, zone, floor: store.ratchet.floor });
    const lists = (await openKeptLists({ group, store, keys, guard })).forDecisions();
    return {
      ...lists,
      find({ epoch, content }, token) {
        const key = keys.groupKeys.get(epoch);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the store gave it
        return key === undefined ? null : content.find(cardKey(key, token as MediumToken));
      },
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
