import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../platform/clock.ts';
import { parseJson, refuse, type ApiAnswer, type ApiRequest } from './answer.ts';
import { SELLER_ID, slotKeyOf } from './catalogue.ts';
import { orderAnswer, quoteAnswer, statusAnswer, type AnswerDeps } from './order-answers.ts';
import type { Order, OrderBook } from './order-book.ts';
import { quote } from './quote.ts';
import { orderRequest, type OrderRequest } from './request-shapes.ts';

export type BookingDeps = {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly answers: (request: ApiRequest) => AnswerDeps;
};

/** Which step of the booking flow a request is. */
export type Step = 'C1' | 'C2' | 'B';

/** Source: Open Booking API 1.0 CR3, "OrderQuote Creation C1", "… C2", "Order Creation B". */
export function answerStep(
  deps: BookingDeps,
  step: Step,
  orderId: string,
  request: ApiRequest,
): ApiAnswer {
  const parsed = orderRequest.safeParse(parseJson(request.body));
  if (!parsed.success) return refuse('UnexpectedOrderTypeError', 'The body is no order.');
  const asked = parsed.data;
  const fault = faultOf(step, asked);
  if (fault !== null) return fault;
  const existing = deps.book.order(orderId);
  if (existing !== null && !isSameOrder(existing, asked, step)) {
    return refuse('OrderAlreadyExistsError');
  }
  if (existing !== null && step === 'B') return orderOf(deps, existing, request);
  const quoted = quote(deps.book, asked, { existing, now: deps.clock.now() });
  if (step !== 'B') {
    const isGood = quoted.items.every(({ error }) => error === null);
    const json = quoteAnswer(deps.answers(request), orderId, asked, quoted);
    return { status: isGood ? 200 : 409, json };
  }
  return refusalOfOrder(asked, quoted) ?? confirm(deps, orderId, asked, request);
}

/** `GET /orders/{uuid}`. */
export function answerStatus(deps: BookingDeps, orderId: string, request: ApiRequest): ApiAnswer {
  const order = deps.book.order(orderId);
  if (order === null) return refuse('UnknownOrderError');
  const asked = orderRequest.parse(order.request);
  return { status: 200, json: statusAnswer(deps.answers(request), order, asked) };
}

/** The order as it is now, which B answers however often it is asked. */
function orderOf(deps: BookingDeps, order: Order, request: ApiRequest): ApiAnswer {
  const asked = orderRequest.parse(order.request);
  return { status: 200, json: orderAnswer(deps.answers(request), order, asked) };
}

function faultOf(step: Step, asked: OrderRequest): ApiAnswer | null {
  if (asked['@type'] !== (step === 'B' ? 'Order' : 'OrderQuote')) {
    return refuse('UnexpectedOrderTypeError');
  }
  const hasBroker = asked.brokerRole?.endsWith('NoBroker') === true || asked.broker !== undefined;
  if (!hasBroker) return refuse('IncompleteBrokerDetailsError');
  if (asked.seller !== SELLER_ID) return refuse('SellerNotFoundError');
  if (step !== 'C1' && asked.customer === undefined)
    return refuse('IncompleteCustomerDetailsError');
  return null;
}

/** B tells one error only; which item it is, C2 tells. */
function refusalOfOrder(asked: OrderRequest, quoted: ReturnType<typeof quote>): ApiAnswer | null {
  const errors = quoted.items.flatMap(({ error }) => error ?? []);
  if (errors.length > 0) {
    const isFull = errors.every((error) => /Full|Capacity/.test(error));
    return refuse(
      isFull ? 'OpportunityHasInsufficientCapacityError' : 'UnableToProcessOrderItemError',
    );
  }
  if (Math.round((asked.totalPaymentDue?.price ?? Number.NaN) * 100) !== quoted.totalCents) {
    return refuse('TotalPaymentDueMismatchError');
  }
  const hasPayment = asked.payment !== undefined;
  if (quoted.isPrepaid === hasPayment) return null;
  return refuse(hasPayment ? 'UnnecessaryPaymentDetailsError' : 'MissingPaymentDetailsError');
}

function confirm(
  deps: BookingDeps,
  orderId: string,
  asked: OrderRequest,
  request: ApiRequest,
): ApiAnswer {
  const order = deps.book.book(orderId, slotKeysOf(asked), asked);
  return orderOf(deps, order, request);
}

/** The same items for the same customer: then a step is only asked again. */
function isSameOrder(order: Order, asked: OrderRequest, step: Step): boolean {
  const isSameCustomer =
    step === 'C1' || isDeepStrictEqual(order.request['customer'], asked.customer);
  return isSameCustomer && isDeepStrictEqual(order.slotKeys, slotKeysOf(asked));
}

function slotKeysOf({ orderedItem }: OrderRequest): readonly string[] {
  return orderedItem.map((item) => slotKeyOf(item.orderedItem ?? '') ?? '');
}
