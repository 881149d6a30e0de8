import { Schema, type ClientSession, type Connection, type Model } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { inSession } from '../../platform/stores/transaction.ts';
import type { CreditLeft } from './credits-left.ts';
import type { CardRightRow, CardRightStore } from './store.ts';

export const CARD_RIGHTS = 'cardRights';

/** A card's rights at rest: ids, days and versions. */
export type KeptRight = Omit<CardRightRow, 'cardId' | 'credits'> & {
  readonly _id: CardId;
  /** Sealed JSON, since rules name classes of holders; null for a card that has taken from no credit. */
  readonly sealedCredits: string | null;
};

export function createCardRightStore(connection: Connection, seal: Seal): CardRightStore {
  const toRow = (kept: KeptRight): CardRightRow => toRightRow(kept, seal);
  const rows = rightModel(connection);
  const find = async (filter: object, session?: ClientSession) => {
    const found = await rows.find(filter, null, inSession(session)).lean<KeptRight[]>();
    return found.map(toRow);
  };
  return {
    find: (ids, session) => find({ _id: { $in: ids } }, session),
    findByHolders: (ids, session) => find({ holderId: { $in: ids } }, session),
    async save(session, changed) {
      if (changed.length === 0) return;
      await rows.bulkWrite(
        changed.map((row) => {
          const { _id, ...rest } = toKeptRight(row, seal);
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
      return found.map(toRow);
    },
  };
}

export function rightModel(connection: Connection): Model<KeptRight> {
  return modelOn<KeptRight>(connection, 'CardRight', rightSchema);
}

export function toKeptRight({ cardId, credits, ...rest }: CardRightRow, seal: Seal): KeptRight {
  const text = JSON.stringify(credits);
  const sealedCredits = credits.length === 0 ? null : seal.seal(text, `credits:${cardId}`);
  return { _id: cardId, ...rest, sealedCredits };
}

export function toRightRow({ _id, sealedCredits, ...rest }: KeptRight, seal: Seal): CardRightRow {
  const credits: readonly CreditLeft[] =
    sealedCredits === null ? [] : JSON.parse(seal.open(sealedCredits, `credits:${_id}`));
  return { cardId: _id, ...rest, credits };
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
      sealedCredits: { type: String, default: null },
    },
    { collection: CARD_RIGHTS, versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ holderId: 1 });
  schema.index({ wakeOn: 1 });
  return schema;
}
