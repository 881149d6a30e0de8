import { toRejection } from '../../../platform/http/legacy-http.ts';
import type { SportsApi } from '../api.ts';
import { SYSTEM } from '../guard.ts';
import { toOrderState } from '../order-state.ts';
import type { OrderStatus } from '../port.ts';
import { errorNameOf, failureOf } from './refusal.ts';
import { wireOrder } from './wire.ts';

/** An order as the booking system has it. */
export type KnownOrder = {
  readonly status: OrderStatus;
  /** Names of its places, by which they are cancelled. */
  readonly itemIds: readonly string[];
};

const ABSENT: KnownOrder = { status: 'absent', itemIds: [] };

/** The system knows no such order, or has deleted it. A missing endpoint says something else. */
const UNKNOWN_ORDER = new Set(['UnknownOrderError', 'NotFoundError', 'GoneError']);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where an order or a quote of this id lies. Source: Open Booking API 1.0 CR3, "Paths and Verbs". */
export function orderUrl(
  baseUrl: string,
  orderId: string,
  collection: 'orders' | 'order-quotes' | 'order-quote-templates' = 'orders',
): URL {
  if (!UUID.test(orderId)) throw new RangeError('an order id is a UUID that the hub chose');
  return new URL(`${baseUrl}/${collection}/${orderId}`);
}

/**
 * Source: ibid., "Order Status": it may answer a quote too, which is no order yet.
 *
 * @throws {UpstreamRejectedError} The system has no such endpoint, or does not take our key.
 */
export async function fetchOrder(
  { api, baseUrl }: { readonly api: SportsApi; readonly baseUrl: string },
  orderId: string,
  signal: AbortSignal,
): Promise<KnownOrder> {
  const url = orderUrl(baseUrl, orderId);
  const answer = await api.send({ operation: 'orderStatus', method: 'GET', url }, signal);
  if (UNKNOWN_ORDER.has(errorNameOf(answer.body) ?? '')) return ABSENT;
  const parsed = wireOrder.safeParse(answer.body);
  if (answer.status < 300 && parsed.success) {
    const items = parsed.data.orderedItem;
    return {
      status: toOrderState(items.map(({ orderItemStatus }) => orderItemStatus)),
      itemIds: items.map((item) => item['@id']),
    };
  }
  if (answer.status < 300 && isQuote(answer.body)) return ABSENT;
  throw failureOf(answer) ?? toRejection(SYSTEM, answer, 'the status of an order');
}

function isQuote(body: unknown): boolean {
  return (
    body instanceof Object &&
    '@type' in body &&
    /^Order(Quote|Proposal)$/.test(String(body['@type']))
  );
}
