import { FACILITIES } from '../city/sports-record.ts';
import type { ApiAnswer, ApiRequest } from './answer.ts';
import { facilityUse, type Thing } from './catalogue.ts';
import type { Change } from './change-feed.ts';
import { feedOrder, type AnswerDeps } from './order-answers.ts';
import type { OrderBook } from './order-book.ts';

/** Items of a feed, and what stands behind them. */
type Source = {
  readonly kind: string;
  changesAfter(changeNumber: number, limit: number): readonly Change[];
  /** Null when it is deleted. */
  published(id: string): Thing | null;
};

/** As many items as RPDE suggests for a page. */
export const PAGE_SIZE = 500;

/** `GET /rpde/slots`. */
export function answerSlots(book: OrderBook, request: ApiRequest, pageSize: number): ApiAnswer {
  const slots = book.slots();
  const source = {
    kind: 'FacilityUse/Slot',
    changesAfter: slots.changesAfter,
    published: slots.published,
  };
  return openPage(source, request, pageSize);
}

/** `GET /rpde/facility-uses`: those there are, and one that was closed long ago. */
export function answerFacilities(request: ApiRequest, pageSize: number): ApiAnswer {
  const changes = [...FACILITIES.keys(), FACILITIES.length].map((place) => ({
    id: String(place + 1),
    changeNumber: FIRST_FACILITY_CHANGE + place,
  }));
  const source = {
    kind: 'FacilityUse',
    changesAfter: (after: number, limit: number) =>
      changes.filter(({ changeNumber }) => changeNumber > after).slice(0, limit),
    published: (id: string) =>
      Number(id) > FACILITIES.length ? null : facilityUse(Number(id) - 1),
  };
  return openPage(source, request, pageSize);
}

const FIRST_FACILITY_CHANGE = 1_001;

/** `GET /rpde/orders`: for the broker alone, so nothing on the way may keep it. */
export function answerOrders(
  book: OrderBook,
  answers: AnswerDeps,
  request: ApiRequest,
  pageSize: number,
): ApiAnswer {
  const source = {
    kind: 'Order',
    changesAfter: book.changesAfter,
    published: (id: string) => {
      const order = book.order(id);
      return order === null ? null : feedOrder(answers, order);
    },
  };
  const headers = { 'Cache-Control': 'private, no-store' };
  return { status: 200, headers, json: toPage(source, request, pageSize) };
}

function openPage(source: Source, request: ApiRequest, pageSize: number): ApiAnswer {
  const page = toPage(source, request, pageSize);
  const isLast = page.items.length === 0;
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/vnd.openactive.rpde+json; version=1',
      // The last page is asked for again and again: whoever keeps it has to ask whether it still holds.
      'Cache-Control': isLast ? 'public, no-cache' : 'public, max-age=3600',
    },
    json: { ...page, license: 'https://creativecommons.org/licenses/by/4.0/' },
  };
}

/** Source: RPDE 1.0, "Ordering strategy two: Incrementing Unique Change Number". */
function toPage(source: Source, { url }: ApiRequest, pageSize: number) {
  const asked = url.searchParams.get('afterChangeNumber');
  const after = /^\d{1,16}$/.test(asked ?? '') ? Number(asked) : 0;
  const changes = source.changesAfter(after, pageSize);
  const last = changes.at(-1)?.changeNumber;
  const next = new URL(url.pathname, url);
  if (last !== undefined || asked !== null) {
    next.searchParams.set('afterChangeNumber', String(last ?? after));
  }
  const items = changes.map(({ id, changeNumber }) => {
    const data = source.published(id);
    const item = { kind: source.kind, id, modified: changeNumber };
    return data === null ? { state: 'deleted', ...item } : { state: 'updated', ...item, data };
  });
  return { next: next.href, items };
}
