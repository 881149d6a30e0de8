import type { Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import { openJournal } from '../journal.ts';
import type { Calendar } from './calendar.ts';
import type { Thing } from './catalogue.ts';
import { createChangeFeed, type Change, type ChangeFeed } from './change-feed.ts';
import { openSlotBook, type Slot, type SlotBook } from './slot-book.ts';

export type ItemStatus = 'OrderItemConfirmed' | 'CustomerCancelled' | 'SellerCancelled';

/** An order, each of its places an item. */
export type Order = {
  readonly id: string;
  /** Slots by key, one an item. */
  readonly slotKeys: readonly string[];
  readonly statuses: readonly ItemStatus[];
  /** What the broker sent, to be given back as it came. */
  readonly request: Thing;
  /** Shown to customers. */
  readonly number: string;
};

type Entry =
  | {
      readonly kind: 'order';
      readonly orderId: string;
      readonly slotKeys: readonly string[];
      readonly request: Thing;
      readonly atMs: number;
    }
  | {
      readonly kind: 'cancellation';
      readonly orderId: string;
      readonly items: readonly number[];
      readonly by: 'CustomerCancelled' | 'SellerCancelled';
      readonly atMs: number;
    };

/** The body's books: slots, and orders made through brokers. What time brings is done before each look. */
export type OrderBook = {
  slots(): SlotBook;
  order(orderId: string): Order | null;
  orders(): Iterable<Order>;
  /** The order must not be there yet. */
  book(orderId: string, slotKeys: readonly string[], request: Thing): Order;
  /** Items that are cancelled already stay as they are. */
  cancel(
    orderId: string,
    items: readonly number[],
    by: 'CustomerCancelled' | 'SellerCancelled',
  ): void;
  /** Orders that changed after they were made. Source: Open Booking API 1.0 CR3, "Orders feed". */
  changesAfter(changeNumber: number, limit: number): readonly Change[];
};

export type OrderBookOptions = {
  readonly city: City;
  readonly calendar: Calendar;
  readonly clock: Clock;
  /** Null keeps nothing. */
  readonly journalPath: string | null;
};

export function openOrderBook(options: OrderBookOptions): OrderBook {
  const { city, calendar, clock, journalPath } = options;
  const today = (): string => calendar.dayOf(clock.now());
  const journal = openJournal<Entry>(journalPath);
  const books: Books = {
    slots: openSlotBook({ city, calendar, today: today() }),
    orders: new Map(),
    feed: createChangeFeed(),
  };
  const { slots, orders, feed } = books;

  /** Days pass between entries as they did then, so that every change has the number that it had. */
  function apply(entry: Entry): void {
    slots.passTo(calendar.dayOf(new Date(entry.atMs)));
    if (entry.kind === 'order') applyOrder(books, entry);
    else applyCancellation(books, entry);
  }

  function keep(entry: Entry): void {
    journal.append(entry);
    apply(entry);
  }

  for (const entry of journal.entries) apply(entry);

  return {
    slots() {
      slots.passTo(today());
      return slots;
    },
    order: (orderId) => orders.get(orderId) ?? null,
    orders: () => orders.values(),
    book(orderId, slotKeys, request) {
      keep({ kind: 'order', orderId, slotKeys, request, atMs: clock.now().getTime() });
      const order = orders.get(orderId);
      if (order === undefined) throw new Error('an order that was just made is not there');
      return order;
    },
    cancel(orderId, items, by) {
      const { statuses = [] } = orders.get(orderId) ?? {};
      const live = items.filter((place) => statuses[place] === 'OrderItemConfirmed');
      if (live.length === 0) return;
      keep({ kind: 'cancellation', orderId, items: live, by, atMs: clock.now().getTime() });
    },
    changesAfter: feed.after,
  };
}

type Books = {
  readonly slots: SlotBook;
  readonly orders: Map<string, Order>;
  readonly feed: ChangeFeed;
};

function applyOrder({ slots, orders }: Books, entry: Extract<Entry, { kind: 'order' }>): void {
  const { orderId, slotKeys, request, atMs } = entry;
  orders.set(orderId, {
    id: orderId,
    slotKeys,
    statuses: slotKeys.map(() => 'OrderItemConfirmed'),
    request,
    number: `PD${String(orders.size + 1).padStart(6, '0')}`,
  });
  for (const key of slotKeys) slots.take(key, 1, atMs);
}

function applyCancellation(
  { slots, orders, feed }: Books,
  { orderId, items, by, atMs }: Extract<Entry, { kind: 'cancellation' }>,
): void {
  const order = orders.get(orderId);
  if (order === undefined) return;
  const statuses = order.statuses.map((status, place) =>
    status === 'OrderItemConfirmed' && items.includes(place) ? by : status,
  );
  order.slotKeys.forEach((key, place) => {
    if (statuses[place] !== order.statuses[place]) slots.take(key, -1, atMs);
  });
  orders.set(orderId, { ...order, statuses });
  feed.put(orderId, atMs);
}

/** Whether a slot can still be booked: it is not over. */
export function isOpen({ endsAt }: Slot, now: Date): boolean {
  return endsAt > now;
}
