import type { GroupId } from '../../domain/reader-list/group.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import type { ListHead, ListStore } from '../readers/list-store.ts';

const READS_AT_ONCE = 8;

export type GroupListsOptions = {
  readonly store: Pick<ListStore, 'findHeads' | 'findSteps' | 'findGroups'>;
  readonly rotate: (group: GroupId) => Promise<void>;
};

/** What the groups' readers should have, and the epochs of their keys, for operators. */
export function createGroupLists({ store, rotate }: GroupListsOptions) {
  const rowOf = async (group: GroupId) => (await store.findGroups([group]))[0];
  return {
    async all() {
      const live = (await store.findHeads()).filter(({ state }) => state === 'live');
      return mapBounded(live, READS_AT_ONCE, (head) => toGroupList(store, head));
    },
    async epochs(group: GroupId) {
      const row = await rowOf(group);
      return { present: row?.epoch ?? 1, next: row?.nextEpoch ?? null };
    },
    /** Only from this epoch on, so that asking twice rotates once. */
    async rotate(group: GroupId, epoch: number) {
      const row = await rowOf(group);
      if (row === undefined || row.epoch !== epoch || row.nextEpoch !== null) return;
      await rotate(group);
    },
  };
}

async function toGroupList(
  store: Pick<ListStore, 'findSteps'>,
  { group, name, epoch, sequence, entryCount }: ListHead,
) {
  const [step] = await store.findSteps(group, name, sequence - 1);
  return { group, name, epoch, sequence, entries: entryCount, issuedAt: step?.at ?? null };
}
