import type { ClientSession, Collection, Connection, Model } from 'mongoose';
import { modelOn } from '../../platform/stores/model-on.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import { headSchema, pairsSchema, type HeadRow, type PairsRow } from './list-schemas.ts';
import { ListsMovedError, type HeadChange, type ListHead, type ListStore } from './list-store.ts';

type Heads = Pick<ListStore, 'findHeads' | 'findHeadsAfter' | 'saveHeads' | 'findPairs'>;

/** Heads of lists, and apart from them the pairs of each, which change rarely and may be long. */
export function createHeads(connection: Connection): Heads {
  const heads = modelOn<HeadRow>(connection, 'ReaderList', headSchema);
  const pairRows = modelOn<PairsRow>(connection, 'ReaderListPairs', pairsSchema);
  const find = async (filter: object): Promise<readonly ListHead[]> =>
    (await heads.find(filter).lean<HeadRow[]>()).map(({ _id, ...head }) => head);
  return {
    findHeads: () => find({}),
    findHeadsAfter: (ordinal) => find({ ordinal: { $gt: ordinal } }),
    async saveHeads(session, changes) {
      const added = changes.filter(({ expected }) => expected === null);
      const moved = changes.filter(({ expected }) => expected !== null);
      if (added.length > 0) await addHeads(heads, session, added);
      // Without mongoose, which takes longer for forty heads than all the rest of a publication.
      const rows = connection.collection<HeadRow>(heads.collection.collectionName);
      if (moved.length > 0) await moveHeads(rows, session, moved);
      const updates = changes.flatMap(({ head, pairs }) =>
        pairs === null
          ? []
          : {
              updateOne: { filter: { _id: idOf(head) }, update: { $set: { pairs } }, upsert: true },
            },
      );
      if (updates.length === 0) return;
      await connection
        .collection<PairsRow>(pairRows.collection.collectionName)
        .bulkWrite(updates, { session, ordered: false });
    },
    async findPairs(group, name) {
      const row = await pairRows.findOne({ _id: `${group}:${name}` }).lean<PairsRow>();
      return row?.pairs ?? [];
    },
  };
}

async function addHeads(
  heads: Model<HeadRow>,
  session: ClientSession,
  changes: readonly HeadChange[],
): Promise<void> {
  try {
    const rows = changes.map(({ head }) => ({ _id: idOf(head), ...head }));
    await heads.insertMany(rows, { session });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new ListsMovedError('a list has been made meanwhile', { cause: error });
  }
}

async function moveHeads(
  heads: Collection<HeadRow>,
  session: ClientSession,
  changes: readonly HeadChange[],
): Promise<void> {
  const { matchedCount } = await heads.bulkWrite(
    changes.map(({ head: { snapshot, ...rest }, isRemade, expected }) => ({
      updateOne: {
        filter: { _id: idOf(rest), sequence: expected ?? 0 },
        update: { $set: { ...rest, ...(isRemade && { snapshot }) } },
      },
    })),
    { session, ordered: false },
  );
  if (matchedCount === changes.length) return;
  throw new ListsMovedError('a list has another sequence than expected');
}

function idOf({ group, name }: Pick<ListHead, 'group' | 'name'>): string {
  return `${group}:${name}`;
}
