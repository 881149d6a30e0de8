import { Schema, type Connection, type Model } from 'mongoose';
import { parseCardholderId, type CardholderId } from '../../domain/card/cardholder.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';

/*
 * An ask says that a source is to be asked about a holder: at most one for each holder and source. It
 * is open until the source has answered, then done, and open again when it is wanted again. An open one
 * is due at an instant: at once when it is wanted; some time after it was taken, in case who took it
 * dies; some time after a try that failed. It is never given up.
 */

/** The sources that a program can ask; staff is asked by nobody. */
export type AskedSource = 'census' | 'tax';

export type Wanted = { readonly holderId: CardholderId; readonly source: AskedSource };

/** An open ask that was taken. */
export type TakenAsk = Wanted & {
  /** Tries that failed. */
  readonly tries: number;
};

/** Ids and instants, nothing personal. */
export type FactAsks = {
  /**
   * Opens asks that are not there, and those whose source has answered before `answeredBefore`; null
   * opens none of these. Open ones stay as they are.
   */
  want(
    wanted: readonly Wanted[],
    when: { readonly now: Date; readonly answeredBefore: Date | null },
  ): Promise<void>;
  /** Asks that are due, those due longest first; nobody else takes them before `until`. */
  take(when: {
    readonly now: Date;
    readonly until: Date;
    readonly limit: number;
  }): Promise<readonly TakenAsk[]>;
  markDone(ask: Wanted, at: Date): Promise<void>;
  markFailed(
    ask: TakenAsk,
    failure: { readonly code: string; readonly dueAt: Date },
  ): Promise<void>;
  /** Open asks that have failed at least once. */
  countFailing(source: AskedSource): Promise<number>;
};

type AskRow = {
  readonly _id: string;
  readonly holderId: string;
  readonly source: AskedSource;
  readonly state: 'open' | 'done';
  readonly dueAt: Date;
  readonly tries: number;
  readonly failureCode: string | null;
  readonly answeredAt: Date | null;
};

type Rows = Model<AskRow>;

const FRESH = { state: 'open', tries: 0, failureCode: null } as const;

/** The collection `factAsks`. */
export function createFactAsks(connection: Connection): FactAsks {
  const rows = modelOn<AskRow>(connection, 'FactAsk', askSchema);
  return {
    want: (wanted, when) => want(rows, wanted, when),
    take: (when) => take(rows, when),
    async markDone(ask, at) {
      const done = { state: 'done', answeredAt: at, tries: 0, failureCode: null } as const;
      await rows.updateOne({ _id: idOf(ask) }, { $set: done });
    },
    async markFailed({ tries, ...ask }, { code, dueAt }) {
      await rows.updateOne(
        { _id: idOf(ask), state: 'open', tries },
        { $set: { tries: tries + 1, failureCode: code, dueAt } },
      );
    },
    countFailing: (source) => rows.countDocuments({ source, state: 'open', tries: { $gt: 0 } }),
  };
}

async function want(
  rows: Rows,
  wanted: readonly Wanted[],
  { now, answeredBefore }: Parameters<FactAsks['want']>[1],
): Promise<void> {
  if (wanted.length === 0) return;
  const ids = wanted.map(idOf);
  if (answeredBefore !== null) {
    const stale = { state: 'done', answeredAt: { $lt: answeredBefore } } as const;
    await rows.updateMany({ _id: { $in: ids }, ...stale }, { $set: { ...FRESH, dueAt: now } });
  }
  const known = await rows.find({ _id: { $in: ids } }, { _id: 1 }).lean<{ _id: string }[]>();
  const there = new Set(known.map(({ _id }) => _id));
  const made = wanted
    .filter((ask) => !there.has(idOf(ask)))
    .map((ask) => ({ _id: idOf(ask), ...ask, ...FRESH, dueAt: now, answeredAt: null }));
  if (made.length === 0) return;
  // Somebody else may have wanted one of them meanwhile: it is there then.
  await rows.insertMany(made, { ordered: false }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

async function take(
  rows: Rows,
  { now, until, limit }: Parameters<FactAsks['take']>[0],
): Promise<readonly TakenAsk[]> {
  const due = await rows
    .find({ state: 'open', dueAt: { $lte: now } })
    .sort({ dueAt: 1 })
    .limit(limit)
    .lean<AskRow[]>();
  const taken: TakenAsk[] = [];
  for (const { _id, holderId, source, tries, dueAt } of due) {
    const took = await rows.updateOne({ _id, state: 'open', dueAt }, { $set: { dueAt: until } });
    if (took.modifiedCount === 0) continue;
    taken.push({ holderId: parseCardholderId(holderId), source, tries });
  }
  return taken;
}

function idOf({ holderId, source }: Wanted): string {
  return `${holderId}:${source}`;
}

function askSchema() {
  const schema = new Schema<AskRow>(
    {
      _id: { type: String, required: true },
      holderId: { type: String, required: true },
      source: { type: String, required: true },
      state: { type: String, required: true },
      dueAt: { type: Date, required: true },
      tries: { type: Number, required: true },
      failureCode: { type: String, default: null },
      answeredAt: { type: Date, default: null },
    },
    { collection: 'factAsks', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ state: 1, dueAt: 1 });
  return schema;
}
