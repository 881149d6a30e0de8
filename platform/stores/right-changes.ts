import { Schema, type ClientSession, type Connection, type Model } from 'mongoose';
import { modelOn } from './model-on.ts';
import { inSession } from './transaction.ts';

/** That what a card gets at readers has changed, written in the transaction that made it so. Nothing personal. */
export type RightChange = {
  readonly cardId: string;
  /** Of the card's rights; with `cardId` it names the change. */
  readonly version: number;
  /** True when the card is refused from now on: it is not gathered with others. */
  readonly isUrgent: boolean;
  /** Services whose readers may be concerned; `*` for all. */
  readonly services: readonly string[];
  readonly at: Date;
};

/** `waiting` until queued, `queued` until published in lists, `published` until every reader concerned has it. */
export type RightChangeState = 'waiting' | 'queued' | 'published' | 'done';

export type RightChangeRow = RightChange & {
  readonly id: string;
  readonly state: RightChangeState;
  readonly queuedAt: Date | null;
};

/** A publication, in the order in which they were made. */
export type Publication = {
  readonly ordinal: number;
  /** Whose lists it changed. */
  readonly groups: readonly string[];
  /**
   * Groups whose lists were compared with everybody's rights, and when last: a change from before then
   * may have come into them so, and their readers need not have it yet. Null where none ever was.
   */
  readonly built: { readonly groups: readonly string[]; readonly at: Date } | null;
  readonly at: Date;
};

/** Readers of a group that have not come further than this. */
export type Lag = { readonly group: string; readonly ordinal: number };

/** Finished rows are kept a week for operators. */
const KEEP_DONE_SECONDS = 7 * 24 * 60 * 60;

export type RightChanges = {
  /** Inside the caller's transaction. */
  append(session: ClientSession, changes: readonly RightChange[]): Promise<void>;
  /** Waiting, or queued before `queuedBefore`; the oldest first, at most `limit`. */
  findDue(queuedBefore: Date, limit: number): Promise<readonly RightChangeRow[]>;
  /** As `findDue`, of the urgent ones alone: however many others wait, these are found at once. */
  findUrgentDue(queuedBefore: Date, limit: number): Promise<readonly RightChangeRow[]>;
  markQueued(ids: readonly string[], at: Date): Promise<void>;
  /**
   * Inside the transaction that publishes. A row of a card with a lower version is published with it. One
   * that no group's readers can be lacking is done at once.
   */
  markPublished(
    session: ClientSession,
    cards: readonly { readonly cardId: string; readonly version: number }[],
    publication: Publication,
  ): Promise<void>;
  /** Everything published up to `upTo` that no lagging reader keeps open. @returns How many. */
  markDone(lags: readonly Lag[], upTo: number, at: Date): Promise<number>;
  /** Cards whose rights changed in publications from this instant on; for a list that was built meanwhile. */
  findCardsSince(instant: Date): Promise<readonly string[]>;
  /** Cards with rights in publications after this one; for the same purpose, and exact. */
  findCardsPublishedAfter(ordinal: number, session?: ClientSession): Promise<readonly string[]>;
  countByState(): Promise<Readonly<Record<Exclude<RightChangeState, 'done'>, number>>>;
};

type Row = {
  readonly _id: string;
  readonly cardId: string;
  readonly version: number;
  readonly isUrgent: boolean;
  readonly services: readonly string[];
  readonly at: Date;
  readonly state: RightChangeState;
  readonly queuedAt: Date | null;
  readonly ordinal: number | null;
  readonly groups: readonly string[];
  readonly doneAt?: Date;
};

/** One collection, `rightChanges`; the id of a row is `cardId:version`, so a change cannot be written twice. */
export function createRightChanges(connection: Connection): RightChanges {
  const rows = modelOn<Row>(connection, 'RightChange', rightChangeSchema);
  return { ...onTheWay(rows), ...atTheEnd(rows) };
}

type Rows = Model<Row>;

