import { Schema } from 'mongoose';
import type { ListName } from '../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { GroupRow, ListHead, PairRow } from './list-store.ts';

/** Bytes as the driver hands them out. */
export type StoredBytes = { readonly buffer: Uint8Array; readonly position: number };

export function toBytes({ buffer, position }: StoredBytes): Uint8Array {
  return buffer.subarray(0, position);
}

export type HeadRow = ListHead & { readonly _id: string };

/** Apart from the heads, which are written with every publication. */
export type PairsRow = { readonly _id: string; readonly pairs: readonly PairRow[] };

export type StepRow = {
  readonly _id: string;
  readonly group: GroupId;
  readonly name: ListName;
  readonly epoch: number;
  readonly sequence: number;
  readonly ordinal: number;
  readonly delta: StoredBytes | null;
  readonly at: Date;
};

/** A piece of a body; the id is `body:index`. */
export type PieceRow = {
  readonly _id: string;
  readonly body: string;
  readonly index: number;
  readonly count: number;
  readonly bytes: StoredBytes;
  readonly at: Date;
};

export type CounterRow = { readonly _id: string; readonly ordinal: number };

export type StoredGroup = Omit<GroupRow, 'group'> & { readonly _id: string };

const OPTIONS = {
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  strict: false,
  minimize: false,
} as const;

export function headSchema() {
  const schema = new Schema<HeadRow>(
    { _id: { type: String, required: true } },
    { collection: 'readerLists', ...OPTIONS },
  );
  schema.index({ ordinal: 1 });
  return schema;
}

export function pairsSchema() {
  return new Schema<PairsRow>(
    { _id: { type: String, required: true } },
    { collection: 'readerListPairs', ...OPTIONS },
  );
}

export function stepSchema() {
  const schema = new Schema<StepRow>(
    { _id: { type: String, required: true } },
    { collection: 'readerListSteps', ...OPTIONS },
  );
  schema.index({ group: 1, name: 1, sequence: 1 });
  return schema;
}

export function pieceSchema() {
  const schema = new Schema<PieceRow>(
    { _id: { type: String, required: true } },
    { collection: 'readerListBodies', ...OPTIONS },
  );
  schema.index({ body: 1 });
  schema.index({ at: 1 });
  return schema;
}

export function counterSchema() {
  return new Schema<CounterRow>(
    { _id: { type: String, required: true } },
    { collection: 'readerListCounters', ...OPTIONS },
  );
}

export function groupSchema() {
  return new Schema<StoredGroup>(
    { _id: { type: String, required: true } },
    { collection: 'readerGroups', ...OPTIONS },
  );
}
