import type { Connection } from 'mongoose';
import type { KeyedHash } from '../../platform/stores/seal.ts';
import { createBookingStore } from './booking-store.mongo.ts';
import { createFeedStore } from './feed-store.mongo.ts';
import { createNightlyStore } from './nightly-store.mongo.ts';
import type { SportsStore } from './store.ts';

/** The collections `sports…`; their models are on the connection from then on. */
export function createSportsStore(connection: Connection, hash: KeyedHash): SportsStore {
  return {
    feeds: createFeedStore(connection),
    nightly: createNightlyStore(connection, hash),
    bookings: createBookingStore(connection, hash),
  };
}
