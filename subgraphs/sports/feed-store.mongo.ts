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
import type { FeedStore } from './store.ts';

/** Rows looked up or written at once; a page of a feed may have more. */
const BATCH = 500;
/**
 * A publisher keeps deleted items for a week (RPDE 1.0, "deleted items"), and harvesting begins anew
 * after a week offline: no page older than that is applied any more.
 */
const TOMBSTONES_MS = 8 * 24 * 60 * 60 * 1_000;
/** Two harvests that apply one page at once repeat what the other one was first with. */
const REPEATS = 3;

export function createFeedStore(connection: Connection): FeedStore {
  const models = harvestedModels(connection);
  const { facilities, slots } = models;
  return {
    ...createCursorStore(connection),
    async apply(feed, items, seen) {
      const news = [];
      for (let at = 0; at < items.length; at += BATCH) {
        news.push(...(await applyBatch(models[feed], items.slice(at, at + BATCH), seen)));
      }
      return news;
    },
    async removeUnseen(feed, generation) {
      const { deletedCount } = await models[feed].deleteMany({ generation: { $lt: generation } });
      return deletedCount;
    },
    async prune(now) {
      await slots.deleteMany({ 'value.endsAt': { $lt: now } });
      const deletedAt = { $lt: new Date(now.getTime() - TOMBSTONES_MS) };
      for (const model of [facilities, slots, models.orders]) await model.deleteMany({ deletedAt });
    },
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

type Seen = { readonly generation: number; readonly at: Date };

async function applyBatch<T>(
  model: HarvestedModel,
  items: readonly FeedItem<T>[],
  seen: Seen,
): Promise<readonly FeedItem<T>[]> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await applyOnce(model, items, seen);
    } catch (error) {
      if (!isDuplicateKey(error) || repeats === REPEATS) throw error;
    }
  }
}

async function applyOnce<T>(
  model: HarvestedModel,
  items: readonly FeedItem<T>[],
  { generation, at }: Seen,
): Promise<readonly FeedItem<T>[]> {
  const ids = [...new Set(items.map(rowId))];
  const found = await model
    .find({ _id: { $in: ids } }, { modified: 1, generation: 1 })
    .lean<Pick<HarvestedRow, '_id' | 'modified' | 'generation'>[]>();
  const known = new Map(found.map((row) => [row._id, row]));
  const news = [...newestOf(items)].filter(([id, { modified }]) => {
    const row = known.get(id);
    return row === undefined || isNewer(modified, row.modified);
  });
  const writes = news.map(([id, item]): AnyBulkWriteOperation<HarvestedRow> => {
    const row = toRow(id, item, { generation, at });
    const before = known.get(id);
    if (before === undefined) return { insertOne: { document: row } };
    const { _id, ...changes } = row;
    // Another harvest may have been faster, with a later page.
    return { updateOne: { filter: { _id, modified: before.modified }, update: { $set: changes } } };
  });
  if (writes.length > 0) await model.bulkWrite(writes, { ordered: false });
  const written = new Set(news.map(([id]) => id));
  const stale = found.filter((row) => row.generation < generation && !written.has(row._id));
  if (stale.length > 0) {
    const _id = { $in: stale.map((row) => row._id) };
    await model.updateMany({ _id, generation: { $lt: generation } }, { $set: { generation } });
  }
  return news.map(([, item]) => item);
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

function toRow<T>(_id: string, { modified, value }: FeedItem<T>, { generation, at }: Seen) {
  const told = value !== null && !isFailed(value) ? value.value : null;
  return { _id, modified, generation, deletedAt: value === null ? at : null, value: told };
}
