import type { ClientSession, Connection, Model } from 'mongoose';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { inSession, runInTransaction } from '../../platform/stores/transaction.ts';
import {
  platesSchema,
  toCardPlate,
  toPlateRow,
  type CardPlatesRow,
  type PlateRow,
  type PlateSecrets,
} from './plate-rows.mongo.ts';
import type { PlateAdded, PlateRemoved, PlateStore } from './plate-store.ts';

export type PlateStoreOptions = PlateSecrets & { readonly connection: Connection };

type Rows = Model<CardPlatesRow>;

/** The collection `cardPlates`; several stores on one connection share its model. */
export function createPlateStore({ connection, ...secrets }: PlateStoreOptions): PlateStore {
  const rows = platesModel(connection);
  const inOwn = <Result>(cardId: CardId, decide: Decide<Result>) =>
    runInTransaction(connection, (session) => change(rows, cardId, session, decide));
  return {
    async findByCards(cardIds, session) {
      const found = await rows
        .find({ _id: { $in: cardIds } }, null, inSession(session))
        .lean<CardPlatesRow[]>();
      return new Map(
        found.map(({ _id, plates }) => [
          parseCardId(_id),
          plates.map((row) => toCardPlate(_id, row, secrets)),
        ]),
      );
    },
    add: (session, cardId, { plate, atMost }) =>
      change<PlateAdded>(rows, cardId, session, (plates) => {
        const row = toPlateRow(cardId, plate, secrets);
        if (plates.some(({ key }) => key === row.key)) return { result: 'known' };
        if (plates.length >= atMost) return { result: 'full' };
        return { result: 'added', after: [...plates, row] };
      }),
    hold: (cardId, plateId, until) =>
      inOwn(cardId, (plates) => {
        if (!plates.some(({ id }) => id === plateId)) return { result: false };
        const held = (row: PlateRow) => (row.id === plateId ? { ...row, heldUntil: until } : row);
        return { result: true, after: plates.map(held) };
      }),
    remove: (cardId, plateId, now) =>
      inOwn<PlateRemoved>(cardId, (plates) => {
        const row = plates.find(({ id }) => id === plateId);
        if (row === undefined) return { result: 'absent' };
        if (row.heldUntil !== null && row.heldUntil > now) return { result: 'held' };
        return { result: 'removed', after: plates.filter(({ id }) => id !== plateId) };
      }),
    move: (from, to) =>
      runInTransaction(connection, (session) => move(rows, { from, to, session, secrets })),
    async removeAll(cardId) {
      await rows.deleteOne({ _id: cardId });
    },
    addAbsent: (cards) => addAbsent(rows, cards, secrets),
  };
}

/** What a change gives, and the card's plates after it; without these nothing is written. */
type Decide<Result> = (plates: readonly PlateRow[]) => {
  readonly result: Result;
  readonly after?: readonly PlateRow[];
};

async function change<Result>(
  rows: Rows,
  cardId: CardId,
  session: ClientSession,
  decide: Decide<Result>,
): Promise<Result> {
  const row = await rows.findOne({ _id: cardId }, null, { session }).lean<CardPlatesRow>();
  const { result, after } = decide(row?.plates ?? []);
  if (after === undefined) return result;
  if (row === null) await rows.insertMany([{ _id: cardId, plates: after }], { session });
  else await rows.updateOne({ _id: cardId }, { $set: { plates: after } }, { session });
  return result;
}

type Move = {
  readonly from: CardId;
  readonly to: CardId;
  readonly session: ClientSession;
  readonly secrets: PlateSecrets;
};

async function move(rows: Rows, { from, to, session, secrets }: Move): Promise<void> {
  if (from === to) return;
  const leaving = await rows.findOne({ _id: from }, null, { session }).lean<CardPlatesRow>();
  if (leaving === null) return;
  await change(rows, to, session, (plates) => {
    const known = new Set(plates.map(({ key }) => key));
    // Sealed anew: what is sealed for one card does not open for another.
    const arrived = leaving.plates.map((row) => ({
      ...toPlateRow(to, toCardPlate(from, row, secrets), secrets),
      heldUntil: row.heldUntil,
    }));
    return {
      result: null,
      after: [...plates, ...arrived.filter(({ key }) => !known.has(key))],
    };
  });
  await rows.deleteOne({ _id: from }, { session });
}

async function addAbsent(
  rows: Rows,
  cards: Parameters<PlateStore['addAbsent']>[0],
  secrets: PlateSecrets,
): Promise<void> {
  const found = await rows
    .find({ _id: { $in: cards.map(({ cardId }) => cardId) } }, { _id: 1 })
    .lean<readonly Pick<CardPlatesRow, '_id'>[]>();
  const known = new Set(found.map(({ _id }) => _id));
  const absent = cards
    .filter(({ cardId }) => !known.has(cardId))
    .map(({ cardId, plates }) => ({
      _id: cardId,
      plates: plates.map((plate) => toPlateRow(cardId, plate, secrets)),
    }));
  // The rows are made here, so mongoose need not look at each again.
  if (absent.length > 0) await rows.insertMany(absent, { ordered: false, lean: true });
}

function platesModel(connection: Connection): Rows {
  const name = 'CardPlates';
  return connection.modelNames().includes(name)
    ? connection.model<CardPlatesRow>(name)
    : connection.model<CardPlatesRow>(name, platesSchema());
}
