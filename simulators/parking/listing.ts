import type { ApiAnswer, ApiRequest } from './answer.ts';
import { failed } from './answer.ts';

/** One list as its query parameters see it. */
export type ListedRow = {
  readonly id: string;
  readonly row: object;
  /** Plates without blanks; places and specifications have none. */
  readonly plates: readonly string[];
  readonly types: readonly string[];
  readonly specifications: readonly string[];
  readonly places: readonly string[];
  readonly start: Date | null;
  readonly end: Date | null;
  readonly changedAt: Date;
};

export type Listing = {
  /** Rows among which are all that fit. @param plates Null: of all. */
  readonly rows: (plates: ReadonlySet<string> | null, request: ApiRequest) => Iterable<ListedRow>;
  /** What may be named in `expand`. */
  readonly expands: readonly string[];
  /** Parameters besides those of every list. */
  readonly parameters: readonly string[];
  readonly deleted: () => readonly {
    readonly id: string;
    readonly className: string;
    readonly at: string;
  }[];
};

export type PageOptions = { readonly pageSize: number; readonly now: () => Date };

/** The schema names no parameters for pages: these are the words of its own `meta`. */
const PAGE_PARAMETERS = ['offset', 'page_size', 'reference_instant', 'expand', 'modified_since'];

/** Parameters of lists that hold vehicles. */
export const HOLDING_PARAMETERS = [
  'credential_id',
  'credential_type',
  'right_spec',
  'place',
  'start_before',
  'start_after',
  'end_before',
  'end_after',
];

export function answerList(
  listing: Listing,
  request: ApiRequest,
  { pageSize, now }: PageOptions,
): ApiAnswer {
  const mistake = mistakeIn(listing, request.query);
  if (mistake !== null) return failed(400, mistake);
  const query = request.query;
  const instant = numberOf(query, 'reference_instant') ?? Math.floor(now().getTime() / 1000);
  const since = numberOf(query, 'modified_since');
  const plates = listOf(query, 'credential_id');
  const wanted = plates === null ? null : new Set(plates.map(bare));
  const rows = [...listing.rows(wanted, request)].filter(
    (row) =>
      fits(row, query, wanted) &&
      (!query.has('reference_instant') || seconds(row.changedAt) <= instant) &&
      (since === null || seconds(row.changedAt) > since),
  );
  const offset = numberOf(query, 'offset') ?? 0;
  const size = Math.min(numberOf(query, 'page_size') ?? pageSize, pageSize);
  const page = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return {
    status: 200,
    json: {
      meta: { referenceInstant: instant, offset, pageSize: size, total: rows.length },
      data: page.slice(offset, offset + size).map(({ row }) => row),
      ...(since === null ? {} : { deletedReferences: deletedSince(listing, since) }),
    },
  };
}

/** Values of a parameter that may be a list; null when it is not there. */
export function listOf(query: URLSearchParams, name: string): readonly string[] | null {
  const text = query.get(name);
  return text === null || text === '' ? null : text.split(',');
}

function mistakeIn(listing: Listing, query: URLSearchParams): string | null {
  const known = new Set([...PAGE_PARAMETERS, ...listing.parameters]);
  const stranger = [...query.keys()].find((name) => !known.has(name));
  if (stranger !== undefined) return `Parameter ${stranger} is not supported here`;
  const expands = new Set(['all', 'none', ...listing.expands]);
  const wrong = (listOf(query, 'expand') ?? []).find((name) => !expands.has(name));
  if (wrong !== undefined) return 'Unknown value of expand';
  const bad = NUMBERS.find((name) => query.has(name) && numberOf(query, name) === null);
  return bad === undefined ? null : `Parameter ${bad} must be a whole number`;
}

const NUMBERS = [
  'offset',
  'page_size',
  'reference_instant',
  'modified_since',
  'start_before',
  'start_after',
  'end_before',
  'end_after',
];

function numberOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name) ?? '';
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}

function fits(row: ListedRow, query: URLSearchParams, plates: ReadonlySet<string> | null): boolean {
  const within = (name: string, values: readonly string[]): boolean => {
    const asked = listOf(query, name);
    return asked === null || values.some((value) => asked.includes(value));
  };
  const moves = [
    ['start_before', row.start, -1],
    ['start_after', row.start, 1],
    ['end_before', row.end, -1],
    ['end_after', row.end, 1],
  ] as const;
  return (
    (plates === null || row.plates.some((plate) => plates.has(plate))) &&
    within('credential_type', row.types) &&
    within('type', row.types) &&
    within('right_spec', row.specifications) &&
    within('place', row.places) &&
    moves.every(([name, instant, sign]) => {
      const limit = numberOf(query, name);
      // What has no end ends after every instant.
      if (limit === null) return true;
      if (instant === null) return sign === 1;
      return (instant.getTime() / 1000 - limit) * sign > 0;
    })
  );
}

function deletedSince(listing: Listing, since: number) {
  return listing
    .deleted()
    .filter(({ at }) => seconds(new Date(at)) > since)
    .map(({ id, className, at }) => ({ id, className, deleteTimestamp: at }));
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function bare(number: string): string {
  return number.toUpperCase().replaceAll(/[\s.-]/g, '');
}
