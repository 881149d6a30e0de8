import { bodyOf, parseAs, type ParkingApi, type Query } from './api.ts';
import { malformed } from './failure.ts';
import type { ParkingOperation } from './guard.ts';
import { wirePage, type WirePage } from './wire.ts';

/** One list of the server. */
export type ListAsk = {
  readonly operation: ParkingOperation;
  readonly path: string;
  readonly query: Query;
};

/** A row as it came, but for its id not looked at. */
export type Row = WirePage['data'][number];

/** Names of the parameters that the APDS schema leaves open. */
export type PageParameters = {
  readonly offset: string;
  /** `referenceInstant` of the first page, so that all pages show one state. */
  readonly instant: string;
};

export type Lists = {
  /**
   * All rows of a list, page after page; the server decides how many a page has.
   *
   * @throws {UpstreamMalformedError} Fewer rows than the server counts, a page that was not asked
   *   for, or far too many: a part never passes for the whole.
   */
  fetchRows(ask: ListAsk, signal: AbortSignal): Promise<readonly Row[]>;
};

/** Far beyond what five hundred plates have: an answer with more has lost its filter on the way. */
const MAX_ROWS = 20_000;

export function createLists(api: ParkingApi, names: PageParameters): Lists {
  async function fetchPage(ask: ListAsk, signal: AbortSignal): Promise<WirePage> {
    const { operation, path, query } = ask;
    const reply = await api.send({ operation, method: 'GET', path, query }, signal);
    return parseAs(wirePage, bodyOf(reply), operation);
  }

  return {
    async fetchRows(ask, signal) {
      const rows = new Map<string, Row>();
      let page = await fetchPage(ask, signal);
      for (let offset = 0; ;) {
        const { meta, data } = page;
        if (meta.offset !== offset) throw malformed(`${ask.operation}: another page than asked`);
        if (meta.total > MAX_ROWS) throw malformed(`${ask.operation}: more than ${MAX_ROWS} rows`);
        const before = rows.size;
        // A row that moved to a later page while we read counts once.
        for (const row of data) rows.set(row.id, row);
        if (rows.size >= meta.total) return [...rows.values()];
        if (rows.size === before) {
          throw malformed(`${ask.operation}: ${rows.size} rows of ${meta.total}`);
        }
        offset += data.length;
        page = await fetchPage(nextPage(ask, offset, meta.referenceInstant ?? null), signal);
      }
    },
  };

  function nextPage(ask: ListAsk, offset: number, instant: number | null): ListAsk {
    const query = { ...ask.query, [names.offset]: offset };
    return { ...ask, query: instant === null ? query : { ...query, [names.instant]: instant } };
  }
}
