import { Schema, type Connection } from 'mongoose';
import { parseCityDay, type CityDay } from '../domain/city-day.ts';
import { modelOn } from '../platform/stores/model-on.ts';

/** The last day for which something that is done once a day was done whole. */
export type PassDays = {
  /** @param first Noted as done where it never was: what has just begun has nothing to catch up with. */
  lastOn(name: string, first: CityDay): Promise<CityDay>;
  save(name: string, day: CityDay): Promise<void>;
};

type PassRow = { readonly _id: string; readonly day: string };

/** The collection `passDays`. */
export function createPassDays(connection: Connection): PassDays {
  const rows = modelOn<PassRow>(connection, 'PassDay', passSchema);
  return {
    async lastOn(name, first) {
      await rows.updateOne({ _id: name }, { $setOnInsert: { day: first } }, { upsert: true });
      const row = await rows.findOne({ _id: name }).lean<PassRow>();
      return row === null ? first : parseCityDay(row.day);
    },
    async save(name, day) {
      await rows.updateOne({ _id: name }, { $set: { day } }, { upsert: true });
    },
  };
}

function passSchema() {
  return new Schema<PassRow>(
    { _id: { type: String, required: true }, day: { type: String, required: true } },
    { collection: 'passDays', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
