import type { Clock } from '../../platform/clock.ts';
import { parseJson, refuse, type ApiAnswer } from './answer.ts';
import { itemUri, type AnswerDeps } from './order-answers.ts';
import type { Order, OrderBook } from './order-book.ts';
import { cancellationRequest } from './request-shapes.ts';

export type CancellationDeps = {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly answers: AnswerDeps;
};

/** As `latestCancellationBeforeStartDate` of every offer says. */
const LATEST_MS = 2 * 3_600_000;

const CANCELLED = 'https://openactive.io/CustomerCancelled';

/** All items of the request or none. Source: Open Booking API 1.0 CR3, "Order Cancellation". */
export function answerCancellation(
  { book, clock, answers }: CancellationDeps,
  orderId: string,
  body: string,
): ApiAnswer {
  const order = book.order(orderId);
  if (order === null) return refuse('UnknownOrderError');
  const parsed = cancellationRequest.safeParse(parseJson(body));
  if (!parsed.success) return refuse('PatchContainsExcessivePropertiesError');
  const items = parsed.data.orderedItem;
  if (items.some(({ orderItemStatus }) => orderItemStatus !== CANCELLED)) {
    return refuse('PatchNotAllowedOnPropertyError');
  }
  const places = items.map((item) => placeOf(answers, order, item['@id']));
  if (places.includes(-1)) return refuse('OrderItemIdInvalidError');
  const latest = clock.now().getTime() + LATEST_MS;
  const isLate = places.some(
    (place) => isLive(order, place) && startOf(book, order, place) < latest,
  );
  if (isLate) {
    return refuse('CancellationNotPermittedError', 'Se anula hasta dos horas antes.');
  }
  book.cancel(orderId, places, 'CustomerCancelled');
  return { status: 204, json: null };
}

/** What comes after `#` names the item; before it may stand another address of this program. */
function placeOf(answers: AnswerDeps, order: Order, uri: string): number {
  const tail = (text: string): string => text.slice(text.indexOf('/orders/'));
  return order.slotKeys.findIndex(
    (_key, place) => tail(itemUri(answers, order, place)) === tail(uri),
  );
}

function isLive({ statuses }: Order, place: number): boolean {
  return statuses[place] === 'OrderItemConfirmed';
}

/** A slot that is gone from the books began long ago. */
function startOf(book: OrderBook, { slotKeys }: Order, place: number): number {
  return (
    book
      .slots()
      .slot(slotKeys[place] ?? '')
      ?.startsAt.getTime() ?? 0
  );
}
