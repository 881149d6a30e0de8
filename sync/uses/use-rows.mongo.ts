import { Schema, type Connection, type Model } from 'mongoose';
import type { TapResult } from '../../domain/reader-list/reader-event.ts';
import { modelOn } from '../../platform/stores/model-on.ts';

/** One use as it is kept while it is kept with its card. */
export type UseRow = {
  /** `useIdOf`: reader and sequence, so that it cannot be there twice. */
  readonly _id: string;
  readonly reader: string;
  /** As the reader told it. */
  readonly at: Date;
  /** By the hub's time, where the reader's clock was wrong. */
  readonly takenAt?: Date;
  /** The city day of that, on which it counts. */
  readonly day: string;
  readonly group: string;
  readonly service: string;
  readonly place: string;
  readonly result: TapResult;
  /** The 10 bytes by which the group knows the card, in hexadecimal; empty without a card. */
  readonly key: string;
  readonly epoch: number;
  readonly rulebook: number;
  readonly code: number;
  /** Absent until the card is recognised, and for good when it is none of the city's. */
  readonly cardId?: string;
};

/** How far a reader's uses have come, at least. */
export type ReceptionRow = {
  readonly _id: string;
  /** Nothing up to here is missing, or what is missing has been given up. Only rises. */
  readonly through: number;
};

/** What one reader uploaded at once. */
export type ArrivalPart = {
  readonly reader: string;
  /** First and last sequence. */
  readonly from: number;
  readonly to: number;
  readonly days: readonly string[];
  readonly service: string;
  /** Whether every use of a card was recognised as it was stored. */
  readonly isRecognised: boolean;
};

/** Uses that were stored together and whose consequences are not drawn yet. */
export type ArrivalRow = {
  readonly _id: string;
  readonly parts: readonly ArrivalPart[];
  readonly at: Date;
  /** `new` until cards are recognised and credits applied, `settled` until it is counted; then the row goes. */
  readonly state: 'new' | 'settled';
};

/** That a reader told one sequence twice and differently. Says neither what nor of whom. */
export type ConflictRow = {
  /** Use id and a digest of what was told the second time. */
  readonly _id: string;
  readonly reader: string;
  readonly at: Date;
  readonly expiresAt: Date;
};

/** The digits of the greatest sequence, so that ids of one reader are in the order of its sequences. */
const SEQUENCE_DIGITS = 16;

export function useIdOf(reader: string, sequence: number): string {
  return `${reader}:${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
}

export function sequenceOf(useId: string): number {
  return Number(useId.slice(useId.lastIndexOf(':') + 1));
}

/** A filter for the uses of a reader between two sequences, both included. */
export function useRange(reader: string, from: number, to: number) {
  return { $gte: useIdOf(reader, from), $lte: useIdOf(reader, to) };
}

/** When a use happened, by the hub's time. */
export function takenAtOf({ at, takenAt }: Pick<UseRow, 'at' | 'takenAt'>): Date {
  return takenAt ?? at;
}

/** Results by which somebody got in. */
export const ADMITTED: readonly TapResult[] = ['accepted', 'acceptedUnlisted', 'acceptedStale'];

export type UseModels = {
  readonly uses: Model<UseRow>;
  /** The same collection without mongoose, which would look at each of thousands of rows. */
  readonly rawUses: ReturnType<typeof rawUses>;
  readonly receptions: Model<ReceptionRow>;
  readonly arrivals: Model<ArrivalRow>;
  readonly conflicts: Model<ConflictRow>;
};

/** Collections `uses`, `useReceptions`, `useArrivals` and `useConflicts`. */
export function useModels(connection: Connection): UseModels {
  return {
    uses: modelOn<UseRow>(connection, 'Use', useSchema),
    rawUses: rawUses(connection),
    receptions: modelOn<ReceptionRow>(connection, 'UseReception', receptionSchema),
    arrivals: modelOn<ArrivalRow>(connection, 'UseArrival', arrivalSchema),
    conflicts: modelOn<ConflictRow>(connection, 'UseConflict', conflictSchema),
  };
}

function rawUses(connection: Connection) {
  return connection.collection<UseRow>(USES);
}

const USES = 'uses';
const COMMON = { versionKey: false, autoIndex: false, autoCreate: false } as const;
const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const instant = { type: Date, required: true } as const;

function useSchema() {
  const schema = new Schema<UseRow>(
    {
      _id: text,
      reader: text,
      at: instant,
      takenAt: { type: Date },
      day: text,
      group: text,
      service: text,
      place: text,
      result: text,
      key: { type: String },
      epoch: count,
      rulebook: count,
      code: count,
      cardId: { type: String },
    },
    { collection: USES, ...COMMON },
  );
  // Every index is paid for at the door, so there is one for counting and forgetting, and one for a card's uses.
  schema.index({ day: 1, reader: 1 });
  schema.index(
    { cardId: 1, at: 1, _id: 1 },
    { partialFilterExpression: { cardId: { $exists: true } } },
  );
  return schema;
}

function receptionSchema() {
  return new Schema<ReceptionRow>(
    { _id: text, through: count },
    { collection: 'useReceptions', ...COMMON },
  );
}

function arrivalSchema() {
  const days = { type: [String], required: true } as const;
  const part = {
    ...{ _id: false, reader: text, from: count, to: count, days, service: text },
    isRecognised: { type: Boolean, required: true },
  };
  const schema = new Schema<ArrivalRow>(
    {
      _id: text,
      parts: { type: [part], required: true },
      at: instant,
      state: text,
    },
    { collection: 'useArrivals', ...COMMON },
  );
  schema.index({ state: 1, at: 1 });
  return schema;
}

function conflictSchema() {
  const schema = new Schema<ConflictRow>(
    { _id: text, reader: text, at: instant, expiresAt: instant },
    { collection: 'useConflicts', ...COMMON },
  );
  schema.index({ reader: 1 });
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return schema;
}
