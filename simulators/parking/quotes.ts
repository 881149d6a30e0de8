import { quoteRequest, type QuoteRequest } from './apds.ts';
import { DUPLICATE, failed, MISSING, NOT_FOUND, parseJson, type ApiAnswer } from './answer.ts';
import { findSpecification } from './places.ts';
import { priceCents } from './tariff.ts';

/** Quotes bind nobody and are forgotten at the end. */
export type Quotes = {
  post(body: string): ApiAnswer;
  get(id: string, query: URLSearchParams): ApiAnswer;
};

export type QuotesOptions = { readonly zone: string; readonly now: () => Date };

const FIFTEEN_MINUTES_MS = 15 * 60 * 1000;
/** The oldest go first. */
const MAX_QUOTES = 10_000;

export function createQuotes({ zone, now }: QuotesOptions): Quotes {
  const quotes = new Map<string, { readonly request: QuoteRequest; readonly response: object }>();
  return {
    post(body) {
      const parsed = quoteRequest.safeParse(parseJson(body));
      if (!parsed.success) return MISSING;
      const request = parsed.data;
      const known = quotes.get(request.id);
      // The same request is answered as before; another one may not have its id.
      if (known !== undefined && !isSame(known.request, request)) return DUPLICATE;
      const response = known?.response ?? toResponse(request, zone, now());
      quotes.set(request.id, { request, response });
      const [oldest] = quotes.keys();
      if (quotes.size > MAX_QUOTES && oldest !== undefined) quotes.delete(oldest);
      const referenceInstant = Math.floor(now().getTime() / 1000);
      const meta = { referenceInstant, offset: 0, pageSize: 1, total: 1 };
      return { status: 200, json: { meta, data: [response] } };
    },
    get(id, query) {
      const type = query.get('type');
      const found = quotes.get(id);
      if (type === null) return failed(400, 'The type is mandatory');
      if (found === undefined) return NOT_FOUND;
      if (type === 'QuoteRightRequest') return { status: 200, json: found.request };
      return type === 'QuoteRightResponse' ? { status: 200, json: found.response } : NOT_FOUND;
    },
  };
}

/** The moment of asking may be another when a request is repeated. */
function isSame(one: QuoteRequest, other: QuoteRequest): boolean {
  const words = (request: QuoteRequest) => JSON.stringify({ ...request, requestTime: '' });
  return words(one) === words(other);
}

/** A response bears the id of its request, so that who lost it can find it by the id it chose. */
function toResponse(request: QuoteRequest, zone: string, now: Date): object {
  const { id, version, requestTime, periodStart, periodEnd = periodStart } = request;
  const answered = {
    id,
    version,
    start: periodStart,
    end: periodEnd,
    requestTime,
    responseTime: now.toISOString(),
    quoteRequestId: { id, version, className: 'QuoteRightRequest' },
  };
  const specification = findSpecification(
    request.referencedRightSpecifications?.[0]?.rightSpecificationId.id ?? '',
  );
  if (specification?.type !== 'oneTimeUseParking') {
    return { ...answered, reason: 'noMatchingSpecification' };
  }
  const { area } = specification;
  const from = new Date(periodStart);
  const until = new Date(periodEnd);
  const minutes = (until.getTime() - from.getTime()) / 60_000;
  if (minutes <= 0 || minutes > area.longestStayMinutes) {
    return { ...answered, reason: 'rightSpecificationNotAvailableAtRequestedTimes' };
  }
  const cents = priceCents(area, from, until, zone);
  const option = {
    id: `${id}-1`,
    version: 1,
    elementId: { id: area.id, version: 1, className: 'IdentifiedArea' },
    boolean: true,
    quoteExpiration: {
      expiresDateTime: new Date(now.getTime() + FIFTEEN_MINUTES_MS).toISOString(),
      firstComeFirstServed: false,
    },
    identifiers: [
      {
        rateTableId: { id: `rate-${area.id}`, version: 1, className: 'RateTable' },
        rightSpecificationId: { id: specification.id, version: 1, className: 'RightSpecification' },
      },
    ],
    financialQuote: {
      taxIncluded: true,
      value: { currencyType: 'EUR', currencyValue: cents / 100 },
    },
  };
  return { ...answered, options: [option] };
}
