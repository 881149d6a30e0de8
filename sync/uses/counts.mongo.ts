import { Schema, type Connection, type Model } from 'mongoose';
import { modelOn } from '../../platform/stores/model-on.ts';

/** Uses of one reader on one day, as they are shown: exact here, never shown like this. */
export type CountCell = {
  readonly service: string;
  readonly place: string;
  readonly admitted: number;
  readonly refused: number;
};

export type CountRow = {
  /** Day and reader. */
  readonly _id: string;
  readonly day: string;
  readonly reader: string;
  /** Uses only become more while they are counted, so a count with fewer is an older one. */
  readonly total: number;
  readonly cells: readonly CountCell[];
};

/** Uses by the class of who used, of one day and service. Nothing that names a card. */
export type ClassCell = {
  /** Such as `income`. */
  readonly kind: string;
  /** Such as `low`, or `none` for holders who belong to no class of the kind. */
  readonly class: string;
  readonly uses: number;
  /** Different cards on this day. */
  readonly cards: number;
};

export type ClassRow = {
  /** Day and service. */
  readonly _id: string;
  readonly day: string;
  readonly service: string;
  readonly cells: readonly ClassCell[];
};

/** How the counting of a day stands. */
export type DayRow = {
  /** The day. */
  readonly _id: string;
  /** When uses of the day were last counted. */
  readonly touchedAt: Date;
  /** Whether it has to be counted by class since. */
  readonly isStale: boolean;
  /** When its last counts were written; from then on its uses are being forgotten, and nothing is counted again. */
  readonly closedAt: Date | null;
};

export type CountModels = {
  readonly counts: Model<CountRow>;
  readonly classes: Model<ClassRow>;
  readonly days: Model<DayRow>;
};

/** Collections `useCounts`, `useClasses` and `useDays`. */
export function countModels(connection: Connection): CountModels {
  return {
    counts: modelOn<CountRow>(connection, 'UseCount', countSchema),
    classes: modelOn<ClassRow>(connection, 'UseClass', classSchema),
    days: modelOn<DayRow>(connection, 'UseDay', daySchema),
  };
}

const COMMON = { versionKey: false, autoIndex: false, autoCreate: false } as const;
const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;

function countSchema() {
  const cell = { _id: false, service: text, place: text, admitted: count, refused: count };
  const schema = new Schema<CountRow>(
    { _id: text, day: text, reader: text, total: count, cells: { type: [cell], required: true } },
    { collection: 'useCounts', ...COMMON },
  );
  schema.index({ day: 1 });
  return schema;
}

function classSchema() {
  const cell = { _id: false, kind: text, class: text, uses: count, cards: count };
  const schema = new Schema<ClassRow>(
    { _id: text, day: text, service: text, cells: { type: [cell], required: true } },
    { collection: 'useClasses', ...COMMON },
  );
  schema.index({ day: 1 });
  return schema;
}

function daySchema() {
  const schema = new Schema<DayRow>(
    {
      _id: text,
      touchedAt: { type: Date, required: true },
      isStale: { type: Boolean, required: true },
      closedAt: { type: Date, default: null },
    },
    { collection: 'useDays', ...COMMON },
  );
  schema.index({ isStale: 1 });
  return schema;
}
