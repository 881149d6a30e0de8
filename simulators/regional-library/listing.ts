import { badRequest, headerOf, type ApiAnswer, type ApiRequest } from './answer.ts';
import { compare, InvalidQueryError, isMatch, valueOf, type Filter } from './filter.ts';
import type { Row } from './rows.ts';
import type { Table } from './tables.ts';

/** Koha's preference RESTdefaultPageSize. */
const DEFAULT_PAGE_SIZE = 20;

const RESERVED = ['_page', '_per_page', '_order_by', '_match', 'q'];

/** One page of a table: filter, order, page, and the headers that tell how much there is. */
export function answerList(table: Table, request: ApiRequest): ApiAnswer {
  const { searchParams } = request.url;
  const known = new Set([...RESERVED, ...table.parameters]);
  const unknown = [...searchParams.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const errors = unknown.map((name) => ({
      path: `/query/${name}`,
      message: 'Malformed query string',
    }));
    return { status: 400, json: errors };
  }
  try {
    return toPage(request, search(table, request));
  } catch (error) {
    if (error instanceof InvalidQueryError) return badRequest(error.message, 'invalid_query');
    throw error;
  }
}

function search(table: Table, request: ApiRequest): readonly Row[] {
  const filters = filtersOf(table, request);
  const embeds = embedsOf(table, request);
  const [first] = filters;
  const rows = [...table.candidates(first ?? {}, embeds)].filter((row) =>
    filters.every((filter) => isMatch(filter, row)),
  );
  const orders = request.url.searchParams.get('_order_by')?.split(',') ?? [];
  return rows.toSorted((a, b) => {
    for (const order of orders) {
      const field = order.replace(/^[-+\s]/, '');
      const difference = compare(valueOf(a, field), valueOf(b, field));
      if (difference !== 0) return order.startsWith('-') ? -difference : difference;
    }
    return 0;
  });
}

/** All of them must hold: `q` in the address, in the header, in the body, and parameters of their own. */
function filtersOf(table: Table, request: ApiRequest): readonly Filter[] {
  const { searchParams } = request.url;
  const texts = [...searchParams.getAll('q'), headerOf(request, 'x-koha-query'), request.body];
  const queries = texts.filter((text) => text !== null && text.trim() !== '').map(parseQuery);
  const isExact = searchParams.get('_match') === 'exact';
  const own = table.parameters
    .filter((name) => searchParams.has(name))
    .map((name) => {
      const value = searchParams.get(name) ?? '';
      // Koha's default for parameters of their own is "contains": a trap of its own.
      return { [name]: isExact ? value : { '-like': `%${value}%` } };
    });
  return [...queries, ...own];
}

function parseQuery(text: string | null): Filter {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new InvalidQueryError('malformed JSON string');
  }
}

function embedsOf(table: Table, request: ApiRequest): ReadonlySet<string> {
  const embeds = (headerOf(request, 'x-koha-embed') ?? '').split(',').filter((name) => name !== '');
  const unknown = embeds.find((name) => !table.embeds.includes(name));
  if (unknown === undefined) return new Set(embeds);
  throw new InvalidQueryError(`Embeding ${unknown} is not authorised`);
}

function toPage({ url }: ApiRequest, rows: readonly Row[]): ApiAnswer {
  const size = numberOf(url, '_per_page') ?? DEFAULT_PAGE_SIZE;
  const isWhole = size === -1;
  const page = isWhole ? 1 : (numberOf(url, '_page') ?? 1);
  const pages = isWhole ? 1 : Math.ceil(rows.length / size);
  const link = (to: number, rel: string): string => {
    const target = new URL(url);
    target.searchParams.set('_page', String(to));
    target.searchParams.set('_per_page', String(size));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 && pages > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < pages ? [link(page + 1, 'next')] : []),
    link(1, 'first'),
    link(pages, 'last'),
  ];
  return {
    status: 200,
    headers: { 'X-Total-Count': String(rows.length), Link: links.join(',') },
    json: isWhole ? rows : rows.slice((page - 1) * size, page * size),
  };
}

function numberOf(url: URL, name: string): number | null {
  const text = url.searchParams.get(name);
  if (text === null) return null;
  if (/^-?\d{1,9}$/.test(text) && Number(text) !== 0) return Number(text);
  throw new InvalidQueryError(`${name} is not a number`);
}
