import type { CityDay } from '../../domain/city-day.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Outcome } from '../../domain/outcome.ts';

/** Ends the call early; the connector's own deadline holds besides it. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

/** Feeds that are harvested, in the order in which their items refer to each other. */
export type Feed = 'facilities' | 'slots' | 'orders';

/** A place that is booked by the slot: a court, a pool lane, a hall. */
export type Facility = {
  /** As the feed names it. */
  readonly id: string;
  readonly name: string;
  /** Name of the sports centre it belongs to. */
  readonly centre: string;
  /** Kind of facility by the OpenActive facility-types list, as text; null when not told. */
  readonly kind: string | null;
};

/** A bookable time of a facility. */
export type Slot = {
  /** Its own name, which is not the `id` of its feed item. */
  readonly id: string;
  readonly facilityId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Free places now, 0 or more. */
  readonly freePlaces: number;
  readonly maximumPlaces: number | null;
  /** Public price of a place in euro cents; null when the feed tells none. */
  readonly priceCents: number | null;
  /** Name of the offer to book under; null when the slot cannot be booked through a broker. */
  readonly offerId: string | null;
};

/**
 * State of one of our orders, as the orders feed tells it: an order appears there only once something
 * changed after it was confirmed, so what `putOrder` said is kept, and this laid over it. The `id` of
 * its feed item is the order's id too.
 */
export type OrderState = {
  /** The id that the hub chose. */
  readonly orderId: string;
  readonly state: 'confirmed' | 'cancelledByCustomer' | 'cancelledBySeller';
};

type FeedValues = {
  readonly facilities: Facility;
  readonly slots: Slot;
  readonly orders: OrderState;
};
export type FeedValue<F extends Feed> = FeedValues[F];

/**
 * One item of a feed. `modified` compares by `isNewer` only within one (kind, id). An item that
 * could not be read is a failure in its place: what was known of it before stays.
 */
export type FeedItem<T> = {
  readonly kind: string;
  readonly id: string;
  /** Digits, since it may be beyond 2^53; or a text that compares as texts do. */
  readonly modified: string;
  /** Null for a deleted item. */
  readonly value: Outcome<T> | null;
};

export type FeedPage<T> = {
  readonly items: readonly FeedItem<T>[];
  /** Absolute address of the next page, on the same host; keep it after the items are applied. */
  readonly next: string;
  /** True when there is nothing more for now: ask `next` again later. */
  readonly isLast: boolean;
};

/**
 * Whether `one` is a later state than `other` of the same (kind, id); both as `FeedItem.modified`.
 * Whole numbers compare as numbers however long they are, anything else as text by code units;
 * a number is older than a text, so that a publisher which changes over is followed.
 *
 * Source: OpenActive Realtime Paged Data Exchange 1.0, "modified": pages overlap, so an item is
 * applied only when it is newer than what is known of it, and any interleaving ends alike.
 */
export function isNewer(one: string, other: string): boolean {
  const areNumbers = [WHOLE_NUMBER.test(one), WHOLE_NUMBER.test(other)];
  if (areNumbers[0] === true && areNumbers[1] === true) return BigInt(one) > BigInt(other);
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[1] === true;
  return one > other;
}

const WHOLE_NUMBER = /^-?\d+$/;

/** A person's pass, such as a season ticket of the pools. */
export type Pass = {
  readonly member: LinkedAccount;
  readonly name: string;
  readonly startsOn: CityDay;
  /** Its last day. */
  readonly endsOn: CityDay;
  readonly isActive: boolean;
  /** Names of the centres it opens; empty for all. */
  readonly centres: readonly string[];
  /** Uses left of a pass that counts them; null for one that does not. */
  readonly usesLeft: number | null;
};

/** A booking made at the counter or on the sports body's own pages. */
export type CounterBooking = {
  readonly member: LinkedAccount;
  readonly facility: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly isCancelled: boolean;
  /** More than one for a school or a club. */
  readonly places: number;
};

export type FileKind = 'passes' | 'bookings';
type FileRows = { readonly passes: Pass; readonly bookings: CounterBooking };

/** A nightly file, whole and read. */
export type NightlyFile<K extends FileKind = FileKind> = {
  readonly kind: K;
  readonly name: string;
  readonly sha256: string;
  /** The source's own time of it: when the sports body made it. */
  readonly madeAt: Date;
  readonly rows: readonly FileRows[K][];
};

/** Why a nightly file was not taken, row by row where rows are at fault; nothing personal in it. */
export type FileReport = {
  readonly name: string;
  readonly reasons: readonly { readonly line: number | null; readonly reason: string }[];
};

/** What lies in the folder of nightly files and is ready. */
export type NightlyFiles = {
  /** Oldest first. */
  readonly files: readonly NightlyFile[];
  readonly rejected: readonly FileReport[];
};

export type SlotToBook = {
  /** Version 4 UUID that the hub chose: the same one has one effect. */
  readonly orderId: string;
  readonly slotId: string;
  readonly offerId: string;
  readonly member: LinkedAccount;
  /** 1 or more. */
  readonly places: number;
};

export type BookingOutcome =
  | { readonly kind: 'booked'; readonly orderId: string }
  /** `full`: not enough places; `refused`: for another reason. */
  | { readonly kind: 'full' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

export type CancelOutcome =
  { readonly kind: 'cancelled' } | { readonly kind: 'refused' } | { readonly kind: 'unknown' };

/** What became of an order, asked of the booking system itself. */
export type OrderStatus = OrderState['state'] | 'absent';

/**
 * What the hub asks of the sports body: OpenActive feeds, nightly files, Open Booking. Reads are
 * repeated when that is safe; writes never are. Every method may throw:
 *
 * @throws {UpstreamUnavailableError} No complete answer in time; also while the breaker is open.
 *   A write that throws it was not sent: one that was sent and lost its answer is `unknown`.
 * @throws {UpstreamRejectedError} The system understood and said no.
 * @throws {UpstreamMalformedError} The answer is not what the specification allows.
 */
export type SportsPort = {
  /**
   * One page of a feed.
   *
   * @param next As the page before gave it; null for the first page.
   * @throws {UpstreamMalformedError} `next` leads to another host than the feed's, is relative, leads
   *   back, or stands still while there are items; the page is not RPDE. Items at fault fail alone.
   */
  fetchPage<F extends Feed>(
    feed: F,
    next: string | null,
    options?: CallOptions,
  ): Promise<FeedPage<FeedValue<F>>>;

  /** Files that are complete in the folder (their `.ok` is there), read whole. Touches nothing. */
  readFiles(): Promise<NightlyFiles>;

  /** Moves a file that was applied, or rejected, out of the way (`processed/`, `rejected/`), with its `.ok`. */
  putAway(name: string, where: 'processed' | 'rejected'): Promise<void>;

  /**
   * Books under the id that the hub chose: quotes and confirms. Not repeated by the port; the same
   * `slot` may be sent again after `unknown`, and is one booking.
   *
   * @throws {RangeError} `orderId` is no UUID. More places than 200 are `refused`.
   */
  putOrder(slot: SlotToBook, options?: CallOptions): Promise<BookingOutcome>;

  /** Cancels an order whole. Not repeated by the port; cancelling twice is cancelled. */
  cancelOrder(orderId: string, options?: CallOptions): Promise<CancelOutcome>;

  /** What became of an order; one that only ever was a quote is `absent`. */
  fetchOrderStatus(orderId: string, options?: CallOptions): Promise<OrderStatus>;
};
