import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../../domain/reader-list/group.ts';
import type { Lists } from '../lists-port.ts';
import { heldKey, undoubted } from './held-key.ts';

/** Artefacts for a reader in the order in which to apply them. Readers that hold the same get the same array. */
export type Batch = readonly Uint8Array[];

/** A batch of more bytes is kept only as long as somebody is sending it. */
const SMALL_BYTES = 256 * 1024;
/** Different things held by readers of a group at one time for which batches are remembered. */
const REMEMBERED = 64;

/** What the readers of one group ask of `Lists`: asked once for all that hold the same, until there is news. */
export type GroupFeed = {
  readonly group: GroupId;
  heads(): Promise<readonly HeldList[]>;
  /** @param key `heldKey(held)`. */
  since(held: readonly HeldList[], key: string): Promise<Batch>;
  /** Whole lists in place of all that is not held exactly as it should be. */
  mending(held: readonly HeldList[]): Promise<Batch>;
  /** Forgets what it remembers. */
  refresh(): void;
};

export function createGroupFeed(group: GroupId, lists: Lists): GroupFeed {
  let heads: Promise<readonly HeldList[]> | null = null;
  let batches = new Map<string, () => Promise<Batch> | undefined>();

  const ask = (
    held: readonly HeldList[],
    key: string,
    options: { readonly isExact: boolean } = { isExact: false },
  ): Promise<Batch> => {
    const mine = batches;
    const asked = lists.since(group, held, options);
    if (mine.size >= REMEMBERED) mine.clear();
    mine.set(key, () => asked);
    void loosen(mine, key, asked);
    return asked;
  };
  const since = (held: readonly HeldList[], key: string) => batches.get(key)?.() ?? ask(held, key);
  const readHeads = () => {
    if (heads !== null) return heads;
    const asked = lists.heads(group);
    heads = asked;
    asked.catch(() => {
      if (heads === asked) heads = null;
    });
    return asked;
  };
  return {
    group,
    heads: readHeads,
    since,
    async mending(held) {
      const sure = undoubted(held, await readHeads());
      // It may remember a later version than the one that others are sent with the deltas since.
      const key = `exact:${heldKey(sure)}`;
      return batches.get(key)?.() ?? ask(sure, key, { isExact: true });
    },
    refresh() {
      heads = null;
      batches = new Map();
    },
  };
}

/** A large batch lives as long as somebody sends it; one that could not be read is asked for again. */
async function loosen(
  batches: Map<string, () => Promise<Batch> | undefined>,
  key: string,
  asked: Promise<Batch>,
): Promise<void> {
  try {
    const batch = await asked;
    if (bytesOf(batch) <= SMALL_BYTES) return;
    const weak = new WeakRef(batch);
    batches.set(key, () => {
      const alive = weak.deref();
      return alive && Promise.resolve(alive);
    });
  } catch {
    // Told to whoever asked.
    batches.delete(key);
  }
}

export function bytesOf(batch: Batch): number {
  let bytes = 0;
  for (const artefact of batch) bytes += artefact.byteLength;
  return bytes;
}