/** From the change to the queue. */
function onTheWay(rows: Rows) {
  return {
    async append(session, changes) {
      if (changes.length === 0) return;
      await rows.insertMany(
        changes.map((change) => ({
          _id: `${change.cardId}:${change.version}`,
          ...change,
          state: 'waiting',
          queuedAt: null,
          ordinal: null,
          groups: [],
        })),
        { session },
      );
    },
    async findDue(queuedBefore, limit) {
      const found = await rows
        .find({
          $or: [{ state: 'waiting' }, { state: 'queued', queuedAt: { $lt: queuedBefore } }],
        })
        .sort({ at: 1 })
        .limit(limit)
        .lean<Row[]>();
      return found.map(toRow);
    },
    async findUrgentDue(queuedBefore, limit) {
      const find = (due: { readonly state: RightChangeState; readonly queuedAt?: object }) =>
        rows
          .find({ isUrgent: true, ...due })
          .sort({ at: 1 })
          .limit(limit)
          .lean<Row[]>();
      const [waiting, queued] = await Promise.all([
        find({ state: 'waiting' }),
        find({ state: 'queued', queuedAt: { $lt: queuedBefore } }),
      ]);
      return [...waiting, ...queued].slice(0, limit).map(toRow);
    },
    async markQueued(ids, at) {
      await rows.updateMany(
        { _id: { $in: ids }, state: { $in: ['waiting', 'queued'] } },
        { $set: { state: 'queued', queuedAt: at } },
      );
    },
  } satisfies Partial<RightChanges>;
}

/** From the publication on, and for those who look on. */
function atTheEnd(rows: Rows) {
  return {
    async markPublished(session, cards, publication) {
      await rows.bulkWrite(
        cards.flatMap(({ cardId, version }) => {
          const open: RightChangeState[] = ['waiting', 'queued'];
          const which = { cardId, version: { $lte: version }, state: { $in: open } };
          return marksOf(publication).map(({ filter, set }) => ({
            updateMany: { filter: { ...which, ...filter }, update: { $set: set } },
          }));
        }),
        { session, ordered: false },
      );
    },
    async markDone(lags, upTo, at) {
      const kept = lags.map(({ group, ordinal }) => ({ groups: group, ordinal: { $gt: ordinal } }));
      const marked = await rows.updateMany(
        {
          state: 'published',
          ordinal: { $lte: upTo },
          ...(kept.length > 0 && { $nor: kept }),
        },
        { $set: { state: 'done', doneAt: at } },
      );
      return marked.modifiedCount;
    },
    async findCardsSince(instant) {
      const found = await rows.find({ at: { $gte: instant } }, { cardId: 1 }).lean<Row[]>();
      return [...new Set(found.map(({ cardId }) => cardId))];
    },
    async findCardsPublishedAfter(ordinal, session) {
      const found = await rows
        .find({ ordinal: { $gt: ordinal } }, { cardId: 1 }, inSession(session))
        .lean<Row[]>();
      return [...new Set(found.map(({ cardId }) => cardId))];
    },
    async countByState() {
      const count = (state: RightChangeState) => rows.countDocuments({ state });
      const [waiting, queued, published] = await Promise.all([
        count('waiting'),
        count('queued'),
        count('published'),
      ]);
      return { waiting, queued, published };
    },
  } satisfies Partial<RightChanges>;
}

/** Clocks of processes differ by less. */
const SKEW_MS = 5_000;

type Mark = {
  readonly filter: { readonly at?: { readonly $gt: Date } | { readonly $lte: Date } };
  readonly set: Partial<Row>;
};

/** What becomes of rows: published for the groups concerned, or done where there is none. */
function marksOf({ ordinal, groups, built, at }: Publication): readonly Mark[] {
  const toSet = (concerned: readonly string[]): Mark['set'] => {
    const state = concerned.length > 0 ? 'published' : 'done';
    const rest = { ordinal, groups: [...concerned] };
    return { state, ...rest, ...(state === 'done' && { doneAt: at }) };
  };
  if (built === null) return [{ filter: {}, set: toSet(groups) }];
  const builtAt = new Date(built.at.getTime() + SKEW_MS);
  return [
    { filter: { at: { $gt: builtAt } }, set: toSet(groups) },
    { filter: { at: { $lte: builtAt } }, set: toSet([...new Set([...groups, ...built.groups])]) },
  ];
}

function toRow({ _id, cardId, version, isUrgent, services, at, state, queuedAt }: Row) {
  return { id: _id, cardId, version, isUrgent, services, at, state, queuedAt };
}

function rightChangeSchema() {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      cardId: { type: String, required: true },
      version: { type: Number, required: true },
      isUrgent: { type: Boolean, required: true },
      services: { type: [String], required: true },
      at: { type: Date, required: true },
      state: { type: String, required: true },
      queuedAt: { type: Date, default: null },
      ordinal: { type: Number, default: null },
      groups: { type: [String], default: [] },
      doneAt: { type: Date },
    },
    { collection: 'rightChanges', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ state: 1, at: 1 });
  schema.index({ cardId: 1, version: 1 });
  schema.index({ at: 1 });
  schema.index({ isUrgent: 1, state: 1, at: 1 });
  schema.index({ ordinal: 1 });
  schema.index({ state: 1, ordinal: 1 });
  schema.index({ doneAt: 1 }, { expireAfterSeconds: KEEP_DONE_SECONDS });
  return schema;
}
