import { Schema, type Connection } from 'mongoose';
import { modelOn } from '../../../platform/stores/model-on.ts';
import type { Seal } from '../../../platform/stores/seal.ts';
import type { CourseCreditStore } from './course-store.ts';

/**
 * Named by a keyed hash of holder, rule and period: the name of the rule would say who the holder is, and
 * so would the amount.
 */
type Row = { readonly _id: string; readonly sealedTaken: string };

/** Amounts are written with as many digits, so that their length is the same. */
const DIGITS = 12;

/** The collection `courseCredits`. */
export function createCourseCreditStore(connection: Connection, seal: Seal): CourseCreditStore {
  const rows = modelOn<Row>(connection, 'CourseCredit', creditSchema);
  return {
    async findTaken(session, accounts) {
      if (accounts.length === 0) return new Map();
      const found = await rows.find({ _id: { $in: accounts } }, null, { session }).lean<Row[]>();
      return new Map(
        found.map(({ _id, sealedTaken }) => [
          _id,
          Number(seal.open(sealedTaken, sealContext(_id))),
        ]),
      );
    },
    async setTaken(session, taken) {
      if (taken.size === 0) return;
      await rows.bulkWrite(
        [...taken].map(([_id, amount]) => {
          const text = String(amount).padStart(DIGITS, '0');
          const $set = { sealedTaken: seal.seal(text, sealContext(_id)) };
          return { updateOne: { filter: { _id }, update: { $set }, upsert: true } };
        }),
        { session },
      );
    },
  };
}

function sealContext(account: string): string {
  return `course-credit:${account}`;
}

function creditSchema() {
  return new Schema<Row>(
    { _id: { type: String, required: true }, sealedTaken: { type: String, required: true } },
    { collection: 'courseCredits', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
