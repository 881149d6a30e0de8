import { Schema, type Connection } from 'mongoose';
import type { Errand, NewErrand, OpenErrand } from './errands.ts';
import type { Seal } from './seal.ts';

/** An errand at rest. */
export type ErrandRow = Omit<NewErrand, 'secret'> & {
  /** `cardId:version:consumer`, so that an errand cannot be written twice. */
  readonly _id: string;
  readonly sealedSecret: string | null;
  readonly state: 'open' | 'done';
  readonly dueAt: Date;
  readonly tries: number;
  readonly failureCode: string | null;
  readonly failedAt: Date | null;
  readonly doneAt: Date | null;
  readonly hadEffect: boolean | null;
};

export function errandsModel(connection: Connection) {
  return connection.model<ErrandRow>('Errand', errandSchema());
}

/** Bound to its errand: sealed for one, it opens for no other. */
export function sealSecret(seal: Seal, errandId: string, secret: string): string {
  return seal.seal(secret, contextOf(errandId));
}

export function toErrandRow({ secret, ...errand }: NewErrand, seal: Seal): ErrandRow {
  const id = `${errand.cardId}:${errand.version}:${errand.consumer}`;
  return {
    ...errand,
    _id: id,
    sealedSecret: secret === null ? null : sealSecret(seal, id, secret),
    state: 'open',
    dueAt: errand.at,
    tries: 0,
    failureCode: null,
    failedAt: null,
    doneAt: null,
    hadEffect: null,
  };
}

export function toOpenErrand(row: ErrandRow, seal: Seal): OpenErrand {
  const { _id, sealedSecret } = row;
  const secret = sealedSecret === null ? null : seal.open(sealedSecret, contextOf(_id));
  return { ...toErrand(row), secret };
}

export function toErrand(row: ErrandRow): Errand {
  const { _id, failureCode, failedAt } = row;
  return {
    id: _id,
    cardId: row.cardId,
    version: row.version,
    type: row.type,
    consumer: row.consumer,
    at: row.at,
    otherCardId: row.otherCardId,
    tries: row.tries,
    lastFailure:
      failureCode === null || failedAt === null ? null : { code: failureCode, at: failedAt },
    dueAt: row.dueAt,
    doneAt: row.doneAt,
    hadEffect: row.hadEffect,
  };
}

function contextOf(errandId: string): string {
  return `errand:${errandId}`;
}

function errandSchema() {
  const schema = new Schema<ErrandRow>(
    {
      _id: { type: String, required: true },
      cardId: { type: String, required: true },
      version: { type: Number, required: true },
      type: { type: String, required: true },
      consumer: { type: String, required: true },
      at: { type: Date, required: true },
      sealedSecret: { type: String, default: null },
      otherCardId: { type: String, default: null },
      state: { type: String, required: true, enum: ['open', 'done'] },
      dueAt: { type: Date, required: true },
      tries: { type: Number, required: true },
      failureCode: { type: String, default: null },
      failedAt: { type: Date, default: null },
      doneAt: { type: Date, default: null },
      hadEffect: { type: Boolean, default: null },
    },
    { collection: 'errands', versionKey: false, autoIndex: false, autoCreate: false },
  );
  schema.index({ consumer: 1, state: 1, dueAt: 1 });
  schema.index({ cardId: 1, version: 1 });
  schema.index({ otherCardId: 1 });
  return schema;
}
