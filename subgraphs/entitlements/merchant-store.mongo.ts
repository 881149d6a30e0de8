import { Schema, type Connection } from 'mongoose';
import type { ServiceId } from '../../domain/tariff/service.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { MerchantStore } from './store.ts';

type MerchantRow = {
  /** Opaque, as in the merchant's token. */
  readonly _id: string;
  readonly service: ServiceId;
};

export function createMerchantStore(connection: Connection): MerchantStore {
  const rows = modelOn<MerchantRow>(connection, 'Merchant', merchantSchema);
  return {
    async find(merchant) {
      const row = await rows.findOne({ _id: merchant }).lean<MerchantRow>();
      return row?.service ?? null;
    },
    async save(session, merchant, service) {
      await rows.updateOne({ _id: merchant }, { $set: { service } }, { upsert: true, session });
    },
  };
}

function merchantSchema() {
  return new Schema<MerchantRow>(
    { _id: { type: String, required: true }, service: { type: String, required: true } },
    { collection: 'merchants', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
