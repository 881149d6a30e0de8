import { UpstreamMalformedError, UpstreamRejectedError } from '../../../domain/errors.ts';
import { isFailed, settle } from '../../../domain/outcome.ts';
import type { LegacyAnswer } from '../../../platform/http/legacy-http.ts';
import type { SportsApi } from '../api.ts';
import { SYSTEM, type SportsOperation } from '../guard.ts';
import type { BookingOutcome, SlotToBook } from '../port.ts';
import { mustPrepay } from '../rpde/slots.ts';
import { fetchOrder, orderUrl } from './orders.ts';
import { areFull, errorNameOf, failureOf, isRefusal, verdictOf } from './refusal.ts';
import {
  toOrderRequest,
  toQuoteRequest,
  toQuoteTemplateRequest,
  type Parties,
} from './requests.ts';
import { wireOrder, wireQuote, type WireDue, type WireOrder } from './wire.ts';

export type BookingDeps = {
  readonly api: SportsApi;
  /** `http(s)://host[:port][/prefix]` without a slash at its end. */
  readonly baseUrl: string;
  readonly parties: (signal: AbortSignal) => Promise<Parties>;
};

/** Each place is an item of its own in every request: so many make some thirty kilobytes. */
const MOST_PLACES = 200;

/**
 * C1, C2, B. C1 goes first although it may be left out, because it finds a full or unknown slot before
 * anything is told of who books. A quote that is refused for an order which stands already, as after
 * a lost answer, is that order.
 */
export async function putOrder(
  deps: BookingDeps,
  slot: SlotToBook,
  signal: AbortSignal,
): Promise<BookingOutcome> {
  if (!Number.isInteger(slot.places) || slot.places < 1 || slot.places > MOST_PLACES) {
    return { kind: 'refused' };
  }
  const parties = await deps.parties(signal);
  const template = toQuoteTemplateRequest(parties, slot);
  const first = await quote(deps, slot, { operation: 'quoteTemplate', json: template }, signal);
  if (first.kind !== 'quoted') return orBooked(deps, slot, first, signal);
  const named = { operation: 'quote', json: toQuoteRequest(parties, slot) } as const;
  const second = await quote(deps, slot, named, signal);
  if (second.kind !== 'quoted') return orBooked(deps, slot, second, signal);
  const sent = await deps.api.write(
    {
      operation: 'order',
      method: 'PUT',
      url: orderUrl(deps.baseUrl, slot.orderId),
      json: toOrderRequest(parties, slot, second.due),
      isRefusal,
    },
    signal,
  );
  if (sent.kind === 'unknown') return sent;
  const outcome = toOutcome(sent.answer, slot.orderId);
  if (outcome.kind === 'booked' || outcome.kind === 'unknown') return outcome;
  if (errorNameOf(sent.answer.body) !== 'UnableToProcessOrderItemError') {
    return orBooked(deps, slot, outcome, signal);
  }
  // Why it could not, only a quote tells; without one it is refused all the same.
  const again = await settle(quote(deps, slot, named, signal));
  return isFailed(again) || again.value.kind === 'quoted' ? outcome : again.value;
}

type Quoted =
  | { readonly kind: 'quoted'; readonly due: WireDue }
  | { readonly kind: 'full' }
  | { readonly kind: 'refused' };

type Refused = Exclude<Quoted, { readonly kind: 'quoted' }>;

type QuoteCall = {
  readonly operation: Extract<SportsOperation, 'quoteTemplate' | 'quote'>;
  readonly json: unknown;
};

const PATHS = { quoteTemplate: 'order-quote-templates', quote: 'order-quotes' } as const;

async function quote(
  { api, baseUrl }: BookingDeps,
  { orderId }: SlotToBook,
  { operation, json }: QuoteCall,
  signal: AbortSignal,
): Promise<Quoted> {
  const url = orderUrl(baseUrl, orderId, PATHS[operation]);
  const answer = await api.send({ operation, method: 'PUT', url, json, isRefusal }, signal);
  const parsed = wireQuote.safeParse(answer.body);
  if (!parsed.success) return refusalOf(answer);
  const { orderedItem, orderRequiresApproval = false, totalPaymentDue: due = null } = parsed.data;
  const names = orderedItem.flatMap(({ error = [] }) => error.map((one) => one['@type']));
  if (areFull(names)) return { kind: 'full' };
  if (names.length > 0 || answer.status !== 200 || orderRequiresApproval) {
    return { kind: 'refused' };
  }
  if (due === null) throw new UpstreamMalformedError(SYSTEM, 'a quote without a total');
  // The hub takes no money for the sports body: what is to be prepaid is not for it to book.
  const isPrepaid = mustPrepay(due.price, due.openBookingPrepayment ?? due.prepayment);
  return isPrepaid ? { kind: 'refused' } : { kind: 'quoted', due };
}

/** What became of an order that was sent. @throws {HubError} Nothing did, and not because of this booking. */
function toOutcome(answer: LegacyAnswer, orderId: string): BookingOutcome {
  const parsed = wireOrder.safeParse(answer.body);
  if (answer.status < 300 && parsed.success) return confirmedOf(parsed.data, orderId);
  return verdictOf(answer) === 'unknown' ? { kind: 'unknown' } : refusalOf(answer);
}

function confirmedOf({ orderedItem }: WireOrder, orderId: string): BookingOutcome {
  const isConfirmed = orderedItem.some(({ orderItemStatus }) => orderItemStatus === CONFIRMED);
  return isConfirmed ? { kind: 'booked', orderId } : { kind: 'unknown' };
}

const CONFIRMED = 'https://openactive.io/OrderItemConfirmed';

/** @throws {HubError} What the answer means when it is no refusal of this booking. */
function refusalOf(answer: LegacyAnswer): Refused {
  const failure = failureOf(answer);
  if (failure !== null) throw failure;
  return areFull([errorNameOf(answer.body) ?? '']) ? { kind: 'full' } : { kind: 'refused' };
}

/**
 * The same id once more may be refused because its order is there, holding the very places asked for.
 * A system without order status cannot say; there the refusal stands.
 */
async function orBooked(
  deps: BookingDeps,
  { orderId }: SlotToBook,
  refused: Refused,
  signal: AbortSignal,
): Promise<BookingOutcome> {
  const order = await settle(fetchOrder(deps, orderId, signal));
  if (!isFailed(order)) {
    return order.value.status === 'confirmed' ? { kind: 'booked', orderId } : refused;
  }
  if (order.error instanceof UpstreamRejectedError) return refused;
  throw order.error;
}
