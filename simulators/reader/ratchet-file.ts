import { z } from 'zod';
import type { ListName } from '../../domain/reader-list/artefact.ts';
import { parseListName } from '../../domain/reader-list/list-name.ts';
import type { Ratchet } from '../../domain/reader-list/verify.ts';
import { openSmallState } from './small-state.ts';

/**
 * How far the reader has ever come: the highest version of each list, and the latest signed time. Apart
 * from the lists, so that nothing that happens to them can take it back.
 */
export type RatchetFile = {
  of(name: ListName): Ratchet | null;
  readonly names: readonly ListName[];
  /** The latest time that the hub has signed; null before the first. */
  readonly floor: Date | null;
  /** Goes forward only, but for a list of another issuer. On disk once this resolves. */
  advance(ratchets: ReadonlyMap<ListName, Ratchet>, floor: Date): Promise<void>;
  close(): Promise<void>;
};

const ratchetSchema = z.object({
  issuer: z.string(),
  epoch: z.int().min(0),
  sequence: z.int().min(0),
  digest: z.string(),
});
const fileSchema = z.object({
  floorMs: z.int().nullable(),
  lists: z.record(z.string(), ratchetSchema),
});

export async function openRatchetFile(folder: string): Promise<RatchetFile> {
  const file = await openSmallState(folder, 'ratchet', fileSchema);
  const lists = new Map<ListName, Ratchet>(
    Object.entries(file.value?.lists ?? {}).map(([name, ratchet]) => [
      parseListName(name),
      ratchet,
    ]),
  );
  let floorMs = file.value?.floorMs ?? null;
  return {
    of: (name) => lists.get(name) ?? null,
    get names() {
      return [...lists.keys()];
    },
    get floor() {
      return floorMs === null ? null : new Date(floorMs);
    },
    async advance(ratchets, floor) {
      for (const [name, ratchet] of ratchets) {
        if (isForward(lists.get(name) ?? null, ratchet)) lists.set(name, ratchet);
      }
      floorMs = Math.max(floorMs ?? 0, floor.getTime());
      await file.put({ floorMs, lists: Object.fromEntries(lists) });
    },
    close: () => file.close(),
  };
}

function isForward(from: Ratchet | null, to: Ratchet): boolean {
  return from === null || from.issuer !== to.issuer || from.sequence < to.sequence;
}
