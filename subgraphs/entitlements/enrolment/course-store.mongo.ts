import { Schema, type Connection } from 'mongoose';
import { modelOn } from '../../../platform/stores/model-on.ts';
import { inSession } from '../../../platform/stores/transaction.ts';
import type { CourseStore } from './course-store.ts';
import type { Course } from './course.ts';

type Row = Omit<Course, 'id'> & {
  readonly _id: string;
  /** Grows with every change, so that one by zero is a write too. */
  readonly changes: number;
};

/** The collection `courses`. */
export function createCourseStore(connection: Connection): CourseStore {
  const rows = modelOn<Row>(connection, 'Course', courseSchema);
  return {
    async find(id, session) {
      const row = await rows.findOne({ _id: id }, null, inSession(session)).lean<Row>();
      return row === null ? null : toCourse(row);
    },
    async findMany(ids) {
      const found = await rows.find({ _id: { $in: ids } }).lean<Row[]>();
      return found.map(toCourse);
    },
    async findOffered(service, { first, after, today }) {
      const behind = after && [
        { firstOn: { $gt: after.firstOn } },
        { firstOn: after.firstOn, _id: { $gt: after.id } },
      ];
      const found = await rows
        .find({
          service,
          lastOn: { $gte: today },
          state: { $ne: 'cancelled' },
          ...(behind !== null && { $or: behind }),
        })
        .sort({ firstOn: 1, _id: 1 })
        .limit(first)
        .lean<Row[]>();
      return found.map(toCourse);
    },
    async add(session, { id, ...course }) {
      const row = { _id: id, ...course, state: 'open', placed: 0, waiting: 0, changes: 0 } as const;
      await rows.insertMany([row], { session });
    },
    async setState(session, id, state) {
      await rows.updateOne({ _id: id }, { $set: { state } }, { session });
    },
    async count(session, id, { placed, waiting }) {
      await rows.updateOne({ _id: id }, { $inc: { placed, waiting, changes: 1 } }, { session });
    },
  };
}

function toCourse(row: Row): Course {
  const { _id, service, title, firstOn, lastOn, places, listPriceCents } = row;
  const { enrolFrom, enrolUntil, state, placed, waiting } = row;
  return {
    ...{ id: _id, service, title, firstOn, lastOn, places, listPriceCents },
    ...{ enrolFrom, enrolUntil, state, placed, waiting },
  };
}

function courseSchema() {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      service: { type: String, required: true },
      title: { type: String, required: true },
      firstOn: { type: String, required: true },
      lastOn: { type: String, required: true },
      places: { type: Number, required: true },
      listPriceCents: { type: Number, required: true },
      enrolFrom: { type: String, required: true },
      enrolUntil: { type: String, required: true },
      state: { type: String, required: true, enum: ['open', 'closed', 'cancelled'] },
      placed: { type: Number, required: true },
      waiting: { type: Number, required: true },
      changes: { type: Number, required: true },
    },
    { collection: 'courses', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ service: 1, firstOn: 1, _id: 1 });
  return schema;
}
