import { Schema } from 'mongoose';
import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import { parseGroupId } from '../../../domain/reader-list/group.ts';
import { parseReaderId, type Reader, type ReaderWay } from '../../../domain/reader-list/reader.ts';
import type { ReaderStanding } from './reader-registry.ts';

export type ReaderRow = {
  readonly _id: string;
  readonly group: string;
  readonly place: string;
  readonly way: ReaderWay;
  readonly addedAt: Date;
  readonly retiredAt: Date | null;
  readonly replayAskedAt: Date | null;
};

export type StandingRow = Omit<ReaderStanding, 'readerId' | 'group'> & {
  readonly _id: string;
  readonly group: string;
};

export function toReader({ _id, group, place, way }: ReaderRow): Reader {
  return { id: parseReaderId(_id), group: parseGroupId(group), place, way: { ...way } };
}

export function toStanding({ _id, group, held, ...rest }: StandingRow): ReaderStanding {
  return {
    ...rest,
    readerId: parseReaderId(_id),
    group: parseGroupId(group),
    held: held.map(toHeld),
  };
}

function toHeld({ name, epoch, sequence, digest }: HeldList): HeldList {
  return { name, epoch, sequence, digest };
}

const STORED = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;

export function readerSchema() {
  const schema = new Schema<ReaderRow>(
    {
      _id: { type: String, required: true },
      group: { type: String, required: true },
      place: { type: String, required: true },
      way: { type: Schema.Types.Mixed, required: true },
      addedAt: { type: Date, required: true },
      retiredAt: { type: Date, default: null },
      replayAskedAt: { type: Date, default: null },
    },
    { ...STORED, collection: 'readers' },
  );
  schema.index({ group: 1, _id: 1 });
  return schema;
}

export function standingSchema() {
  return new Schema<StandingRow>(
    {
      _id: { type: String, required: true },
      group: { type: String, required: true },
      held: { type: [Schema.Types.Mixed], default: [] },
      skewMs: { type: Number, default: null },
      contactAt: { type: Date, default: null },
      failures: { type: Number, required: true },
      failingSince: { type: Date, default: null },
      deadSince: { type: Date, default: null },
      code: { type: String, default: null },
      behindSince: { type: Date, default: null },
      behindSteps: { type: Number, required: true },
    },
    { ...STORED, collection: 'readerReports' },
  );
}
