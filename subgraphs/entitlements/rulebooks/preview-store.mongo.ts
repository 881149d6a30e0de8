import { Schema, type Connection, type Model } from 'mongoose';
import { modelOn } from '../../../platform/stores/model-on.ts';
import { isDuplicateKey } from '../../../platform/stores/transaction.ts';
import type { PreviewRun, PreviewStore } from './preview-store.ts';

type Row = Omit<PreviewRun, 'id'> & {
  readonly _id: string;
  readonly owner: string | null;
  readonly leaseUntil: Date;
  readonly expiresAt: Date;
};

/** Several batches long. */
const LEASE_MS = 10_000;
/** Facts change by the hour, and so does what a preview says. */
const KEEP_MS = 60 * 60 * 1_000;

/** The collection `rulebookPreviews`: counts alone, nothing about anybody. */
export function createPreviewStore(connection: Connection): PreviewStore {
  const rows = modelOn<Row>(connection, 'RulebookPreview', previewSchema);
  const held = (id: string, owner: string) => ({ _id: id, owner, state: 'running' as const });
  return {
    ask: (id, total, now) => ask(rows, { id, total, now }),
    async take(id, owner, now) {
      const free = [
        { state: 'waiting' as const },
        { state: 'running' as const, leaseUntil: { $lte: now } },
      ];
      const taken = await rows
        .findOneAndUpdate(
          { _id: id, $or: [...free] },
          { $set: { state: 'running', owner, leaseUntil: later(now, LEASE_MS) } },
          { returnDocument: 'after' },
        )
        .lean<Row>();
      return taken === null ? null : toRun(taken);
    },
    async save(id, owner, count, now) {
      const lease = { leaseUntil: later(now, LEASE_MS), expiresAt: later(now, KEEP_MS) };
      const saved = await rows
        .findOneAndUpdate(
          held(id, owner),
          { $set: { ...count, ...lease } },
          { returnDocument: 'after' },
        )
        .lean<Row>();
      return saved === null ? null : toRun(saved);
    },
    async letGo(id, owner) {
      await rows.updateOne(held(id, owner), { $set: { state: 'waiting', owner: null } });
    },
    async finish(id, owner, count, now) {
      const end = {
        state: 'done' as const,
        owner: null,
        finishedAt: now,
        expiresAt: later(now, KEEP_MS),
      };
      await rows.updateOne(held(id, owner), { $set: { ...count, ...end } });
    },
  };
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

type Asked = { readonly id: string; readonly total: number; readonly now: Date };

async function ask(rows: Model<Row>, { id, total, now }: Asked): Promise<PreviewRun> {
  // The store deletes such rows only every minute or so.
  await rows.deleteOne({ _id: id, expiresAt: { $lte: now } });
  const found = await rows
    .findOneAndUpdate({ _id: id }, { $set: { askedAt: now } }, { returnDocument: 'after' })
    .lean<Row>();
  if (found !== null) return toRun(found);
  const counted = { after: null, done: 0, total, tally: '[]', finishedAt: null } as const;
  const free = { state: 'waiting', owner: null, leaseUntil: now } as const;
  const begun = { _id: id, ...counted, ...free, askedAt: now, expiresAt: later(now, KEEP_MS) };
  try {
    await rows.insertMany([begun]);
  } catch (error) {
    // Somebody else asked at the same moment.
    if (!isDuplicateKey(error)) throw error;
  }
  return toRun(begun);
}

function toRun({ _id, after, done, total, tally, state, askedAt, finishedAt }: Row): PreviewRun {
  return { id: _id, after, done, total, tally, state, askedAt, finishedAt };
}

function previewSchema() {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      after: { type: String, default: null },
      done: { type: Number, required: true },
      total: { type: Number, required: true },
      tally: { type: String, required: true },
      state: { type: String, required: true, enum: ['waiting', 'running', 'done'] },
      askedAt: { type: Date, required: true },
      finishedAt: { type: Date, default: null },
      owner: { type: String, default: null },
      leaseUntil: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
    },
    { collection: 'rulebookPreviews', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return schema;
}
