import { randomUUID } from 'node:crypto';
import { Schema, type ClientSession, type Connection, type Model } from 'mongoose';
import { ConflictError, InvalidInputError } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import type { OnceKey } from './idempotency.ts';
import type { KeyedHash, Seal } from './seal.ts';
import { inSession } from './transaction.ts';

export type OnceRowsOptions = {
  readonly connection: Connection;
  readonly seal: Seal;
  readonly hash: KeyedHash;
  readonly clock: Clock;
  readonly leaseMs: number;
};

/**
 * One request under its key. It begins `started`, held by the attempt that runs it as long as that
 * attempt keeps renewing the lease, and becomes `done` with its result. An attempt that ends without
 * knowing its outcome lets go of the row; one that died lets the lease run out; either is resumed by
 * the next same request. What runs in a transaction is written `done` at once.
 */
export type OnceRow = {
  /** Keyed hash of viewer and key. */
  readonly _id: string;
  readonly operation: string;
  readonly inputHash: string;
  readonly state: 'started' | 'done';
  /** Which attempt holds the row; null when none does. */
  readonly owner: string | null;
  readonly leaseUntil: Date;
  /** Sealed JSON of what an attempt noted before it sent anything. */
  readonly notes: string | null;
  /** Sealed JSON; null until done. */
  readonly result: string | null;
  readonly expiresAt: Date;
};

/** How long a row is kept, from the first request on. */
const KEEP_MS = 24 * 60 * 60 * 1000;

export type OnceRows = ReturnType<typeof createOnceRows>;

/** The rows behind `Once`, in the collection `onceKeys`; the store deletes each after 24 hours. */
export function createOnceRows(options: OnceRowsOptions) {
  const { connection, seal, clock, leaseMs } = options;
  const model = connection.model<OnceRow>('OnceKey', onceSchema());
  const leaseFromNow = () => new Date(clock.now().getTime() + leaseMs);
  const held = ({ _id, owner }: OnceRow) => ({ _id, owner, state: 'started' as const });
  const change = async (row: OnceRow, changes: Partial<OnceRow>): Promise<boolean> => {
    const changed = await model.updateOne(held(row), { $set: changes });
    return changed.matchedCount === 1;
  };
  return {
    /** What the row of this request would be, held by a new attempt. */
    rowOf: (key: OnceKey) => toRow(key, options, leaseFromNow()),
    findSame: (wanted: OnceRow, session?: ClientSession) =>
      findSame(model, wanted, clock.now(), session),
    async add(row: OnceRow, session?: ClientSession): Promise<void> {
      await model.insertMany([row], inSession(session));
    },
    /**
     * The row as it was at that moment: whoever held it may have noted something and begun to send
     * after it was found. Null when another attempt took it first.
     */
    take({ _id, state, leaseUntil, ...row }: OnceRow, owner: string | null) {
      return model
        .findOneAndUpdate(
          { _id, state, owner: row.owner, leaseUntil },
          { $set: { owner, leaseUntil: leaseFromNow() } },
          { returnDocument: 'after' },
        )
        .lean<OnceRow>();
    },
    renew: (row: OnceRow) => change(row, { leaseUntil: leaseFromNow() }),
    /** False when the row is no longer this attempt's. */
    note: (row: OnceRow, json: string) =>
      change(row, { notes: seal.seal(json, `once-notes:${row._id}`) }),
    openNotes: ({ _id, notes }: OnceRow): string | null =>
      notes === null ? null : seal.open(notes, `once-notes:${_id}`),
    /** Nobody holds the row any more: the next same request resumes it. */
    letGo: (row: OnceRow) => change(row, { owner: null }),
    async forget(row: OnceRow): Promise<void> {
      await model.deleteOne(held(row));
    },
    /** False when the row is no longer this attempt's. */
    async finish(row: OnceRow, json: string, session?: ClientSession): Promise<boolean> {
      const result = seal.seal(json, `once-result:${row._id}`);
      const finished = await model.updateOne(
        { _id: row._id, owner: row.owner },
        { $set: { state: 'done', result } },
        inSession(session),
      );
      return finished.matchedCount === 1;
    },
    openResult({ _id, result }: OnceRow): string {
      if (result === null) throw new Error('a row of onceKeys is done and has no result');
      return seal.open(result, `once-result:${_id}`);
    },
  };
}

/** @throws {InvalidInputError} The key is not 8 to 128 printable ASCII characters. */
export function checkIdempotencyKey(key: string): void {
  if (!/^[\x20-\x7e]{8,128}$/.test(key)) {
    throw new InvalidInputError('An idempotency key is 8 to 128 printable ASCII characters.');
  }
}

function toRow(key: OnceKey, { hash, clock }: OnceRowsOptions, leaseUntil: Date): OnceRow {
  checkIdempotencyKey(key.key);
  return {
    _id: hash('once-key', JSON.stringify([key.viewer, key.key])),
    operation: key.operation,
    inputHash: hash('once-input', JSON.stringify(key.input, inSortedOrder)),
    state: 'started',
    owner: randomUUID(),
    leaseUntil,
    notes: null,
    result: null,
    expiresAt: new Date(clock.now().getTime() + KEEP_MS),
  };
}

/** The same input may be spelled with its fields in another order. */
function inSortedOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** @throws {ConflictError} The key was used for something else. */
async function findSame(
  model: Model<OnceRow>,
  { _id, operation, inputHash }: OnceRow,
  now: Date,
  session: ClientSession | undefined,
): Promise<OnceRow | null> {
  const row = await model.findOne({ _id }, null, inSession(session)).lean<OnceRow>();
  if (row === null) return null;
  if (row.expiresAt <= now) {
    // The store deletes such rows only every minute or so.
    await model.deleteOne({ _id, expiresAt: row.expiresAt }, inSession(session));
    return null;
  }
  if (row.operation === operation && row.inputHash === inputHash) return row;
  throw new ConflictError(
    'This idempotency key was used for another request. Take another key for each wish.',
  );
}

function onceSchema() {
  const schema = new Schema<OnceRow>(
    {
      _id: { type: String, required: true },
      operation: { type: String, required: true },
      inputHash: { type: String, required: true },
      state: { type: String, required: true, enum: ['started', 'done'] },
      owner: { type: String, default: null },
      leaseUntil: { type: Date, required: true },
      notes: { type: String, default: null },
      result: { type: String, default: null },
      expiresAt: { type: Date, required: true },
    },
    { collection: 'onceKeys', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return schema;
}
