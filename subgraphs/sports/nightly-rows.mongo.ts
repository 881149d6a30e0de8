import { Schema, type Connection } from 'mongoose';
import type { FileKind } from '../../connectors/sports/port.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { KeptCounterBooking, KeptPass } from './store.ts';

/** One row of a nightly file, of one snapshot, of one member. */
export type NightlyRow<Kept> = Kept & {
  readonly _id: string;
  readonly snapshot: string;
  /** Keyed hash of the member number. */
  readonly memberKey: string;
};

/**
 * A nightly file and where it is in its life: `loading` while its rows are written, `current` from the
 * switch on, `replaced` by the next switch. Rows of what is not current are deleted an hour later, when
 * no answer reads them any more.
 */
export type SnapshotRow = {
  readonly _id: string;
  readonly kind: FileKind;
  readonly state: 'loading' | 'current' | 'replaced';
  /** Of the file. */
  readonly sha256: string;
  readonly madeAt: Date;
  readonly rows: number;
  /** When it came into this state. */
  readonly stateAt: Date;
};

const BEHAVIOUR = { versionKey: false, autoIndex: false, autoCreate: false } as const;

export type NightlyModels = ReturnType<typeof nightlyModels>;

export function nightlyModels(connection: Connection) {
  return {
    passes: modelOn<NightlyRow<KeptPass>>(connection, 'SportsPass', passSchema),
    bookings: modelOn<NightlyRow<KeptCounterBooking>>(
      connection,
      'SportsCounterBooking',
      counterBookingSchema,
    ),
    snapshots: modelOn<SnapshotRow>(connection, 'SportsSnapshot', snapshotSchema),
  };
}

const ROW = {
  _id: { type: String, required: true },
  snapshot: { type: String, required: true },
  memberKey: { type: String, required: true },
} as const;

function passSchema() {
  const schema = new Schema<NightlyRow<KeptPass>>(
    {
      ...ROW,
      name: { type: String, required: true },
      startsOn: { type: String, required: true },
      endsOn: { type: String, required: true },
      isActive: { type: Boolean, required: true },
      centres: { type: [String], required: true },
      usesLeft: { type: Number, default: null },
    },
    { collection: 'sportsPasses', ...BEHAVIOUR },
  );
  schema.index({ snapshot: 1, memberKey: 1 });
  return schema;
}

function counterBookingSchema() {
  const schema = new Schema<NightlyRow<KeptCounterBooking>>(
    {
      ...ROW,
      facility: { type: String, required: true },
      startsAt: { type: Date, required: true },
      endsAt: { type: Date, required: true },
      isCancelled: { type: Boolean, required: true },
      places: { type: Number, required: true },
    },
    { collection: 'sportsCounterBookings', ...BEHAVIOUR },
  );
  schema.index({ snapshot: 1, memberKey: 1 });
  return schema;
}

function snapshotSchema() {
  const schema = new Schema<SnapshotRow>(
    {
      _id: { type: String, required: true },
      kind: { type: String, required: true },
      state: { type: String, required: true },
      sha256: { type: String, required: true },
      madeAt: { type: Date, required: true },
      rows: { type: Number, required: true },
      stateAt: { type: Date, required: true },
    },
    { collection: 'sportsSnapshots', ...BEHAVIOUR },
  );
  // Of two processes that apply a file at once one wins.
  schema.index(
    { kind: 1 },
    { name: 'current_1', unique: true, partialFilterExpression: { state: 'current' } },
  );
  return schema;
}
