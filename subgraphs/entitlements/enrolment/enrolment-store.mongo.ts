import { Schema, type ClientSession, type Connection, type Model } from 'mongoose';
import { modelOn } from '../../../platform/stores/model-on.ts';
import type { Seal } from '../../../platform/stores/seal.ts';
import { inSession } from '../../../platform/stores/transaction.ts';
import type { EnrolmentStore } from './course-store.ts';
import { isActive, type Enrolment, type EnrolmentPrice } from './enrolment.ts';

type Row = Omit<Enrolment, 'id' | 'price'> & {
  readonly _id: string;
  /** Opens only for this enrolment. */
  readonly sealedPrice: string;
  /** Absent where it does not stand: one that stands is unique for course and holder. */
  readonly isActive?: true | undefined;
  readonly expiresAt: Date;
};

/** Of one holder: who enrols and withdraws day after day has more. */
const MOST_SHOWN = 200;

type Rows = Model<Row>;

/** The collection `enrolments`. */
export function createEnrolmentStore(connection: Connection, seal: Seal): EnrolmentStore {
  const rows = modelOn<Row>(connection, 'Enrolment', enrolmentSchema);
  return { ...readsOf(rows, seal), ...writesOf(rows, seal) };
}

function writesOf(rows: Rows, seal: Seal): Pick<EnrolmentStore, 'add' | 'setState'> {
  return {
    async add(session, { id, price, ...enrolment }, keepUntil) {
      const row = {
        ...{ _id: id, ...enrolment, isActive: true, expiresAt: keepUntil },
        sealedPrice: seal.seal(padded(JSON.stringify(price)), sealContext(id)),
      } as const;
      await rows.insertMany([row], { session });
    },
    async setState(session, ids, { state, at }) {
      const ended = isActive(state) ? {} : { $unset: { isActive: true as const } };
      const change = { $set: { state, statedAt: at }, ...ended };
      await rows.updateMany({ _id: { $in: ids } }, change, { session });
    },
  };
}

function readsOf(rows: Rows, seal: Seal): Omit<EnrolmentStore, 'add' | 'setState'> {
  const one = async (filter: object, session?: ClientSession) => {
    const row = await rows.findOne(filter, null, inSession(session)).sort({ order: 1 }).lean<Row>();
    return row === null ? null : toEnrolment(row, seal);
  };
  return {
    find: (id, session) => one({ _id: id }, session),
    findActive: (session, { courseId, holderId }) =>
      one({ courseId, holderId, isActive: true }, session),
    findNext: (session, courseId) => one({ courseId, state: 'waiting' }, session),
    async findAllActive(session, courseId) {
      const found = await rows
        .find({ courseId, state: { $in: ['placed', 'waiting'] } }, null, { session })
        .sort({ order: 1 })
        .lean<Row[]>();
      return found.map((row) => toEnrolment(row, seal));
    },
    async findLastOrder(session, courseId) {
      const row = await rows
        .findOne({ courseId }, { order: 1 }, { session })
        .sort({ order: -1 })
        .lean<Pick<Row, 'order'>>();
      return row?.order ?? 0;
    },
    async findByHolders(holderIds) {
      const found = await rows
        .find({ holderId: { $in: holderIds } })
        .sort({ enrolledAt: -1 })
        .limit(holderIds.length * MOST_SHOWN)
        .lean<Row[]>();
      return found.map((row) => toEnrolment(row, seal));
    },
    async findWaitingOrders(courseIds) {
      const found = await rows
        .find({ courseId: { $in: courseIds }, state: 'waiting' }, { courseId: 1, order: 1 })
        .sort({ order: 1 })
        .lean<Pick<Row, 'courseId' | 'order'>[]>();
      const byCourse = Map.groupBy(found, ({ courseId }) => courseId);
      return new Map([...byCourse].map(([id, own]) => [id, own.map(({ order }) => order)]));
    },
  };
}

/** @throws {Error} The row was sealed with another key, or for another enrolment. */
function toEnrolment({ _id, sealedPrice, ...row }: Row, seal: Seal): Enrolment {
  const { courseId, holderId, cardId, state, order, enrolledAt, statedAt } = row;
  const price: EnrolmentPrice = JSON.parse(seal.open(sealedPrice, sealContext(_id)));
  return {
    ...{ id: _id, courseId, holderId, cardId, state },
    ...{ order, enrolledAt, statedAt, price },
  };
}

/** In steps, so that the length does not tell one reason for a price from two. */
function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / PAD_TO) * PAD_TO);
}

const PAD_TO = 1_024;

function sealContext(id: string): string {
  return `enrolment:${id}`;
}

function enrolmentSchema() {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      courseId: { type: String, required: true },
      holderId: { type: String, required: true },
      cardId: { type: String, required: true },
      state: { type: String, required: true },
      order: { type: Number, required: true },
      enrolledAt: { type: Date, required: true },
      statedAt: { type: Date, required: true },
      sealedPrice: { type: String, required: true },
      isActive: { type: Boolean },
      expiresAt: { type: Date, required: true },
    },
    { collection: 'enrolments', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index(
    { courseId: 1, holderId: 1 },
    { unique: true, partialFilterExpression: { isActive: true } },
  );
  schema.index({ courseId: 1, state: 1, order: 1 });
  schema.index({ courseId: 1, order: 1 });
  schema.index({ holderId: 1, enrolledAt: 1 });
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return schema;
}
