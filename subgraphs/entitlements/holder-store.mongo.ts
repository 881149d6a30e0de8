import { Schema, type Connection, type Model } from 'mongoose';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { inSession } from '../../platform/stores/transaction.ts';
import { openRecord, sealRecord } from './sealed-record.ts';
import type { HolderRow, HolderStore } from './store.ts';

export const TARIFF_HOLDERS = 'tariffHolders';

/** A holder at rest: facts and passes sealed, and a day that does not tell a birthday. */
export type KeptHolder = {
  readonly _id: CardholderId;
  readonly kind: HolderKind;
  readonly sealed: string;
  readonly version: number;
  readonly wakeOn: CityDay | null;
};

export function createHolderStore(connection: Connection, seal: Seal): HolderStore {
  const rows = holderModel(connection);
  return {
    async find(ids, session) {
      const found = await rows
        .find({ _id: { $in: ids } }, null, inSession(session))
        .lean<KeptHolder[]>();
      return found.map((kept) => toHolderRow(kept, seal));
    },
    async save(session, changed) {
      if (changed.length === 0) return;
      await rows.bulkWrite(
        changed.map(({ row, wakeOn }) => {
          const { _id, ...rest } = toKeptHolder(row, wakeOn, seal);
          return { updateOne: { filter: { _id }, update: { $set: rest }, upsert: true } };
        }),
        { session },
      );
    },
    async findDue(day, limit) {
      const found = await rows
        .find({ wakeOn: { $lte: day, $type: 'string' } }, { _id: 1 })
        .sort({ wakeOn: 1 })
        .limit(limit)
        .lean<readonly Pick<KeptHolder, '_id'>[]>();
      return found.map(({ _id }) => _id);
    },
  };
}

export function holderModel(connection: Connection): Model<KeptHolder> {
  return modelOn<KeptHolder>(connection, 'TariffHolder', holderSchema);
}

/** @param wakeOn The next day on which anything changes by time alone. */
export function toKeptHolder(row: HolderRow, wakeOn: CityDay | null, seal: Seal): KeptHolder {
  const { holderId, kind, version } = row;
  return { _id: holderId, kind, sealed: sealRecord(row, holderId, seal), version, wakeOn };
}

export function toHolderRow(kept: KeptHolder, seal: Seal): HolderRow {
  return { ...openRecord(kept, seal), holderId: kept._id, version: kept.version };
}

function holderSchema() {
  const schema = new Schema<KeptHolder>(
    {
      _id: { type: String, required: true },
      kind: { type: String, required: true },
      sealed: { type: String, required: true },
      version: { type: Number, required: true },
      wakeOn: { type: String, default: null },
    },
    { collection: TARIFF_HOLDERS, versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ wakeOn: 1 });
  return schema;
}
