import { Schema, type ClientSession, type Connection, type Model } from 'mongoose';
import { parseCityDay } from '../../../domain/city-day.ts';
import { modelOn } from '../../../platform/stores/model-on.ts';
import {
  inSession,
  isDuplicateKey,
  runInTransaction,
} from '../../../platform/stores/transaction.ts';
import type { PublishedRulebook, RulebookStore } from './rulebook-store.ts';

type Row = Omit<PublishedRulebook, 'version' | 'startsOn'> & {
  /** The version. */
  readonly _id: number;
  readonly startsOn: string;
};

/** One row that every change of the rulebooks touches, so that two at once conflict. */
type Turn = { readonly _id: string; readonly changes: number };

const TURN = 'rulebooks';

/** The collections `rulebooks` and `rulebookTurns`. */
export function createRulebookStore(connection: Connection): RulebookStore {
  const rows = modelOn<Row>(connection, 'Rulebook', rulebookSchema);
  const turns = modelOn<Turn>(connection, 'RulebookTurn', turnSchema);
  return {
    async findAll(session) {
      const found = await rows
        .find({}, null, inSession(session))
        .sort({ startsOn: 1 })
        .lean<Row[]>();
      return found.map(toRulebook);
    },
    async findHeads() {
      const found = await rows
        .find({}, { _id: 1, startsOn: 1, state: 1 })
        .sort({ startsOn: 1 })
        .lean<Pick<Row, '_id' | 'startsOn' | 'state'>[]>();
      return found.map(({ _id, startsOn, state }) => ({
        version: _id,
        startsOn: parseCityDay(startsOn),
        state,
      }));
    },
    async findJson(versions) {
      if (versions.length === 0) return new Map();
      const found = await rows
        .find({ _id: { $in: versions } }, { _id: 1, json: 1 })
        .lean<Pick<Row, '_id' | 'json'>[]>();
      return new Map(found.map(({ _id, json }) => [_id, json]));
    },
    addFirst: (rulebooks) => addFirst({ connection, rows, turns }, rulebooks),
    async add(session, rulebook) {
      await takeTurn(turns, session);
      await rows.insertMany([toRow(rulebook)], { session });
    },
    async cancel(session, version, by) {
      await takeTurn(turns, session);
      await rows.updateOne({ _id: version }, { $set: { state: 'cancelled', ...by } }, { session });
    },
  };
}

type Models = {
  readonly connection: Connection;
  readonly rows: Model<Row>;
  readonly turns: Model<Turn>;
};

async function addFirst(
  { connection, rows, turns }: Models,
  rulebooks: readonly PublishedRulebook[],
): Promise<void> {
  if ((await rows.findOne({}, { _id: 1 }).lean<Row>()) !== null) return;
  try {
    await runInTransaction(connection, async (session) => {
      await takeTurn(turns, session);
      if ((await rows.findOne({}, { _id: 1 }, { session }).lean<Row>()) !== null) return;
      await rows.insertMany(rulebooks.map(toRow), { session });
    });
  } catch (error) {
    // Another process wrote them meanwhile.
    if (!isDuplicateKey(error)) throw error;
  }
}

async function takeTurn(turns: Model<Turn>, session: ClientSession): Promise<void> {
  await turns.updateOne({ _id: TURN }, { $inc: { changes: 1 } }, { session, upsert: true });
}

function toRow({ version, ...rest }: PublishedRulebook): Row {
  return { _id: version, ...rest };
}

function toRulebook({ _id, startsOn, ...rest }: Row): PublishedRulebook {
  return { version: _id, startsOn: parseCityDay(startsOn), ...rest };
}

function rulebookSchema() {
  return new Schema<Row>(
    {
      _id: { type: Number, required: true },
      startsOn: { type: String, required: true },
      json: { type: String, required: true },
      publishedBy: { type: String, default: null },
      publishedAt: { type: Date, required: true },
      state: { type: String, required: true, enum: ['published', 'cancelled'] },
      cancelledBy: { type: String, default: null },
      cancelledAt: { type: Date, default: null },
    },
    { collection: 'rulebooks', versionKey: false, autoIndex: false, autoCreate: false },
  );
}

function turnSchema() {
  return new Schema<Turn>(
    { _id: { type: String, required: true }, changes: { type: Number, required: true } },
    { collection: 'rulebookTurns', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
