import { createHash } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import type { Feed, FeedItem } from '../../connectors/sports/port.ts';
import { modelOn } from '../../platform/stores/model-on.ts';

/** The last state of one item of a feed; a deleted one stays for a while, so that an older page cannot bring it back. */
export type HarvestedRow<T = unknown> = {
  readonly _id: string;
  readonly modified: string;
  /** In which walk from the first page on it was seen last, by its beginning. */
  readonly walk: Date;
  readonly deletedAt: Date | null;
  readonly value: T | null;
};

/** What is in a value its feed says; the connector has checked it. */
export type HarvestedModel = Model<HarvestedRow>;

/** Hashed, since a feed may name its items as long as it likes; ids are not unique across kinds. */
export function rowId({ kind, id }: Pick<FeedItem<unknown>, 'kind' | 'id'>): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, id]))
    .digest('base64url');
}

export function harvestedModels(connection: Connection): Readonly<Record<Feed, HarvestedModel>> {
  return {
    facilities: modelOn(connection, 'SportsFacility', () =>
      harvestedSchema('sportsFacilities', [{ 'value.id': 1 }]),
    ),
    slots: modelOn(connection, 'SportsSlot', () =>
      harvestedSchema('sportsSlots', [
        { 'value.facilityId': 1, 'value.startsAt': 1 },
        { 'value.id': 1 },
        { 'value.endsAt': 1 },
      ]),
    ),
    orders: modelOn(connection, 'SportsOrder', () => harvestedSchema('sportsOrders', [])),
  };
}

function harvestedSchema(collection: string, indexes: readonly Record<string, 1>[]) {
  const schema = new Schema<HarvestedRow>(
    {
      _id: { type: String, required: true },
      modified: { type: String, required: true },
      walk: { type: Date, required: true },
      deletedAt: { type: Date, default: null },
      // The connector has checked what is in it.
      value: { type: Schema.Types.Mixed, default: null },
    },
    { collection, versionKey: false, autoIndex: false, autoCreate: false, minimize: false },
  );
  for (const index of indexes) schema.index(index);
  schema.index({ deletedAt: 1 });
  return schema;
}
