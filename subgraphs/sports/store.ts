import type {
  CounterBooking,
  Facility,
  Feed,
  FeedItem,
  FeedValue,
  FileKind,
  NightlyFile,
  OrderState,
  Pass,
  Slot,
} from '../../connectors/sports/port.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';

/**
 * What this subgraph keeps: what was harvested, and the bookings made through the hub. Members are
 * found by a keyed hash of their number; the number itself is not kept, since nothing reads it back.
 */
export type SportsStore = {
  readonly feeds: FeedStore;
  readonly nightly: NightlyStore;
  readonly bookings: BookingStore;
};

/**
 * How far the harvest of one feed has come. A walk begins at the first page; each item keeps in which
 * walk it was seen last.
 */
export type FeedCursor = {
  readonly feed: Feed;
  /** Where the feed is, as the settings name it. */
  readonly address: string;
  /** When this address was asked first; what was kept before is not compared with what it says. */
  readonly since: Date;
  /** Address of the page to ask for; null for the first one. */
  readonly next: string | null;
  /** When the walk began. */
  readonly startedAt: Date;
  /** When the end of the feed was last reached: what is kept is all the feed said then. */
  readonly goodAt: Date | null;
  /** How many items were kept when the walk began; a feed that ends with far fewer is not believed. */
  readonly keptBefore: number;
};

/** In which walk items are seen, and at which instant. */
export type Seen = Pick<FeedCursor, 'startedAt' | 'since'> & { readonly at: Date };

export type FeedStore = {
  /** All cursors there are, one query. */
  findCursors(): Promise<ReadonlyMap<Feed, FeedCursor>>;
  /**
   * @param was As it was read; null for a feed without one.
   * @returns False when another process has moved it since.
   */
  saveCursor(cursor: FeedCursor, was: FeedCursor | null): Promise<boolean>;
  /**
   * Applies each item that is newer than what is kept of its (kind, id), in any order of arrival, and
   * marks all as seen. Of a failed item what was known stays.
   *
   * @returns Those that were news.
   */
  apply<F extends Feed>(
    feed: F,
    items: readonly FeedItem<FeedValue<F>>[],
    seen: Seen,
  ): Promise<readonly FeedItem<FeedValue<F>>[]>;
  /**
   * How many items are kept that are neither deleted nor over.
   *
   * @param seenSince Counts those alone that were seen in a walk that began then or later.
   */
  count(feed: Feed, now: Date, seenSince?: Date): Promise<number>;
  /** Deletes what was seen last in an earlier walk. @returns How many. */
  removeUnseen(feed: Feed, walkStartedAt: Date): Promise<number>;
  /** Deletes slots that are over, and tombstones that no feed can ask for any more. */
  prune(now: Date): Promise<void>;
  /** In the order of their ids. */
  findFacilities(page: PageAsk): Promise<readonly Facility[]>;
  findFacility(id: string): Promise<Facility | null>;
  /** Slots with free places that begin in `[from, until)`, the earliest first, of each facility. */
  findFreeSlots(
    facilityIds: readonly string[],
    times: { readonly from: Date; readonly until: Date },
  ): Promise<readonly Slot[]>;
  findSlot(id: string): Promise<Slot | null>;
};

/** @property after The last id of the page before, or null. */
export type PageAsk = { readonly first: number; readonly after: string | null };

/** A nightly file that was applied whole. */
export type Snapshot = {
  readonly id: string;
  readonly kind: FileKind;
  readonly sha256: string;
  readonly madeAt: Date;
  /** How many rows it has. */
  readonly rows: number;
};

export type KeptPass = Omit<Pass, 'member'>;
export type KeptCounterBooking = Omit<CounterBooking, 'member'>;

export type NightlyStore = {
  /** The last good file of each kind, one query. */
  findSnapshots(): Promise<ReadonlyMap<FileKind, Snapshot>>;
  /** The same content came again, made later: what is kept is true as of then. */
  renew(snapshot: Snapshot, madeAt: Date): Promise<void>;
  /**
   * Takes the place of the last good file in one step; readers see either the old one or the new one,
   * whole.
   *
   * @param last What it takes the place of.
   * @throws {Error} Another file took that place meanwhile.
   */
  replace(file: NightlyFile, last: Snapshot | null, at: Date): Promise<void>;
  /** Deletes the rows of files that were replaced, or cut short while they were written, an hour ago. */
  prune(now: Date): Promise<void>;
  /** One query; members without any are absent. */
  findPasses(
    snapshot: Snapshot,
    members: readonly LinkedAccount[],
  ): Promise<ReadonlyMap<LinkedAccount, readonly KeptPass[]>>;
  /** One query; of bookings that are not over. */
  findCounterBookings(
    snapshot: Snapshot,
    members: readonly LinkedAccount[],
    now: Date,
  ): Promise<ReadonlyMap<LinkedAccount, readonly KeptCounterBooking[]>>;
};

/**
 * A booking made through the hub. It is written `sent` before its order goes out, and becomes
 * `confirmed` with the answer, or when the order is looked up; a refused one is dropped. From
 * `confirmed` it goes to one of the cancelled states and stays there.
 */
export type HubBooking = {
  /** The id that the hub chose for it. */
  readonly orderId: string;
  /** Name of the facility at that time. */
  readonly facility: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly places: number;
  readonly state: 'sent' | OrderState['state'];
  /** When the state was told. */
  readonly statedAt: Date;
};

export type BookingStore = {
  /** Writes it as `sent`, again with a later `statedAt`; one that came further stays so. */
  addSent(booking: Omit<HubBooking, 'state'>, member: LinkedAccount): Promise<void>;
  /** Writes it as `confirmed`; one that was cancelled meanwhile stays so. @returns As it is then. */
  confirm(booking: Omit<HubBooking, 'state'>, member: LinkedAccount): Promise<HubBooking>;
  /** Moves bookings on; a cancelled one stays cancelled, and what the hub does not know is left out. */
  applyStates(states: readonly OrderState[], at: Date): Promise<void>;
  /** Which of these are no bookings of the hub. */
  findUnknown(orderIds: readonly string[]): Promise<readonly string[]>;
  /** Removes one that came to nothing, unless it was sent again or came further since. */
  dropSent(booking: Pick<HubBooking, 'orderId' | 'statedAt'>): Promise<void>;
  /** Null also when it is another member's. */
  findOf(orderId: string, member: LinkedAccount): Promise<HubBooking | null>;
  /** One query; of bookings that are not over, without those that are only `sent`. */
  findByMembers(
    members: readonly LinkedAccount[],
    now: Date,
  ): Promise<ReadonlyMap<LinkedAccount, readonly HubBooking[]>>;
  /** Bookings that were sent before this instant and whose outcome nobody has found out. */
  findUnsettled(sentBefore: Date, limit: number): Promise<readonly HubBooking[]>;
  /** Deletes bookings that were over a month ago. */
  prune(now: Date): Promise<void>;
};
