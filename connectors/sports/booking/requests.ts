import type { SlotToBook } from '../port.ts';
import type { WireDue } from './wire.ts';

/** Who books, and from whom. */
export type Parties = {
  /** Name of the hub as a broker, for the seller's books. */
  readonly brokerName: string;
  /** `@id` of the organisation that sells. */
  readonly sellerId: string;
  /** Domain of the addresses made up for customers, since the specification demands one. */
  readonly mailDomain: string;
};

const CONTEXT = { '@context': 'https://openactive.io/' };

/** C1 tells nothing of who books. Source: Open Booking API 1.0 CR3, "OrderQuote Creation C1". */
export function toQuoteTemplateRequest(parties: Parties, slot: SlotToBook) {
  return { ...CONTEXT, '@type': 'OrderQuote', ...partiesOf(parties), orderedItem: itemsOf(slot) };
}

/** C2: C1 and who books. */
export function toQuoteRequest(parties: Parties, slot: SlotToBook) {
  return { ...toQuoteTemplateRequest(parties, slot), customer: customerOf(parties, slot) };
}

/** B: what C2 quoted, to be booked without payment. */
export function toOrderRequest(parties: Parties, slot: SlotToBook, due: WireDue) {
  const { price, priceCurrency } = due;
  return {
    ...toQuoteRequest(parties, slot),
    '@type': 'Order',
    totalPaymentDue: {
      '@type': 'PriceSpecification',
      price,
      ...(priceCurrency === undefined ? {} : { priceCurrency }),
    },
  };
}

/** Cancels the places named. Source: ibid., "Order Cancellation". */
export function toCancellationRequest(itemIds: readonly string[]) {
  return {
    ...CONTEXT,
    '@type': 'Order',
    orderedItem: itemIds.map((id) => ({
      '@type': 'OrderItem',
      '@id': id,
      orderItemStatus: 'https://openactive.io/CustomerCancelled',
    })),
  };
}

function partiesOf({ brokerName, sellerId }: Parties) {
  return {
    brokerRole: 'https://openactive.io/AgentBroker',
    broker: { '@type': 'Organization', name: brokerName },
    seller: sellerId,
  };
}

/**
 * The member number and nothing else: the only thing the specification demands is a mail address that
 * tells customers apart, so one is made of that number, at a domain where nobody gets mail.
 */
function customerOf({ mailDomain }: Parties, { member }: SlotToBook) {
  return { '@type': 'Person', identifier: member, email: `${member}@${mailDomain}` };
}

/** One item a place: the specification knows no quantity. */
function itemsOf({ slotId, offerId, places }: SlotToBook) {
  return Array.from({ length: places }, (_, position) => ({
    '@type': 'OrderItem',
    position,
    acceptedOffer: offerId,
    orderedItem: slotId,
  }));
}
