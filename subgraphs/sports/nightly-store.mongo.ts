import { createHash, randomUUID } from 'node:crypto';
import type { Connection, Model } from 'mongoose';
import type { FileKind, NightlyFile } from '../../connectors/sports/port.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { memberKeys, type MemberKeys } from './member-key.ts';
import { nightlyModels, type NightlyRow, type SnapshotRow } from './nightly-rows.mongo.ts';
import type { KeptCounterBooking, KeptPass, NightlyStore, Snapshot } from './store.ts';

/** Rows written at once; the switch is one transaction of its own, however many there are. */
const BATCH = 500;
const STALE_MS = 60 * 60 * 1_000;

type Models = ReturnType<typeof nightlyModels>;

export function createNightlyStore(connection: Connection, hash: KeyedHash): NightlyStore {
  const models = nightlyModels(connection);
  const { passes, bookings, snapshots, taken } = models;
  const keys = memberKeys(hash);
  const ofMembers = (snapshot: Snapshot, members: readonly LinkedAccount[]) => ({
    snapshot: snapshot.id,
    memberKey: { $in: members.map(keys.keyOf) },
  });
  return {
    async findSnapshots() {
      const found = await snapshots.find({ state: 'current' }).lean<SnapshotRow[]>();
      return new Map(
        found.map(({ _id, kind, madeAt, rows }) => [kind, { id: _id, kind, madeAt, rows }]),
      );
    },
    async isTaken(file) {
      return (await taken.countDocuments({ _id: fileId(file) })) > 0;
    },
    async markTaken(file, at) {
      await taken.updateOne({ _id: fileId(file) }, { $set: { takenAt: at } }, { upsert: true });
    },
    async replace(file, last, at) {
      const id = await load(models, keys, file, at);
      await runInTransaction(connection, async (session) => {
        const stateAt = at;
        if (last !== null) {
          const left = await snapshots.updateOne(
            { _id: last.id, state: 'current' },
            { $set: { state: 'replaced', stateAt } },
            { session },
          );
          if (left.matchedCount === 0) throw new Error(`${file.name}: another file was faster`);
        }
        await snapshots.updateOne(
          { _id: id },
          { $set: { state: 'current', stateAt } },
          { session },
        );
        await taken.updateOne(
          { _id: fileId(file) },
          { $set: { takenAt: at } },
          { upsert: true, session },
        );
      });
    },
    async prune(now) {
      const stateAt = { $lt: new Date(now.getTime() - STALE_MS) };
      const stale = await snapshots
        .find({ state: { $ne: 'current' }, stateAt })
        .lean<SnapshotRow[]>();
      for (const { _id, kind } of stale) await remove(models, kind, _id);
    },
    async findPasses(snapshot, members) {
      const found = await passes.find(ofMembers(snapshot, members)).lean<NightlyRow<KeptPass>[]>();
      return keys.byMember(members, found, toKept);
    },
    async findCounterBookings(snapshot, members, now) {
      const found = await bookings
        .find({ ...ofMembers(snapshot, members), endsAt: { $gt: now } })
        .lean<NightlyRow<KeptCounterBooking>[]>();
      return keys.byMember(members, found, toKept);
    },
  };
}

/** Writes the rows of a file where nobody reads them yet. @returns The id of the snapshot. */
async function load(
  models: Models,
  { keyOf }: MemberKeys,
  { kind, madeAt, rows }: NightlyFile,
  at: Date,
): Promise<string> {
  const id = randomUUID();
  const count = rows.length;
  await models.snapshots.insertMany([
    { _id: id, kind, state: 'loading', madeAt, rows: count, stateAt: at },
  ]);
  try {
    for (let start = 0; start < count; start += BATCH) {
      const batch = rows.slice(start, start + BATCH).map(({ member, ...kept }, place) => ({
        ...kept,
        _id: `${id}:${start + place}`,
        snapshot: id,
        memberKey: keyOf(member),
      }));
      // The connector has checked the rows, so mongoose need not look at each again.
      await rowsOf(models, kind).insertMany(batch, { lean: true });
    }
    return id;
  } catch (error) {
    await remove(models, kind, id).catch(() => {});
    throw error;
  }
}

async function remove(models: Models, kind: FileKind, snapshot: string): Promise<void> {
  await rowsOf(models, kind).deleteMany({ snapshot });
  await models.snapshots.deleteOne({ _id: snapshot });
}

function rowsOf(models: Models, kind: FileKind): Model<NightlyRow<object>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what both have in common
  return models[kind] as unknown as Model<NightlyRow<object>>;
}

function toKept<Kept extends object>(row: NightlyRow<Kept>): Kept {
  const { _id, snapshot: _snapshot, memberKey: _memberKey, ...kept } = row;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all but the row's own fields
  return kept as unknown as Kept;
}

function fileId({ name, sha256 }: NightlyFile): string {
  return createHash('sha256')
    .update(JSON.stringify([name, sha256]))
    .digest('hex');
}
