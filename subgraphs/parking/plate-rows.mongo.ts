import { Schema } from 'mongoose';
import { parsePlate, type Plate } from '../../domain/plate.ts';
import type { KeyedHash, Seal } from '../../platform/stores/seal.ts';
import type { CardPlate } from './plate-store.ts';

/**
 * All plates of one card in one row: of two transactions that change it at once the second conflicts
 * and begins again.
 */
export type CardPlatesRow = { readonly _id: string; readonly plates: readonly PlateRow[] };

export type PlateRow = {
  readonly id: string;
  /** Keyed hash of card and plate: two cards with one plate have different ones. */
  readonly key: string;
  /** Opens only for this card and `id`. */
  readonly sealedPlate: string;
  readonly addedAt: Date;
  /** Not removed before this instant; null for a plate with which no stay was ever begun. */
  readonly heldUntil: Date | null;
};

export type PlateSecrets = { readonly seal: Seal; readonly hash: KeyedHash };

function plateKey(hash: KeyedHash, cardId: string, plate: Plate): string {
  return hash(`plate:${cardId}`, plate);
}

export function toPlateRow(
  cardId: string,
  { id, plate, addedAt }: CardPlate,
  { seal, hash }: PlateSecrets,
): PlateRow {
  return {
    id,
    key: plateKey(hash, cardId, plate),
    sealedPlate: seal.seal(plate, sealContext(cardId, id)),
    addedAt,
    heldUntil: null,
  };
}

/** @throws {Error} The row was sealed with another key, or for another card. */
export function toCardPlate(
  cardId: string,
  { id, sealedPlate, addedAt }: PlateRow,
  { seal }: Pick<PlateSecrets, 'seal'>,
): CardPlate {
  const text = seal.open(sealedPlate, sealContext(cardId, id));
  return { id, plate: parsePlate(text.slice(3), text.slice(0, 2)), addedAt };
}

function sealContext(cardId: string, plateId: string): string {
  return `plate:${cardId}:${plateId}`;
}

export function platesSchema() {
  return new Schema<CardPlatesRow>(
    {
      _id: { type: String, required: true },
      plates: [
        new Schema<PlateRow>(
          {
            id: { type: String, required: true },
            key: { type: String, required: true },
            sealedPlate: { type: String, required: true },
            addedAt: { type: Date, required: true },
            heldUntil: { type: Date, default: null },
          },
          { _id: false, id: false },
        ),
      ],
    },
    { collection: 'cardPlates', versionKey: false, autoIndex: false, autoCreate: false },
  );
}
