import type {
  BookingOutcome,
  CancelOutcome,
  CounterBooking,
  Facility,
  Feed,
  FeedItem,
  FeedPage,
  FeedValue,
  NightlyFile,
  NightlyFiles,
  OrderStatus,
  Pass,
  Slot,
  SlotToBook,
  SportsPort,
} from '../../connectors/sports/port.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';

type Pages = { [F in Feed]: Map<string, FeedPage<FeedValue<F>>> };

/** A sports body in memory that does what a test tells it, and keeps what it was asked. */
export type FakeSports = SportsPort & {
  /** What was asked, in words, in order. */
  readonly calls: string[];
  /** Pages by their address, the first one under `first`; an unknown address is an empty last page. */
  readonly pages: Pages;
  /** What lies in the folder; files that are put away are gone from it. */
  files: NightlyFiles;
  /** Orders that are booked, whatever was answered. */
  readonly orders: Map<string, OrderStatus>;
  /** Called before each page is given. */
  beforePage: (feed: Feed, next: string | null) => Promise<void>;
  putAwayNow: (name: string) => Promise<void>;
  book: (slot: SlotToBook) => Promise<BookingOutcome>;
  cancel: (orderId: string) => Promise<CancelOutcome>;
  status: (orderId: string) => Promise<OrderStatus>;
};

export function createFakeSports(): FakeSports {
  const orders = new Map<string, OrderStatus>();
  const calls: string[] = [];
  const fake: FakeSports = {
    calls,
    pages: { facilities: new Map(), slots: new Map(), orders: new Map() },
    files: { files: [], rejected: [] },
    orders,
    beforePage: async () => {},
    putAwayNow: async () => {},
    async book({ orderId }) {
      orders.set(orderId, 'confirmed');
      return { kind: 'booked', orderId };
    },
    async cancel(orderId) {
      orders.set(orderId, 'cancelledByCustomer');
      return { kind: 'cancelled' };
    },
    status: async (orderId) => orders.get(orderId) ?? 'absent',
    async fetchPage<F extends Feed>(feed: F, next: string | null) {
      calls.push(`page ${feed} ${next ?? 'first'}`);
      await fake.beforePage(feed, next);
      const address = next ?? 'first';
      const page: FeedPage<FeedValue<F>> | undefined = fake.pages[feed].get(address);
      return page ?? { items: [], next: address, isLast: true };
    },
    readFiles: async () => fake.files,
    async putAway(name, where) {
      calls.push(`${where} ${name}`);
      await fake.putAwayNow(name);
      const other = (file: { readonly name: string }) => file.name !== name;
      const { files, rejected } = fake.files;
      fake.files = { files: files.filter(other), rejected: rejected.filter(other) };
    },
    async putOrder(order) {
      calls.push(`order ${order.slotId} ${order.places} ${order.member}`);
      return fake.book(order);
    },
    async cancelOrder(orderId) {
      calls.push('cancel');
      return fake.cancel(orderId);
    },
    async fetchOrderStatus(orderId) {
      calls.push('status');
      return fake.status(orderId);
    },
  };
  return fake;
}

export function outage(): UpstreamUnavailableError {
  return new UpstreamUnavailableError('sports', 'down in this test');
}

/** Lays a feed down as pages of so many items, and an empty last one. */
export function layFeed<F extends Feed>(
  port: FakeSports,
  feed: F,
  items: readonly FeedItem<FeedValue<F>>[],
  pageSize = 2,
): void {
  const pages: Map<string, FeedPage<FeedValue<F>>> = port.pages[feed];
  pages.clear();
  const addressOf = (at: number) => (at === 0 ? 'first' : `after-${at}`);
  for (let at = 0; at < items.length; at += pageSize) {
    const page = items.slice(at, at + pageSize);
    pages.set(addressOf(at), { items: page, next: addressOf(at + page.length), isLast: false });
  }
}

export function updated<T>(id: string, modified: number | string, value: T): FeedItem<T> {
  return { kind: 'Thing', id, modified: String(modified), value: { value } };
}

export function deleted(id: string, modified: number | string): FeedItem<never> {
  return { kind: 'Thing', id, modified: String(modified), value: null };
}

export function facility(id: string, name = `Pádel ${id}`): Facility {
  return { id, name, centre: 'Las Mestas', kind: 'Padel Tennis Court' };
}

export function slot(id: string, facilityId: string, startsAt: Date, free = 1): Slot {
  return {
    id,
    facilityId,
    startsAt,
    endsAt: new Date(startsAt.getTime() + 3_600_000),
    freePlaces: free,
    maximumPlaces: 4,
    priceCents: 1_050,
    offerId: `offer-${id}`,
  };
}

type FileOptions = {
  readonly madeAt: Date;
  readonly name?: string;
  readonly sha256?: string;
};

let contents = 0;

export function passesFile(
  rows: readonly Pass[],
  { madeAt, name = 'abonos.csv', sha256 }: FileOptions,
): NightlyFile {
  contents += 1;
  return { kind: 'passes', name, sha256: sha256 ?? `content-${contents}`, madeAt, rows };
}

export function bookingsFile(
  rows: readonly CounterBooking[],
  { madeAt, name = 'reservas.csv', sha256 }: FileOptions,
): NightlyFile {
  contents += 1;
  return { kind: 'bookings', name, sha256: sha256 ?? `content-${contents}`, madeAt, rows };
}

export function pass(member: LinkedAccount, name = 'Abono anual'): Pass {
  return {
    member,
    name,
    startsOn: parseCityDay('2026-01-01'),
    endsOn: parseCityDay('2026-12-31'),
    isActive: true,
    centres: [],
    usesLeft: null,
  };
}

export function counterBooking(
  member: LinkedAccount,
  facilityName: string,
  startsAt: Date,
): CounterBooking {
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  return { member, facility: facilityName, startsAt, endsAt, isCancelled: false, places: 1 };
}
