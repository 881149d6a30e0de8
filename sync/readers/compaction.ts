import type { PressDeps } from './press.ts';

export type CompactionOptions = {
  /** Steps after which a list's stored body is renewed, so that loading stays quick. */
  readonly everySteps: number;
  /** Steps kept for readers that are behind: at most so many of a list, and none older than that. */
  readonly keep: { readonly count: number; readonly ageMs: number };
};

export const COMPACTION: CompactionOptions = {
  everySteps: 1_000,
  keep: { count: 1_000, ageMs: 24 * 60 * 60 * 1000 },
};

/** A body may wait so long for the publication that refers to it. */
const STRAY_MS = 60 * 60 * 1000;

/** One look at every list: renews stored bodies that are far behind, and forgets what nobody needs. */
export async function compact(
  { store, memory, lane, clock }: PressDeps,
  { everySteps, keep }: CompactionOptions,
): Promise<void> {
  for (const { group, name, sequence, snapshot } of memory.allHeads()) {
    if (sequence - snapshot.sequence < everySteps) continue;
    const list = await memory.list(group, name);
    if (list === null) continue;
    const id = await store.saveBody(list.content.toBody(), clock.now());
    const next = { id, sequence: list.head.sequence };
    await lane.run(
      async () => {
        if (!(await store.moveSnapshot(list.head, next))) return;
        const now = memory.heads(group).find((head) => head.name === name);
        if (now?.epoch === list.head.epoch) memory.replaceHead({ ...now, snapshot: next });
      },
      { isUrgent: false },
    );
  }
  const before = new Date(clock.now().getTime() - keep.ageMs);
  for (const head of memory.allHeads()) {
    await store.pruneSteps(head, { count: keep.count, before });
  }
  await store.deleteStrayBodies(new Date(clock.now().getTime() - STRAY_MS));
}
