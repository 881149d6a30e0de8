import { z } from 'zod';
import { valueOf, type KohaApi, type KohaCall } from './api.ts';
import { fetchAllRows, parseTotal } from './pages.ts';
import type { KohaOperation } from './guard.ts';

/** Rows whose field is one of the values. */
export type Term = { readonly field: string; readonly values: readonly (number | string)[] };

/** A list of Koha, asked for by ids. */
export type ListAsk<Row> = {
  readonly operation: KohaOperation;
  readonly path: string;
  /** Rows that fit any of them. */
  readonly terms: readonly Term[];
  readonly row: z.ZodType<Row>;
  /** A row's own number. */
  readonly keyOf: (row: Row) => number;
  /** Without an order, pages of a moving table may skip rows. */
  readonly orderBy: string;
  /** What `x-koha-embed` names. */
  readonly embed?: string;
};

/** A longer `q` goes into the header `x-koha-query`: proxies cut long addresses. */
const MAX_Q_IN_URL = 1_500;

/** Values in one `q`: with the longest ids it stays below the 8 KB that Apache takes in a header. */
const MAX_VALUES = 500;

/** All rows for all values: one request unless values or rows are more than fit in one. */
export async function fetchList<Row>(
  api: KohaApi,
  ask: ListAsk<Row>,
  { pageSize, signal }: { readonly pageSize: number; readonly signal: AbortSignal },
): Promise<readonly Row[]> {
  const queries = toQueries(ask.terms);
  const lists = await Promise.all(
    queries.map((q) =>
      fetchAllRows(async (page) => {
        const reply = await api.send(toCall(ask, q, { page, pageSize }), signal);
        const rows = valueOf(reply);
        return { rows, total: reply.kind === 'ok' ? parseTotal(reply.headers) : null };
      }, ask.keyOf),
    ),
  );
  return lists.flat();
}

function toCall<Row>(
  ask: ListAsk<Row>,
  q: string,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): KohaCall<readonly Row[]> {
  const isLong = q.length > MAX_Q_IN_URL;
  return {
    operation: ask.operation,
    method: 'GET',
    path: ask.path,
    query: {
      ...(isLong ? {} : { q }),
      _page: String(page),
      _per_page: String(pageSize),
      _order_by: ask.orderBy,
    },
    headers: {
      ...(isLong ? { 'x-koha-query': q } : {}),
      ...(ask.embed === undefined ? {} : { 'x-koha-embed': ask.embed }),
    },
    shape: z.array(ask.row),
  };
}

/** Koha reads `{field: [values]}` as one of them, and an array of such objects as any of them. */
function toQueries(terms: readonly Term[]): readonly string[] {
  const pairs = terms.flatMap(({ field, values }) =>
    [...new Set(values)].map((value) => ({ field, value })),
  );
  const queries: string[] = [];
  for (let start = 0; start < pairs.length; start += MAX_VALUES) {
    const byField = Map.groupBy(pairs.slice(start, start + MAX_VALUES), ({ field }) => field);
    const parts = [...byField].map(([field, some]) => ({
      [field]: some.map(({ value }) => value),
    }));
    queries.push(JSON.stringify(parts.length === 1 ? parts[0] : parts));
  }
  return queries;
}
