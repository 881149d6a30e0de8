import { Schema, type Connection, type Model } from 'mongoose';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { BuildRow, BuildStore } from './build-store.ts';
import { toBytes, type StoredBytes } from './list-schemas.ts';

type StoredBuild = Omit<BuildRow, 'id'> & { readonly _id: string };

type PartRow = {
  readonly _id: string;
  readonly build: string;
  readonly list: string;
  readonly index: number;
  readonly bytes: StoredBytes;
};

/** Finished builds are kept a week for operators. */
const KEEP_SECONDS = 7 * 24 * 60 * 60;

/** Collections `readerListBuilds` and `readerListParts`. */
export function createBuildStore(connection: Connection): BuildStore {
  const builds = modelOn<StoredBuild>(connection, 'ReaderListBuild', buildSchema);
  const parts = modelOn<PartRow>(connection, 'ReaderListPart', partSchema);
  return {
    async add({ id, ...row }) {
      await builds.insertMany([{ _id: id, ...row }]);
    },
    async findRunning() {
      return (await builds.find({ state: 'running' }).lean<StoredBuild[]>()).map(toRow);
    },
    async findByRulebook(rulebook) {
      const row = await builds
        .findOne({ rulebooks: rulebook })
        .sort({ startedAt: -1 })
        .lean<StoredBuild>();
      return row && toRow(row);
    },
    async claim(id, now, until) {
      const claimed = await builds.updateOne(
        { _id: id, state: 'running', leaseUntil: { $lt: now } },
        { $set: { leaseUntil: until } },
        { strict: false },
      );
      return claimed.matchedCount === 1;
    },
    async tellDone(id, done, leaseUntil) {
      await builds.updateOne({ _id: id }, { $set: { done, leaseUntil } }, { strict: false });
    },
    ...createParts(builds, parts, connection),
    async finish(id, state) {
      await builds.updateOne({ _id: id }, { $set: { state } }, { strict: false });
      await parts.deleteMany({ build: id });
    },
  };
}

function createParts(
  builds: Model<StoredBuild>,
  parts: Model<PartRow>,
  connection: Connection,
): Pick<BuildStore, 'savePart' | 'findParts'> {
  // Past mongoose, which would copy megabytes to look at them.
  const storedParts = connection.collection<Omit<PartRow, 'bytes'> & { readonly bytes: Buffer }>(
    parts.collection.collectionName,
  );
  return {
    async savePart(id, { index, after, parts: saved }) {
      for (const { list, bytes } of saved) {
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        await storedParts.replaceOne(
          { _id: `${id}:${index}:${list}` },
          { build: id, list, index, bytes: buffer },
          { upsert: true },
        );
      }
      await builds.updateOne({ _id: id }, { $set: { after, parts: index + 1 } }, { strict: false });
    },
    async findParts(id, list, count) {
      const found = await parts
        .find({ build: id, list, index: { $lt: count } })
        .sort({ index: 1 })
        .lean<PartRow[]>();
      return found.map(({ bytes }) => toBytes(bytes));
    },
  };
}

function toRow({ _id, ...row }: StoredBuild): BuildRow {
  return { id: _id, ...row };
}

const OPTIONS = {
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  strict: false,
  minimize: false,
} as const;

function buildSchema() {
  const schema = new Schema<StoredBuild>(
    { _id: { type: String, required: true } },
    { collection: 'readerListBuilds', ...OPTIONS },
  );
  schema.index({ state: 1 });
  schema.index({ rulebooks: 1, startedAt: -1 });
  schema.index({ startedAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });
  return schema;
}

function partSchema() {
  const schema = new Schema<PartRow>(
    { _id: { type: String, required: true } },
    { collection: 'readerListParts', ...OPTIONS },
  );
  schema.index({ build: 1, list: 1, index: 1 });
  return schema;
}
