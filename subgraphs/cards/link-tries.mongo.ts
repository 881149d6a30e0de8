import { randomUUID } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import type { LinkTries } from './store.ts';

/** Tries of one card that failed within the last hour, or are under way. */
type TriesRow = {
  readonly _id: string;
  readonly tries: readonly { readonly id: string; readonly at: Date }[];
  readonly expiresAt: Date;
};

const MAX_TRIES = 5;
const TRIES_MS = 60 * 60 * 1000;

export function createLinkTries(connection: Connection): LinkTries {
  const tries = connection.model<TriesRow>('LinkTries', triesSchema());
  return {
    async take(cardId, now) {
      const hourAgo = new Date(now.getTime() - TRIES_MS);
      await tries.updateOne({ _id: cardId }, { $pull: { tries: { at: { $lte: hourAgo } } } });
      const id = randomUUID();
      // Matches while there is a place; else the upsert meets the row that is there and is refused.
      const hasPlace = { _id: cardId, tries: { $not: { $size: MAX_TRIES } } };
      const change = {
        $push: { tries: { id, at: now } },
        $set: { expiresAt: new Date(now.getTime() + TRIES_MS) },
      };
      try {
        await tries.updateOne(hasPlace, change, { upsert: true });
        return id;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      // Two first tries at once meet in the same way, and then there is still a place.
      const taken = await tries.updateOne(hasPlace, change);
      return taken.matchedCount === 1 ? id : null;
    },
    async giveBack(cardId, tryId) {
      await tries.updateOne({ _id: cardId }, { $pull: { tries: { id: tryId } } });
    },
  };
}

function triesSchema() {
  const schema = new Schema<TriesRow>(
    {
      _id: { type: String, required: true },
      tries: [new Schema({ id: String, at: Date }, { _id: false })],
      expiresAt: { type: Date, required: true },
    },
    { collection: 'linkTries', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return schema;
}
