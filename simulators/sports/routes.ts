import type { Clock } from '../../platform/clock.ts';
import { refuse, type ApiAnswer, type ApiRequest } from './answer.ts';
import { answerStatus, answerStep, type Step } from './booking-routes.ts';
import type { Calendar } from './calendar.ts';
import { answerCancellation } from './cancellation-route.ts';
import { answerFacilities, answerOrders, answerSlots } from './feed-routes.ts';
import type { AnswerDeps } from './order-answers.ts';
import type { OrderBook } from './order-book.ts';

export type RoutesOptions = {
  readonly book: OrderBook;
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly apiKey: string;
  readonly pageSize: number;
};

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** `METHOD /path` with `{id}` for an order's: how calls are counted and routes found. */
export function operationOf(method: string, pathname: string): string {
  return `${method} ${pathname.replace(UUID, '{id}')}`;
}

/** What changes the books when it is done. */
export function isWrite(operation: string): boolean {
  return operation === 'PUT /orders/{id}' || operation === 'PATCH /orders/{id}';
}

const STEPS: Readonly<Record<string, Step>> = {
  'PUT /order-quote-templates/{id}': 'C1',
  'PUT /order-quotes/{id}': 'C2',
  'PUT /orders/{id}': 'B',
};

/** Feeds of facilities and slots are open to everybody; the rest needs the broker's key. */
export function createRoutes(options: RoutesOptions): (request: ApiRequest) => ApiAnswer {
  const { book, calendar, clock, apiKey, pageSize } = options;
  const answers = ({ url }: ApiRequest): AnswerDeps => ({
    slots: book.slots(),
    calendar,
    baseUrl: url.origin,
  });

  return (request) => {
    const operation = operationOf(request.method, request.url.pathname);
    if (operation === 'GET /rpde/facility-uses') return answerFacilities(request, pageSize);
    if (operation === 'GET /rpde/slots') return answerSlots(book, request, pageSize);
    const key = request.headers['x-api-key'];
    if (key === undefined) return refuse('NoAPITokenError');
    if (key !== apiKey) return refuse('InvalidAPITokenError');
    if (operation === 'GET /rpde/orders') {
      return answerOrders(book, answers(request), request, pageSize);
    }
    const orderId = UUID.exec(request.url.pathname)?.[0]?.toLowerCase() ?? '';
    const step = STEPS[operation];
    if (step !== undefined) return answerStep({ book, clock, answers }, step, orderId, request);
    if (operation === 'GET /orders/{id}') {
      return answerStatus({ book, clock, answers }, orderId, request);
    }
    if (operation === 'PATCH /orders/{id}') {
      return answerCancellation({ book, clock, answers: answers(request) }, orderId, request.body);
    }
    // Nothing is held for a quote, so there is nothing to give back.
    if (operation === 'DELETE /order-quotes/{id}') return { status: 204, json: null };
    return refuse(
      operation.endsWith('/orders/{id}')
        ? 'MethodNotAllowedError'
        : 'UnknownOrIncorrectEndpointError',
    );
  };
}
