import { errorOf, type ErrorName } from './answer.ts';
import { facilityOf, offerId, slotKeyOf } from './catalogue.ts';
import { isOpen, type Order, type OrderBook } from './order-book.ts';
import type { OrderRequest } from './request-shapes.ts';
import type { Slot } from './slot-book.ts';

/** One item of a request, weighed. */
export type QuotedItem = {
  readonly position: number;
  readonly slot: Slot | null;
  readonly error: ErrorName | null;
};

export type Quote = {
  readonly items: readonly QuotedItem[];
  /** Of the items without an error. */
  readonly totalCents: number;
  /** Whether it has to be paid before it is booked. */
  readonly isPrepaid: boolean;
};

/**
 * What the items asked for would be. Items in excess of the places there are carry the error, not those
 * before them; places that this very order holds already count as free.
 *
 * Source: Open Booking API 1.0 CR3, "Order Creation - OrderItem errors".
 */
export function quote(
  book: OrderBook,
  request: OrderRequest,
  { existing, now }: { readonly existing: Order | null; readonly now: Date },
): Quote {
  const slots = book.slots();
  const asked = new Map<string, number>();

  const items = request.orderedItem.map((item): QuotedItem => {
    const { position, acceptedOffer, orderedItem } = item;
    if (acceptedOffer === undefined || orderedItem === undefined) {
      return { position, slot: null, error: 'IncompleteOrderItemError' };
    }
    const key = slotKeyOf(orderedItem);
    const slot = key === null ? null : slots.slot(key);
    if (slot === null) return { position, slot, error: 'UnknownOpportunityError' };
    if (acceptedOffer !== offerId(slot.facility)) {
      return { position, slot, error: 'UnknownOfferError' };
    }
    if (!isOpen(slot, now)) {
      return { position, slot, error: 'OpportunityOfferPairNotBookableError' };
    }
    const count = (asked.get(slot.key) ?? 0) + 1;
    asked.set(slot.key, count);
    const free = slots.freePlaces(slot) + heldBy(existing, slot.key);
    if (free === 0) return { position, slot, error: 'OpportunityIsFullError' };
    return {
      position,
      slot,
      error: count > free ? 'OpportunityHasInsufficientCapacityError' : null,
    };
  });
  const good = items.flatMap(({ slot, error }) => (slot !== null && error === null ? [slot] : []));
  return {
    items,
    totalCents: good.reduce((sum, { facility }) => sum + facilityOf(facility).priceCents, 0),
    isPrepaid: good.some(({ facility }) => facilityOf(facility).isPrepaid),
  };
}

function heldBy(order: Order | null, key: string): number {
  if (order === null) return 0;
  return order.slotKeys.filter(
    (held, place) => held === key && order.statuses[place] === 'OrderItemConfirmed',
  ).length;
}

/** The error of an item as the quote shows it. */
export function itemError(error: ErrorName) {
  return [errorOf(error)];
}
