import DataLoader from 'dataloader';
import type { Feed, FileKind, Slot } from '../../connectors/sports/port.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Clock } from '../../platform/clock.ts';
import type {
  FeedCursor,
  HubBooking,
  KeptCounterBooking,
  KeptPass,
  Snapshot,
  SportsStore,
} from './store.ts';

/** Keys of one query: the store looks up that many by an index at once. */
const MAX_KEYS = 500;

/** Free slots of a facility, in `[from, until)`; the same instants for all facilities of a question. */
export type SlotsKey = {
  readonly facilityId: string;
  readonly from: Date;
  readonly until: Date;
};

type ByMember<Row> = DataLoader<LinkedAccount, readonly Row[]>;

export type Loaders = {
  /** How far the harvest is, read once in a request. */
  readonly cursors: () => Promise<ReadonlyMap<Feed, FeedCursor>>;
  /** The last good nightly files, read once in a request. */
  readonly snapshots: () => Promise<ReadonlyMap<FileKind, Snapshot>>;
  /** Each one query for all members of a tick; nobody has a pass in a file that never came. */
  readonly passesByMember: ByMember<KeptPass>;
  readonly counterBookingsByMember: ByMember<KeptCounterBooking>;
  readonly hubBookingsByMember: ByMember<HubBooking>;
  /** One query for all facilities of a day. */
  readonly slotsByFacility: DataLoader<SlotsKey, readonly Slot[], string>;
};

/** For one request: what they hold is for this viewer only. */
export function createLoaders({ feeds, nightly, bookings }: SportsStore, clock: Clock): Loaders {
  const cursors = once(() => feeds.findCursors());
  const snapshots = once(() => nightly.findSnapshots());
  return {
    cursors,
    snapshots,
    passesByMember: byMember(async (members) => {
      const snapshot = (await snapshots()).get('passes');
      return snapshot === undefined ? new Map() : nightly.findPasses(snapshot, members);
    }),
    counterBookingsByMember: byMember(async (members) => {
      const snapshot = (await snapshots()).get('bookings');
      if (snapshot === undefined) return new Map();
      return nightly.findCounterBookings(snapshot, members, clock.now());
    }),
    hubBookingsByMember: byMember((members) => bookings.findByMembers(members, clock.now())),
    slotsByFacility: slotsLoader(feeds),
  };
}

function byMember<Row>(
  find: (members: readonly LinkedAccount[]) => Promise<ReadonlyMap<LinkedAccount, readonly Row[]>>,
): ByMember<Row> {
  return new DataLoader(
    async (members) => {
      const found = await find(members);
      return members.map((member) => found.get(member) ?? []);
    },
    { maxBatchSize: MAX_KEYS },
  );
}

function slotsLoader(feeds: SportsStore['feeds']): Loaders['slotsByFacility'] {
  const timesOf = ({ from, until }: SlotsKey) => `${from.getTime()} ${until.getTime()}`;
  return new DataLoader(
    async (keys) => {
      const found = new Map<SlotsKey, readonly Slot[]>();
      for (const ofTimes of Map.groupBy(keys, timesOf).values()) {
        const [first] = ofTimes;
        if (first === undefined) continue;
        const facilityIds = ofTimes.map(({ facilityId }) => facilityId);
        const slots = await feeds.findFreeSlots(facilityIds, first);
        const byFacility = Map.groupBy(slots, ({ facilityId }) => facilityId);
        for (const key of ofTimes) found.set(key, byFacility.get(key.facilityId) ?? []);
      }
      return keys.map((key) => found.get(key) ?? []);
    },
    {
      maxBatchSize: MAX_KEYS,
      cacheKeyFn: (key) => `${timesOf(key)} ${key.facilityId}`,
    },
  );
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read());
}
