import { Schema, type Connection } from 'mongoose';
import type { Feed } from '../../connectors/sports/port.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { FeedCursor, FeedStore } from './store.ts';

type CursorRow = Omit<FeedCursor, 'feed' | 'keptBefore'> & {
  readonly _id: Feed;
  /** Absent: there is nothing to compare with. */
  readonly keptBefore?: number;
};

export function createCursorStore(
  connection: Connection,
): Pick<FeedStore, 'findCursors' | 'saveCursor'> {
  const rows = modelOn<CursorRow>(connection, 'SportsCursor', cursorSchema);
  return {
    async findCursors() {
      const found = await rows.find({}).lean<CursorRow[]>();
      return new Map(
        found.map(({ _id, keptBefore = 0, ...rest }) => [_id, { feed: _id, keptBefore, ...rest }]),
      );
    },
    async saveCursor({ feed, ...cursor }, was) {
      if (was === null) return isAdded(rows.insertMany([{ _id: feed, ...cursor }]));
      const { next, startedAt } = was;
      const moved = await rows.updateOne({ _id: feed, next, startedAt }, { $set: cursor });
      return moved.matchedCount === 1;
    },
  };
}

async function isAdded(adding: Promise<unknown>): Promise<boolean> {
  try {
    await adding;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function cursorSchema() {
  return new Schema<CursorRow>(
    {
      _id: { type: String, required: true },
      next: { type: String, default: null },
      address: { type: String, required: true },
      since: { type: Date, required: true },
      startedAt: { type: Date, required: true },
      goodAt: { type: Date, default: null },
      keptBefore: { type: Number, default: 0 },
    },
    { collection: 'sportsCursors', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
