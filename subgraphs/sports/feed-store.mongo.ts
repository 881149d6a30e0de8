import type { AnyBulkWriteOperation, Connection } from 'mongoose';
import { isNewer, type Facility, type FeedItem, type Slot } from '../../connectors/sports/port.ts';
import { isFailed } from '../../domain/outcome.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import { createCursorStore } from './cursors.mongo.ts';
import {
  harvestedModels,
  rowId,
  type HarvestedModel,
  type HarvestedRow,
} from './harvested-rows.mongo.ts';
import type { FeedStore, Seen } from './store.ts';

/** Rows looked up or written at once; a page of a feed may have more. */
const BATCH = 500;
/**
 * A publisher keeps deleted items for a week (RPDE 1.0, "deleted items"), and harvesting begins anew
 * after a week offline: no page older than that is applied any more.
 */
const TOMBSTONES_MS = 8 * 24 * 60 * 60 * 1_000;
/** Of two harvests that apply one page at once each looks again at what the other was first with. */
const TRIES = 5;

type Models = ReturnType<typeof harvestedModels>;
type Reads = Pick<FeedStore, 'findFacilities' | 'findFacility' | 'findFreeSlots' | 'findSlot'>;

export function createFeedStore(connection: Connection): FeedStore {
  const models = harvestedModels(connection);
  const { facilities, slots } = models;
  return {
    ...createCursorStore(connection),
    ...readsOf(models),
    async apply(feed, items, seen) {
      const news = [];
      for (let at = 0; at < items.length; at += BATCH) {
        news.push(...(await applyBatch(models[feed], items.slice(at, at + BATCH), seen)));
      }
      return news;
    },
    count: (feed, now, seenSince) =>
      models[feed].countDocuments({
        deletedAt: null,
        // Only slots have an end; what has none is not over.
        'value.endsAt': { $not: { $lt: now } },
        ...(seenSince === undefined ? {} : { walk: { $gte: seenSince } }),
      }),
    async removeUnseen(feed, walkStartedAt) {
      const { deletedCount } = await models[feed].deleteMany({ walk: { $lt: walkStartedAt } });
      return deletedCount;
    },
    async prune(now) {
      await slots.deleteMany({ 'value.endsAt': { $lt: now } });
      const deletedAt = { $lt: new Date(now.getTime() - TOMBSTONES_MS) };
      for (const model of [facilities, slots, models.orders]) await model.deleteMany({ deletedAt });
    },
  };
}

function readsOf({ facilities, slots }: Pick<Models, 'facilities' | 'slots'>): Reads {
  return {
    async findFacilities({ first, after }) {
      const rows = await facilities
        .find({ 'value.id': { $gt: after ?? '' } })
        .sort({ 'value.id': 1 })
        .limit(first)
        .lean<HarvestedRow<Facility>[]>();
      return rows.flatMap(({ value }) => value ?? []);
    },
    async findFacility(id) {
      const row = await facilities.findOne({ 'value.id': id }).lean<HarvestedRow<Facility>>();
      return row?.value ?? null;
    },
    async findFreeSlots(facilityIds, { from, until }) {
      const rows = await slots
        .find({
          'value.facilityId': { $in: facilityIds },
          'value.startsAt': { $gte: from, $lt: until },
          'value.freePlaces': { $gt: 0 },
        })
        .sort({ 'value.startsAt': 1 })
        .lean<HarvestedRow<Slot>[]>();
      return rows.flatMap(({ value }) => value ?? []);
    },
    async findSlot(id) {
      const row = await slots.findOne({ 'value.id': id }).lean<HarvestedRow<Slot>>();
      return row?.value ?? null;
    },
  };
}

async function applyBatch<T>(
  model: HarvestedModel,
  items: readonly FeedItem<T>[],
  seen: Seen,
): Promise<readonly FeedItem<T>[]> {
  const newest = newestOf(items);
  const news = new Map<string, FeedItem<T>>();
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const found = await findKnown(model, items);
    const ahead = [...newest].filter(([id, item]) => isAhead(item, found.get(id), seen));
    for (const [id, item] of ahead) news.set(id, item);
    if (ahead.length === 0 || (await areWritten(model, ahead, { found, seen }))) {
      await markSeen(model, found, seen);
      return [...news.values()];
    }
  }
  throw new Error(`${model.collection.name}: others change the same items all the time`);
}

type KnownRow = Pick<HarvestedRow, '_id' | 'modified' | 'walk'>;
type Known = ReadonlyMap<string, KnownRow>;

async function findKnown(model: HarvestedModel, items: readonly FeedItem<unknown>[]) {
  const _id = { $in: [...new Set(items.map(rowId))] };
  const found = await model.find({ _id }, { modified: 1, walk: 1 }).lean<KnownRow[]>();
  return new Map(found.map((row) => [row._id, row]));
}

/** What another address said is not compared with what this one says. */
function isAhead(
  { modified }: FeedItem<unknown>,
  row: KnownRow | undefined,
  { since }: Seen,
): boolean {
  return row === undefined || row.walk < since || isNewer(modified, row.modified);
}

/** @returns False when another harvest has changed one of them meanwhile: look again. */
async function areWritten<T>(
  model: HarvestedModel,
  ahead: readonly (readonly [string, FeedItem<T>])[],
  { found, seen }: { readonly found: Known; readonly seen: Seen },
): Promise<boolean> {
  const writes = ahead.map(([id, item]): AnyBulkWriteOperation<HarvestedRow> => {
    const document = toRow(id, item, seen);
    const before = found.get(id);
    if (before === undefined) return { insertOne: { document } };
    const { _id, ...told } = document;
    // Another process may be in a later walk, at whose end what it has seen must stay.
    const walk = before.walk > seen.startedAt ? before.walk : seen.startedAt;
    const changes = { ...told, walk };
    const filter = { _id, modified: before.modified, walk: before.walk };
    return { updateOne: { filter, update: { $set: changes } } };
  });
  try {
    const { insertedCount, matchedCount } = await model.bulkWrite(writes, { ordered: false });
    return insertedCount + matchedCount === writes.length;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Those that were no news are there all the same. */
async function markSeen(model: HarvestedModel, found: Known, { startedAt }: Seen): Promise<void> {
  const stale = [...found.values()].filter(({ walk }) => walk < startedAt);
  if (stale.length === 0) return;
  const _id = { $in: stale.map((row) => row._id) };
  await model.updateMany({ _id, walk: { $lt: startedAt } }, { $set: { walk: startedAt } });
}

/** An item may stand twice in a page; one that failed says nothing. */
function newestOf<T>(items: readonly FeedItem<T>[]): ReadonlyMap<string, FeedItem<T>> {
  const newest = new Map<string, FeedItem<T>>();
  for (const item of items) {
    if (item.value !== null && isFailed(item.value)) continue;
    const id = rowId(item);
    const other = newest.get(id);
    if (other === undefined || isNewer(item.modified, other.modified)) newest.set(id, item);
  }
  return newest;
}

function toRow<T>(_id: string, { modified, value }: FeedItem<T>, { startedAt, at }: Seen) {
  const told = value !== null && !isFailed(value) ? value.value : null;
  return { _id, modified, walk: startedAt, deletedAt: value === null ? at : null, value: told };
}
