import { Schema, type ClientSession, type Connection } from 'mongoose';
import type { ChipReading } from '../../domain/card/chip.ts';
import { reverseHex } from '../../domain/card/chip.ts';
import { ConflictError } from '../../domain/errors.ts';
import { inSession } from '../../platform/stores/transaction.ts';
import {
  accountKey,
  cardSchema,
  changesOf,
  toCard,
  toCardRow,
  type CardRow,
  type RowSecrets,
} from './card-rows.mongo.ts';
import { modelOn } from '../../platform/stores/model-on.ts';
import type { CardStore } from './store.ts';

/** A chip cut short by a reader fits few cards; ten are more than enough to see that it is not one. */
const CHIP_LIMIT = 10;

export function cardModel(connection: Connection) {
  return modelOn<CardRow>(connection, 'Card', cardSchema);
}

export function createCardStore(connection: Connection, secrets: RowSecrets): CardStore {
  const rows = cardModel(connection);
  const claims = connection.model<ChipClaim>('ChipClaim', chipClaimSchema());
  const find = async (filter: object, session?: ClientSession) => {
    const found = await rows.find(filter, null, inSession(session)).lean<CardRow[]>();
    return found.map((row) => toCard(row, secrets));
  };
  return {
    findByNumber: (numbers, session) => find({ number: { $in: numbers } }, session),
    findById: (ids, session) => find({ _id: { $in: ids } }, session),
    findByHolder: (ids, session) => find({ holderId: { $in: ids } }, session),
    async findByChip(reading, session) {
      const found = await rows
        .find(chipFilter(reading), null, inSession(session))
        .limit(CHIP_LIMIT)
        .lean<CardRow[]>();
      return found.map((row) => toCard(row, secrets));
    },
    async findByAccount(system, account, session) {
      const [card] = await find(
        { accountKeys: accountKey(secrets.hash, system, account) },
        session,
      );
      return card ?? null;
    },
    async add(session, card, token) {
      if (card.chip !== null) {
        await claims.updateOne({ _id: card.chip }, { cardId: card.id }, { upsert: true, session });
      }
      await rows.insertMany([toCardRow(card, token, secrets)], { session });
    },
    async save(session, card) {
      const { set, unset } = changesOf(card, secrets);
      const saved = await rows.updateOne(
        { _id: card.id, version: card.version - 1 },
        { $set: set, ...(Object.keys(unset).length > 0 && { $unset: unset }) },
        { session },
      );
      if (saved.matchedCount === 1) return;
      throw new ConflictError('The card was changed by someone else meanwhile. Look at it again.');
    },
  };
}

/**
 * The card that was issued last with a chip: of two transactions that issue one chip at once the
 * second conflicts here, begins again and finds the card of the first.
 */
type ChipClaim = { readonly _id: string; readonly cardId: string };

function chipClaimSchema() {
  return new Schema<ChipClaim>(
    { _id: { type: String, required: true }, cardId: { type: String, required: true } },
    { collection: 'chipClaims', versionKey: false, autoIndex: false, autoCreate: false },
  );
}

function chipFilter(reading: ChipReading): object {
  if (reading.kind === 'whole') return { liveChip: reading.uid };
  const path = reading.kind === 'head' ? 'liveChip' : 'liveChipReversed';
  const start = reading.kind === 'head' ? reading.hex : reverseHex(reading.hex);
  // G comes after every hexadecimal digit, so this is every value that begins so.
  return { [path]: { $gte: start, $lt: `${start}G` } };
}
