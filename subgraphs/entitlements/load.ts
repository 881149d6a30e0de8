import type { Connection, Model } from 'mongoose';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { holderModel, toKeptHolder, type KeptHolder } from './holder-store.mongo.ts';
import { toDays } from './recompute.ts';
import { rightModel, toKeptRight, type KeptRight } from './right-store.mongo.ts';
import { NOTHING_RECORDED } from './store.ts';
import { cardWakeDay, holderWakeDay, type Draw } from './wake-day.ts';

/** A holder with one active card, as a register hands them over. */
export type TariffHolderToLoad = {
  readonly holderId: string;
  readonly kind: HolderKind;
  readonly facts: readonly Fact[];
  readonly cardId: string;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
};

export type LoadHoldersOptions = {
  readonly connection: Connection;
  readonly seal: Seal;
  readonly zone: string;
  /** When it is loaded: readers' lists are built after that, so nothing is told to them. */
  readonly now: Date;
  readonly draw: Draw;
  /** Called after each batch with how many holders are there now, those found included. */
  readonly onProgress?: (done: number) => void;
};

const BATCH = 1_000;

type Made = { readonly holder: KeptHolder; readonly right: KeptRight };

/**
 * Writes what prices follow from for many holders with an active card each, as when a city brings its
 * register along. Who is there is skipped, so that an interrupted load is finished by loading again.
 * Readers are told nothing: their lists are built from all cards afterwards. Collections and indexes
 * have to be there, as they are at every start of the subgraph.
 *
 * @throws {InvalidInputError} An id that cannot be; the batches before it are loaded.
 */
export async function loadHolders(
  rows: Iterable<TariffHolderToLoad>,
  options: LoadHoldersOptions,
): Promise<void> {
  const models = {
    holders: holderModel(options.connection),
    rights: rightModel(options.connection),
  };
  const isEmpty = (await models.rights.estimatedDocumentCount()) === 0;
  if (!isEmpty) return insertAll(rows, options, { ...models, isEmpty });
  // Keys come in no order: growing indexes take longer than making them at the end. Should this be cut
  // short, the next start makes them first.
  await Promise.all([
    models.holders.collection.dropIndexes(),
    models.rights.collection.dropIndexes(),
  ]);
  await insertAll(rows, options, { ...models, isEmpty });
  await models.holders.createIndexes();
  await models.rights.createIndexes();
}

type Models = {
  readonly holders: Model<KeptHolder>;
  readonly rights: Model<KeptRight>;
  /** Nobody has to be looked for then. */
  readonly isEmpty: boolean;
};

async function insertAll(
  rows: Iterable<TariffHolderToLoad>,
  options: LoadHoldersOptions,
  { holders, rights, isEmpty }: Models,
): Promise<void> {
  const { zone, now, onProgress } = options;
  const today = cityDayAt(now, zone);
  const days = rememberedDays(zone);
  let done = 0;
  let written: Promise<void> = Promise.resolve();
  const save = async (made: readonly Made[]): Promise<void> => {
    const rowsOf = {
      holders: made.map(({ holder }) => holder),
      rights: made.map(({ right }) => right),
    };
    await Promise.all([
      insertAbsent(holders, rowsOf.holders, isEmpty),
      insertAbsent(rights, rowsOf.rights, isEmpty),
    ]);
    done += made.length;
    onProgress?.(done);
  };
  for (const batch of batches(rows)) {
    // Made while the batch before is being written.
    const made = batch.map((row) => toRows(row, { ...options, today, days }));
    await written;
    written = save(made);
    // It is awaited above or below; this only says that a failure before then is not a stray one.
    written.catch(() => {});
  }
  await written;
}

type Days = (
  row: Pick<TariffHolderToLoad, 'validFrom' | 'validUntil'>,
) => ReturnType<typeof toDays>;

/** Cards of a register begin and end on few days; the calendar of a zone is slow. */
function rememberedDays(zone: string): Days {
  const known = new Map<string, ReturnType<typeof toDays>>();
  return ({ validFrom, validUntil }) => {
    const key = `${validFrom.getTime()} ${validUntil?.getTime()}`;
    const found = known.get(key) ?? toDays({ validFrom, validUntil }, zone);
    if (known.size < 10_000) known.set(key, found);
    return found;
  };
}

function toRows(
  row: TariffHolderToLoad,
  {
    seal,
    draw,
    today,
    days,
  }: LoadHoldersOptions & { readonly today: CityDay; readonly days: Days },
): Made {
  const holderId = parseCardholderId(row.holderId);
  const cardId = parseCardId(row.cardId);
  const record = { kind: row.kind, ...NOTHING_RECORDED, facts: row.facts };
  const counts = days(row);
  return {
    holder: toKeptHolder(
      { ...record, holderId, version: 1 },
      holderWakeDay(record, today, draw),
      seal,
    ),
    right: toKeptRight({
      cardId,
      holderId,
      holderKind: row.kind,
      standing: 'usable',
      cardVersion: 1,
      version: 1,
      ...counts,
      evaluatedOn: today,
      wakeOn: cardWakeDay(counts, today),
    }),
  };
}

async function insertAbsent<Row extends { readonly _id: string }>(
  model: Model<Row>,
  made: readonly Row[],
  isEmpty: boolean,
): Promise<void> {
  const ids = made.map(({ _id }) => _id);
  const known = new Set(isEmpty ? [] : await knownIds(model, ids));
  const absent = made.filter(({ _id }) => !known.has(_id));
  // The rows are made by this file, so mongoose need not look at each again.
  if (absent.length > 0) await model.insertMany(absent, { ordered: false, lean: true });
}

async function knownIds<Row extends { readonly _id: string }>(
  model: Model<Row>,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = await model
    .find({ _id: { $in: ids } }, { _id: 1 })
    .lean<readonly { readonly _id: string }[]>();
  return found.map(({ _id }) => _id);
}

function* batches<Row>(rows: Iterable<Row>): Iterable<readonly Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
