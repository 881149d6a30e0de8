import type { ClientSession, Connection, Model } from 'mongoose';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { countedAt, forgottenUpTo, isHeld, joined, withStay } from './plate-changes.ts';
import {
  platesSchema,
  toCardPlate,
  toPlateRow,
  type CardPlatesRow,
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
    async findByCards(cardIds) {
      const found = await rows.find({ _id: { $in: cardIds } }).lean<CardPlatesRow[]>();
      return new Map(
        found.map(({ _id, plates }) => [
          parseCardId(_id),
          plates.map((row) => toCardPlate(_id, row, secrets)),
        ]),
      );
    },
    add: (session, cardId, wanted) =>
      change<PlateAdded>(rows, cardId, session, (kept) => add(cardId, wanted, kept, secrets)),
    noteStay: (cardId, plateId, stay) =>
      inOwn(cardId, ({ plates }) => {
        if (!plates.some(({ id }) => id === plateId)) return { result: false };
        const after = plates.map((row) => (row.id === plateId ? withStay(row, stay) : row));
        return { result: true, after: { plates: after } };
      }),
    remove: (cardId, plateId, now) =>
      inOwn<PlateRemoved>(cardId, ({ plates }) => {
        const row = plates.find(({ id }) => id === plateId);
        if (row === undefined) return { result: 'absent' };
        if (isHeld(row, now)) return { result: 'held' };
        return { result: 'removed', after: { plates: plates.filter((each) => each !== row) } };
      }),
    move: (from, to) =>
      runInTransaction(connection, (session) => move(rows, { from, to, session, secrets })),
    async removeAll(cardId) {
      await rows.deleteOne({ _id: cardId });
    },
    prune: (now) => prune(rows, forgottenUpTo(now)),
    addAbsent: (cards) => addAbsent(rows, cards, secrets),
  };
}

type Kept = Omit<CardPlatesRow, '_id'>;

/** What a change gives, and what is kept after it; without this nothing is written. */
type Decided<Result> = { readonly result: Result; readonly after?: Kept };
type Decide<Result> = (kept: Kept) => Decided<Result>;

async function change<Result>(
  rows: Rows,
  cardId: CardId,
  session: ClientSession,
  decide: Decide<Result>,
): Promise<Result> {
  const row = await rows.findOne({ _id: cardId }, null, { session }).lean<CardPlatesRow>();
  const { result, after } = decide(row ?? { plates: [] });
  if (after === undefined) return result;
  if (row === null) await rows.insertMany([{ _id: cardId, ...after }], { session });
  else await rows.updateOne({ _id: cardId }, { $set: after }, { session });
  return result;
}

type Addition = Parameters<PlateStore['add']>[2];

function add(
  cardId: CardId,
  { plate, isAttested, atMost, atMostAdded }: Addition,
  { plates, additions }: Kept,
  secrets: PlateSecrets,
): Decided<PlateAdded> {
  const wanted = { ...plate, isAttested };
  const row = toPlateRow(cardId, wanted, secrets);
  const known = plates.find(({ key }) => key === row.key);
  if (known !== undefined) {
    if (!isAttested || known.isAttested === true) return { result: { kind: 'known' } };
    const attested = { ...known, isAttested };
    return {
      result: { kind: 'attested', plate: toCardPlate(cardId, attested, secrets) },
      after: { plates: plates.map((each) => (each === known ? attested : each)) },
    };
  }
  const counted = countedAt(additions, plate.addedAt);
  if (atMostAdded !== null && counted.length >= atMostAdded) {
    return { result: { kind: 'tooOften' } };
  }
  if (plates.length >= atMost) return { result: { kind: 'full' } };
  const result = { kind: 'added', plate: wanted } as const;
  const after = { plates: [...plates, row] };
  if (atMostAdded === null) return { result, after };
  return { result, after: { ...after, additions: [...counted, plate.addedAt] } };
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
  await change(rows, to, session, ({ plates, additions = [] }) => {
    const counted = [...(leaving.additions ?? []), ...additions];
    // Sealed anew: what is sealed for one card does not open for another.
    const arrived = leaving.plates.map((row) => ({
      ...toPlateRow(to, toCardPlate(from, row, secrets), secrets),
      ...(row.stays !== undefined && { stays: row.stays }),
    }));
    const after = { plates: joined(plates, arrived) };
    return {
      result: null,
      after: counted.length === 0 ? after : { ...after, additions: counted },
    };
  });
  await rows.deleteOne({ _id: from }, { session });
}

async function prune(rows: Rows, upTo: Date): Promise<void> {
  const isOld = { $lte: upTo };
  await rows.updateMany(
    { 'plates.stays.sentAt': isOld },
    { $pull: { 'plates.$[each].stays': { sentAt: isOld } } },
    { arrayFilters: [{ 'each.stays': { $exists: true } }] },
  );
  await rows.updateMany({ additions: isOld }, { $pull: { additions: isOld } });
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
      plates: plates.map((plate) => toPlateRow(cardId, { ...plate, isAttested: true }, secrets)),
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
