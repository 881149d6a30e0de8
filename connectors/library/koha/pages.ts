import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/** Far beyond what a hundred borrowers have: an answer with more has lost its filter on the way. */
const MAX_ROWS = 20_000;

export type Page<Row> = {
  readonly rows: readonly Row[];
  /** `X-Total-Count`; null when a proxy has removed it. */
  readonly total: number | null;
};

/**
 * All rows of a list that Koha gives in pages. Pages are numbered here rather than followed by the
 * `Link` header, which holds Koha's own idea of its address. Without a total, an empty page ends it.
 *
 * @param fetchPage Page numbers begin at 1.
 * @param keyOf A row that moved to a later page while we read counts once.
 * @throws {UpstreamMalformedError} Fewer rows than the total, or far too many: a part never passes
 *   for the whole.
 */
export async function fetchAllRows<Row>(
  fetchPage: (page: number) => Promise<Page<Row>>,
  keyOf: (row: Row) => number,
): Promise<readonly Row[]> {
  const rows = new Map<number, Row>();
  for (let page = 1; ; page += 1) {
    const { rows: pageRows, total } = await fetchPage(page);
    const before = rows.size;
    for (const row of pageRows) rows.set(keyOf(row), row);
    if ((total ?? rows.size) > MAX_ROWS) {
      throw new UpstreamMalformedError(SYSTEM, `more than ${MAX_ROWS} rows in one list`);
    }
    if (total !== null && rows.size >= total) break;
    if (rows.size > before) continue;
    if (total === null) break;
    throw new UpstreamMalformedError(SYSTEM, `${rows.size} rows of ${total} in one list`);
  }
  return [...rows.values()];
}

/** @throws {UpstreamMalformedError} A total that is no number. */
export function parseTotal(headers: Headers): number | null {
  const text = headers.get('x-total-count');
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UpstreamMalformedError(SYSTEM, 'X-Total-Count is not a number');
}
