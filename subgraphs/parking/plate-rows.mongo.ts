import { Schema } from 'mongoose';
import { parsePlate, type Plate } from '../../domain/plate.ts';
import type { KeyedHash, Seal } from '../../platform/stores/seal.ts';
import type { CardPlate, NewPlate } from './plate-store.ts';

/**
 * All plates of one card in one row: of two transactions that change it at once the second conflicts
 * and begins again.
 */
export type CardPlatesRow = {
  readonly _id: string;
  readonly plates: readonly PlateRow[];
  /** When plates were added that count; absent until the first. */
  readonly additions?: readonly Date[] | undefined;
};

export type PlateRow = {
  readonly id: string;
  /** Keyed hash of card and plate: two cards with one plate have different ones. */
  readonly key: string;
  /** Opens only for this card and `id`. */
  readonly sealedPlate: string;
  readonly addedAt: Date;
  /** Absent where nobody vouches for the plate. */
  readonly isAttested?: true | undefined;
  /** Absent until the first. Neither where nor until when: the parking system knows that. */
  readonly stays?: readonly StayRow[] | undefined;
};

export type StayRow = { readonly id: string; readonly sentAt: Date };

export type PlateSecrets = { readonly seal: Seal; readonly hash: KeyedHash };

function plateKey(hash: KeyedHash, cardId: string, plate: Plate): string {
  return hash(`plate:${cardId}`, plate);
}

export function toPlateRow(
  cardId: string,
  { id, plate, addedAt, isAttested }: NewPlate & { readonly isAttested: boolean },
  { seal, hash }: PlateSecrets,
): PlateRow {
  return {
    id,
    key: plateKey(hash, cardId, plate),
    sealedPlate: seal.seal(plate, sealContext(cardId, id)),
    addedAt,
    ...(isAttested && { isAttested }),
  };
}

/** @throws {Error} The row was sealed with another key, or for another card. */
export function toCardPlate(
  cardId: string,
  { id, sealedPlate, addedAt, isAttested, stays = [] }: PlateRow,
  { seal }: Pick<PlateSecrets, 'seal'>,
): CardPlate {
  const text = seal.open(sealedPlate, sealContext(cardId, id));
  const plate = parsePlate(text.slice(3), text.slice(0, 2));
  return {
    id,
    plate,
    addedAt,
    isAttested: isAttested ?? false,
    stays: stays.map((stay) => stay.id),
  };
}

function sealContext(cardId: string, plateId: string): string {
  return `plate:${cardId}:${plateId}`;
}

export function platesSchema() {
  const stay = new Schema<StayRow>(
    { id: { type: String, required: true }, sentAt: { type: Date, required: true } },
    { _id: false, id: false },
  );
  const plate = new Schema<PlateRow>(
    {
      id: { type: String, required: true },
      key: { type: String, required: true },
      sealedPlate: { type: String, required: true },
      addedAt: { type: Date, required: true },
      isAttested: { type: Boolean },
      stays: { type: [stay], default: undefined },
    },
    { _id: false, id: false },
  );
  const schema = new Schema<CardPlatesRow>(
    {
      _id: { type: String, required: true },
      plates: [plate],
      additions: { type: [Date], default: undefined },
    },
    { collection: 'cardPlates', versionKey: false, autoIndex: false, autoCreate: false },
  );
  // For `prune`; most rows have neither.
  schema.index({ 'plates.stays.sentAt': 1 }, { sparse: true });
  schema.index({ additions: 1 }, { sparse: true });
  return schema;
}
