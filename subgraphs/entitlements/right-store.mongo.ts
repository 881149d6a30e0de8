import { Schema, type ClientSession, type Connection, type Model } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import { inSession } from '../../platform/stores/transaction.ts';
import type { CardRightRow, CardRightStore } from './store.ts';

export const CARD_RIGHTS = 'cardRights';

/** A card's rights at rest: ids, days and versions. */
export type KeptRight = Omit<CardRightRow, 'cardId'> & { readonly _id: CardId };

export function createCardRightStore(connection: Connection): CardRightStore {
  const rows = rightModel(connection);
  const find = async (filter: object, session?: ClientSession) => {
    const found = await rows.find(filter, null, inSession(session)).lean<KeptRight[]>();
    return found.map(toRightRow);
  };
  return {
    find: (ids, session) => find({ _id: { $in: ids } }, session),
    findByHolders: (ids, session) => find({ holderId: { $in: ids } }, session),
    async save(session, changed) {
      if (changed.length === 0) return;
      await rows.bulkWrite(
        changed.map((row) => {
          const { _id, ...rest } = toKeptRight(row);
          return { updateOne: { filter: { _id }, update: { $set: rest }, upsert: true } };
        }),
        { session },
      );
    },
    async findDue(day, limit) {
      const found = await rows
        .find({ wakeOn: { $lte: day, $type: 'string' } })
        .sort({ wakeOn: 1 })
        .limit(limit)
        .lean<KeptRight[]>();
      return found.map(toRightRow);
    },
  };
}

export function rightModel(connection: Connection): Model<KeptRight> {
  return modelOn<KeptRight>(connection, 'CardRight', rightSchema);
}

export function toKeptRight({ cardId, ...rest }: CardRightRow): KeptRight {
  return { _id: cardId, ...rest };
}

export function toRightRow({ _id, ...rest }: KeptRight): CardRightRow {
  return { cardId: _id, ...rest };
}

function rightSchema() {
  const schema = new Schema<KeptRight>(
    {
      _id: { type: String, required: true },
      holderId: { type: String, required: true },
      holderKind: { type: String, required: true },
      standing: { type: String, required: true },
      cardVersion: { type: Number, required: true },
      version: { type: Number, required: true },
      firstOn: { type: String, required: true },
      lastOn: { type: String, default: null },
      evaluatedOn: { type: String, required: true },
      wakeOn: { type: String, default: null },
    },
    { collection: CARD_RIGHTS, versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ holderId: 1 });
  schema.index({ wakeOn: 1 });
  return schema;
}
