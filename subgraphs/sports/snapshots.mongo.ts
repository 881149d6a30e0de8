import { randomUUID } from 'node:crypto';
import type { Connection, Model } from 'mongoose';
import type { FileKind, NightlyFile } from '../../connectors/sports/port.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import type { MemberKeys } from './member-key.ts';
import type { NightlyModels, NightlyRow, SnapshotRow } from './nightly-rows.mongo.ts';
import type { NightlyStore } from './store.ts';

export type SnapshotsOptions = {
  readonly connection: Connection;
  readonly models: NightlyModels;
  readonly keys: MemberKeys;
};

/** Rows written at once; the switch is one transaction of its own, however many there are. */
const BATCH = 500;
/** No answer takes longer, and no file longer to be written. */
const STALE_MS = 60 * 60 * 1_000;

type Snapshots = Pick<NightlyStore, 'findSnapshots' | 'renew' | 'replace' | 'prune'>;

/** Which file is the last good one of its kind, and how another takes its place. */
export function createSnapshots({ connection, models, keys }: SnapshotsOptions): Snapshots {
  const { snapshots } = models;
  return {
    async findSnapshots() {
      const found = await snapshots.find({ state: 'current' }).lean<SnapshotRow[]>();
      return new Map(
        found.map(({ _id, kind, sha256, madeAt, rows }) => [
          kind,
          { id: _id, kind, sha256, madeAt, rows },
        ]),
      );
    },
    async renew({ id }, madeAt) {
      await snapshots.updateOne({ _id: id, state: 'current' }, { $set: { madeAt } });
    },
    async replace(file, last, at) {
      const id = await load(models, keys, file, at);
      const to = (state: SnapshotRow['state']) => ({ $set: { state, stateAt: at } });
      await runInTransaction(connection, async (session) => {
        if (last !== null) {
          const old = { _id: last.id, state: 'current' } as const;
          const left = await snapshots.updateOne(old, to('replaced'), { session });
          if (left.matchedCount === 0) throw new Error(`${file.name}: another file was faster`);
        }
        const loaded = await snapshots.updateOne({ _id: id }, to('current'), { session });
        // The old one stays rather than none.
        if (loaded.matchedCount === 0) throw new Error(`${file.name}: pruned while it was loaded`);
      });
    },
    async prune(now) {
      const stateAt = { $lt: new Date(now.getTime() - STALE_MS) };
      const stale = await snapshots
        .find({ state: { $ne: 'current' }, stateAt })
        .lean<SnapshotRow[]>();
      for (const { _id, kind } of stale) await remove(models, kind, _id);
    },
  };
}

/** Writes the rows of a file where nobody reads them yet. @returns The id of the snapshot. */
async function load(
  models: NightlyModels,
  { keyOf }: MemberKeys,
  { kind, sha256, madeAt, rows }: NightlyFile,
  at: Date,
): Promise<string> {
  const _id = randomUUID();
  const state = 'loading';
  const count = rows.length;
  await models.snapshots.insertMany([
    { _id, kind, state, sha256, madeAt, rows: count, stateAt: at },
  ]);
  try {
    for (let start = 0; start < count; start += BATCH) {
      const batch = rows.slice(start, start + BATCH).map(({ member, ...kept }, place) => ({
        ...kept,
        _id: `${_id}:${start + place}`,
        snapshot: _id,
        memberKey: keyOf(member),
      }));
      // The connector has checked the rows, so mongoose need not look at each again.
      await rowsOf(models, kind).insertMany(batch, { lean: true });
    }
    return _id;
  } catch (error) {
    // What is left of it is pruned with the others.
    await remove(models, kind, _id).catch(() => {});
    throw error;
  }
}

async function remove(models: NightlyModels, kind: FileKind, snapshot: string): Promise<void> {
  await rowsOf(models, kind).deleteMany({ snapshot });
  await models.snapshots.deleteOne({ _id: snapshot });
}

function rowsOf(models: NightlyModels, kind: FileKind): Model<NightlyRow<object>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what both have in common
  return models[kind] as unknown as Model<NightlyRow<object>>;
}
