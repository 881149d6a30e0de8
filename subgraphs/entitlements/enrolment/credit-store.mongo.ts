import { Schema, type Connection } from 'mongoose';
import { modelOn } from '../../../platform/stores/model-on.ts';
import type { CourseCreditStore } from './course-store.ts';

/** Named by a keyed hash of holder, rule and period: the name of the rule would say who the holder is. */
type Row = { readonly _id: string; readonly taken: number };

/** The collection `courseCredits`. */
export function createCourseCreditStore(connection: Connection): CourseCreditStore {
  const rows = modelOn<Row>(connection, 'CourseCredit', creditSchema);
  return {
    async findTaken(session, accounts) {
      if (accounts.length === 0) return new Map();
      const found = await rows.find({ _id: { $in: accounts } }, null, { session }).lean<Row[]>();
      return new Map(found.map(({ _id, taken }) => [_id, taken]));
    },
    async take(session, account, amount) {
      await rows.updateOne(
        { _id: account },
        { $inc: { taken: amount } },
        { session, upsert: true },
      );
    },
  };
}

function creditSchema() {
  return new Schema<Row>(
    { _id: { type: String, required: true }, taken: { type: Number, required: true } },
    { collection: 'courseCredits', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
