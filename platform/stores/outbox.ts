import { Schema, type ClientSession, type Connection } from 'mongoose';

/** Something that happened to a card, written in the transaction that made it so. Nothing personal. */
export type OutboxEvent = {
  readonly cardId: string;
  /** The card's version after the change; with `cardId` it names the event. */
  readonly version: number;
  /** Past tense, dotted: `card.blocked`. */
  readonly type: string;
  readonly at: Date;
};

/** A row of the outbox: `waiting` until a relay queues it, `done` when its last consumer has finished. */
export type OutboxRow = OutboxEvent & {
  readonly id: string;
  readonly state: 'waiting' | 'queued' | 'done';
  readonly queuedAt: Date | null;
};

/** Finished rows are kept a week for operators. */
const KEEP_DONE_SECONDS = 7 * 24 * 60 * 60;

export type Outbox = {
  /** Inside the caller's transaction; the event exists exactly when the change does. */
  append(session: ClientSession, events: readonly OutboxEvent[]): Promise<void>;
  /** Unfinished rows, oldest first, at most `limit`. */
  findUnfinished(limit: number): Promise<readonly OutboxRow[]>;
  markQueued(ids: readonly string[], at: Date): Promise<void>;
  markDone(id: string, at: Date): Promise<void>;
};

/** One collection, `outbox`; the id of a row is `cardId:version`, so an event cannot be written twice. */
export function createOutbox(connection: Connection): Outbox {
  const rows = connection.model('OutboxRow', outboxSchema());
  return {
    async append(session, events) {
      await rows.insertMany(
        events.map((event) => ({
          _id: `${event.cardId}:${event.version}`,
          ...event,
          state: 'waiting',
          queuedAt: null,
        })),
        { session },
      );
    },
    async findUnfinished(limit) {
      const found = await rows
        .find({ state: { $in: ['waiting', 'queued'] } })
        .sort({ at: 1 })
        .limit(limit)
        .lean();
      return found.map(({ _id, cardId, version, type, at, state, queuedAt }) => ({
        id: _id,
        cardId,
        version,
        type,
        at,
        state,
        queuedAt: queuedAt ?? null,
      }));
    },
    async markQueued(ids, at) {
      await rows.updateMany(
        { _id: { $in: [...ids] }, state: { $ne: 'done' } },
        { $set: { state: 'queued', queuedAt: at } },
      );
    },
    async markDone(id, at) {
      await rows.updateOne({ _id: id }, { $set: { state: 'done', doneAt: at } });
    },
  };
}

function outboxSchema() {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      cardId: { type: String, required: true },
      version: { type: Number, required: true },
      type: { type: String, required: true },
      at: { type: Date, required: true },
      state: { type: String, required: true, enum: ['waiting', 'queued', 'done'] as const },
      queuedAt: { type: Date, default: null },
      doneAt: { type: Date },
    },
    { collection: 'outbox', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ state: 1, at: 1 });
  schema.index({ doneAt: 1 }, { expireAfterSeconds: KEEP_DONE_SECONDS });
  return schema;
}
