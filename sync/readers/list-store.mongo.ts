import type { ClientSession, Connection, Model } from 'mongoose';
import { modelOn } from '../../platform/stores/model-on.ts';
import { inSession, runInTransaction } from '../../platform/stores/transaction.ts';
import { createBodies } from './list-bodies.ts';
import { createHeads } from './list-heads.ts';
import {
  counterSchema,
  groupSchema,
  stepSchema,
  toBytes,
  type CounterRow,
  type StepRow,
  type StoredGroup,
} from './list-schemas.ts';
import { ListsMovedError, type ListHead, type ListStep, type ListStore } from './list-store.ts';

const COUNTER = 'publications';

/** Rows written or deleted in one command. */
const BATCH = 500;

/** Collections `readerLists`, `readerListSteps`, `readerListBodies`, `readerListCounters`, `readerGroups`. */
export function createListStore(connection: Connection): ListStore {
  const steps = modelOn<StepRow>(connection, 'ReaderListStep', stepSchema);
  const stepRows = connection.collection<StoredStep>(steps.collection.collectionName);
  const counters = modelOn<CounterRow>(connection, 'ReaderListCounter', counterSchema);
  const heads = createHeads(connection);
  return {
    transact: (work) => runInTransaction(connection, work),
    findOrdinal: async () =>
      (await counters.findOne({ _id: COUNTER }).lean<CounterRow>())?.ordinal ?? 0,
    takeOrdinal: (session, known) => takeOrdinal(counters, session, known),
    async saveSteps(session, made) {
      if (made.length > 0) await stepRows.insertMany(made.map(toStepRow), { session });
    },
    async findSteps(group, name, after) {
      const found = await steps
        .find({ group, name, sequence: { $gt: after } })
        .sort({ sequence: 1 })
        .lean<StepRow[]>();
      return found.map(toStep);
    },
    pruneSteps: (head, keep) => pruneSteps(steps, head, keep),
    findHeads: heads.findHeads,
    findHeadsAfter: heads.findHeadsAfter,
    saveHeads: heads.saveHeads,
    findPairs: heads.findPairs,
    ...createBodies(connection),
    ...createGroups(connection),
  };
}

async function takeOrdinal(
  counters: Model<CounterRow>,
  session: ClientSession,
  known: number,
): Promise<number> {
  const taken = await counters
    .findOneAndUpdate(
      { _id: COUNTER },
      { $inc: { ordinal: 1 } },
      { session, upsert: true, returnDocument: 'after' },
    )
    .lean<CounterRow>();
  if (taken?.ordinal !== known + 1) {
    throw new ListsMovedError(`the last publication is not ${known} any more`);
  }
  return taken.ordinal;
}

async function pruneSteps(
  steps: Model<StepRow>,
  { group, name, sequence, snapshot }: ListHead,
  { count, before }: { readonly count: number; readonly before: Date },
): Promise<void> {
  const unneeded = {
    group,
    name,
    sequence: { $lte: Math.min(snapshot.sequence, sequence) },
    $or: [{ sequence: { $lte: sequence - count } }, { at: { $lt: before } }],
  };
  for (;;) {
    const found = await steps.find(unneeded, { _id: 1 }).limit(BATCH).lean<{ _id: string }[]>();
    if (found.length === 0) return;
    await steps.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
  }
}

function createGroups(
  connection: Connection,
): Pick<ListStore, 'findGroups' | 'saveGroup' | 'askRotation'> {
  const groups = modelOn<StoredGroup>(connection, 'ReaderGroup', groupSchema);
  return {
    async findGroups(ids, session) {
      const found = await groups
        .find({ _id: { $in: ids } }, null, inSession(session))
        .lean<StoredGroup[]>();
      const rows = new Map(found.map(({ _id, ...row }) => [_id, row]));
      const first = { epoch: 1, nextEpoch: null, earlier: [], rebuiltOn: null };
      return ids.map((group) => ({ group, ...(rows.get(group) ?? first) }));
    },
    async saveGroup({ group, ...row }, session) {
      await groups.updateOne(
        { _id: group },
        { $set: row },
        { upsert: true, strict: false, ...inSession(session) },
      );
    },
    async askRotation(group) {
      for (;;) {
        const { epoch = 1 } = (await groups.findOne({ _id: group }).lean<StoredGroup>()) ?? {};
        const nextEpoch = epoch + 1;
        // Nothing but this: what a build writes meanwhile must not be taken back.
        const asked = await groups.updateOne(
          { _id: group, epoch },
          { $set: { nextEpoch }, $setOnInsert: { earlier: [], rebuiltOn: null } },
          { upsert: epoch === 1, strict: false },
        );
        if (asked.matchedCount + asked.upsertedCount > 0) return;
      }
    },
  };
}

type StoredStep = Omit<StepRow, 'delta'> & { readonly delta: Buffer | null };

function toStepRow(step: ListStep): StoredStep {
  const { group, name, sequence, delta } = step;
  return {
    _id: `${group}:${name}:${sequence}`,
    ...step,
    delta: delta === null ? null : Buffer.from(delta.buffer, delta.byteOffset, delta.byteLength),
  };
}

function toStep({ _id, delta, ...step }: StepRow): ListStep {
  return { ...step, delta: delta === null ? null : toBytes(delta) };
}
