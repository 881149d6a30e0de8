import type { Calendar } from './calendar.ts';
import { facilityOf, offerOf, orderedFacilityUse, SELLER, type Thing } from './catalogue.ts';
import type { Order } from './order-book.ts';
import { itemError, type Quote, type QuotedItem } from './quote.ts';
import type { OrderRequest } from './request-shapes.ts';
import { orderedSlot, type SlotBook } from './slot-book.ts';

/*
 * Orders and quotes as a booking system answers them.
 * Source: Open Booking API 1.0 CR3, "Request and Response" and "Model".
 */

export type AnswerDeps = {
  readonly slots: SlotBook;
  readonly calendar: Calendar;
  readonly baseUrl: string;
};

const TERM = 'https://openactive.io/';
const VAT = 0.21;

/** What an `OrderQuote` answers to C1 and C2; what the broker sent comes back with it. */
export function quoteAnswer(
  deps: AnswerDeps,
  orderId: string,
  request: OrderRequest,
  { items, totalCents, isPrepaid }: Quote,
): Thing {
  return {
    '@context': TERM,
    '@type': 'OrderQuote',
    '@id': `${deps.baseUrl}/order-quotes/${orderId}`,
    orderRequiresApproval: false,
    ...sentBack(request),
    orderedItem: items.map((item, place) => quotedItem(deps, item, request.orderedItem[place])),
    ...totals(totalCents, isPrepaid),
  };
}

/** What B answers: each item in the position that the broker gave it. */
export function orderAnswer(deps: AnswerDeps, order: Order, request: OrderRequest): Thing {
  const { slotKeys } = order;
  return {
    ...orderOf(deps, order, request),
    orderedItem: slotKeys.map((key, place) => ({
      ...orderItem(deps, order, place),
      position: request.orderedItem[place]?.position ?? place,
      ...itemOf(deps, key),
    })),
  };
}

/** What the order status answers, which has no positions. */
export function statusAnswer(deps: AnswerDeps, order: Order, request: OrderRequest): Thing {
  const { slotKeys } = order;
  return {
    ...orderOf(deps, order, request),
    orderedItem: slotKeys.map((key, place) => ({
      ...orderItem(deps, order, place),
      ...itemOf(deps, key),
    })),
  };
}

function orderOf(deps: AnswerDeps, order: Order, request: OrderRequest): Thing {
  return {
    '@context': TERM,
    '@type': 'Order',
    '@id': orderUri(deps, order),
    identifier: order.id,
    orderNumber: order.number,
    ...sentBack(request),
    ...totals(dueCents(order), false),
  };
}

/** As the orders feed shows it: nobody's data, and of a slot only its name. */
export function feedOrder(deps: AnswerDeps, order: Order): Thing {
  return {
    '@context': TERM,
    '@type': 'Order',
    '@id': orderUri(deps, order),
    identifier: order.id,
    orderedItem: order.slotKeys.map((_key, place) => orderItem(deps, order, place)),
    ...totals(dueCents(order), false),
  };
}

/** `@id` of an item by its place. */
export function itemUri(deps: AnswerDeps, order: Order, place: number): string {
  return `${orderUri(deps, order)}#/orderedItem/${place + 1}`;
}

function orderUri({ baseUrl }: AnswerDeps, { id }: Order): string {
  return `${baseUrl}/orders/${id}`;
}

function orderItem(deps: AnswerDeps, order: Order, place: number): Thing {
  return {
    '@type': 'OrderItem',
    '@id': itemUri(deps, order, place),
    orderItemStatus: `${TERM}${order.statuses[place] ?? 'OrderItemConfirmed'}`,
  };
}

function quotedItem(
  deps: AnswerDeps,
  { position, slot, error }: QuotedItem,
  asked: OrderRequest['orderedItem'][number] | undefined,
): Thing {
  const item =
    slot === null
      ? { acceptedOffer: asked?.acceptedOffer, orderedItem: asked?.orderedItem }
      : itemOf(deps, slot.key);
  return {
    '@type': 'OrderItem',
    position,
    ...item,
    ...(error === null ? {} : { error: itemError(error) }),
  };
}

/** A slot that is over shows nothing but what it was. */
function itemOf({ slots, calendar }: AnswerDeps, key: string): Thing {
  const slot = slots.slot(key);
  if (slot === null) return {};
  const free = slots.freePlaces(slot);
  return {
    unitTaxSpecification: [tax(facilityOf(slot.facility).priceCents)],
    acceptedOffer: offerOf(slot.facility),
    orderedItem: {
      ...orderedSlot(slot, free, calendar),
      facilityUse: orderedFacilityUse(slot.facility),
    },
  };
}

function sentBack(request: OrderRequest): Thing {
  const { brokerRole, broker, customer } = request;
  return {
    brokerRole,
    ...(broker === undefined ? {} : { broker }),
    seller: SELLER,
    ...(customer === undefined ? {} : { customer }),
    bookingService: {
      '@type': 'BookingService',
      name: 'Reservas Deportivas (simulador)',
      url: 'https://deportes.example',
    },
  };
}

function totals(cents: number, isPrepaid: boolean): Thing {
  return {
    totalPaymentDue: {
      '@type': 'PriceSpecification',
      price: cents / 100,
      priceCurrency: 'EUR',
      openBookingPrepayment: `${TERM}${isPrepaid ? 'Required' : 'Unavailable'}`,
    },
    totalPaymentTax: [tax(cents)],
  };
}

/** Value-added tax within a price. */
function tax(cents: number): Thing {
  return {
    '@type': 'TaxChargeSpecification',
    name: 'IVA 21 %',
    price: Math.round((cents * VAT) / (1 + VAT)) / 100,
    priceCurrency: 'EUR',
    rate: VAT,
  };
}

/** What is still to be paid: cancelled places cost nothing. */
function dueCents({ slotKeys, statuses }: Order): number {
  return slotKeys.reduce((sum, key, place) => {
    const facility = Number(/^\d+/.exec(key)?.[0] ?? 0);
    return statuses[place] === 'OrderItemConfirmed' ? sum + facilityOf(facility).priceCents : sum;
  }, 0);
}
