import type { Logger } from 'pino';
import type { FeedItem, OrderState } from '../../connectors/sports/port.ts';
import { isFailed } from '../../domain/outcome.ts';
import type { Clock } from '../../platform/clock.ts';
import type { FeedUse } from './harvest-feed.ts';
import type { BookingStore } from './store.ts';

export type OrderUpdatesOptions = {
  readonly bookings: Pick<BookingStore, 'applyStates' | 'findUnknown'>;
  readonly clock: Clock;
  readonly log: Logger;
};

/** The feed of our own orders: bookings follow it, and an order that the hub never made is told to operators. */
export function orderUpdates({ bookings, clock, log }: OrderUpdatesOptions): FeedUse<'orders'> {
  return {
    feed: 'orders',
    onItems: (items) => bookings.applyStates(statesOf(items), clock.now()),
    async onNews(news) {
      const orders = await bookings.findUnknown(statesOf(news).map(({ orderId }) => orderId));
      if (orders.length === 0) return;
      log.warn({ orders }, 'the feed of orders tells of orders that the hub does not know');
    },
  };
}

/** A deleted item says that the feed does not hold the order any more, nothing about the order. */
function statesOf(items: readonly FeedItem<OrderState>[]): readonly OrderState[] {
  return items.flatMap(({ value }) => (value === null || isFailed(value) ? [] : value.value));
}
