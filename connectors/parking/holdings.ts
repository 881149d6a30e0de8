import type { Plate } from '../../domain/plate.ts';
import { parseAs } from './api.ts';
import { malformed } from './failure.ts';
import type { ParkingOperation } from './guard.ts';
import type { ListAsk, Lists, Row } from './lists.ts';
import { createAskedPlates, type AskedPlates } from './plates.ts';
import { SESSION_PARTS } from './sessions.ts';
import { wireRightHolder, wireSessionHolder, type WireCredential } from './wire.ts';

/** A row with the plates, of those asked for, that it belongs to. */
export type Holding = {
  readonly row: Row;
  readonly plates: readonly Plate[];
  /** Plates that it may belong to: it names their number without a country. */
  readonly unclear: readonly Plate[];
};

/** A list that can be asked for by credentials. */
export type HoldingList = Omit<ListAsk, 'query'> & {
  readonly query: ListAsk['query'];
  readonly credentialsOf: (row: Row) => readonly WireCredential[];
};

export const RIGHTS: HoldingList = {
  operation: 'rights',
  path: '/rights/assigned',
  query: {},
  credentialsOf: (row) => parseAs(wireRightHolder, row, 'rights').rightHolder.credentials,
};

/** @param since Sessions that began earlier are not asked for. */
export function sessionsSince(since: Date): HoldingList {
  return {
    operation: 'sessions',
    path: '/sessions',
    query: {
      start_after: Math.max(0, Math.floor(since.getTime() / 1000)),
      expand: SESSION_PARTS,
    },
    credentialsOf: (row) => parseAs(wireSessionHolder, row, 'sessions').identifiedCredentials,
  };
}

/**
 * Characters of plates in one address: with the longest other parameters it stays below the 2,000
 * that every proxy lets pass. A hundred plates fit; five hundred take three requests.
 */
const MAX_CREDENTIALS_LENGTH = 1_850;

/**
 * All rows of some plates: one request for a hundred plates, and one more for each further page.
 *
 * @throws {UpstreamMalformedError} Also for a row of a plate that nobody asked for: it means that
 *   the filter was lost on the way, and nothing of such an answer is used.
 */
export async function fetchHoldings(
  lists: Lists,
  list: HoldingList,
  plates: readonly Plate[],
  signal: AbortSignal,
): Promise<readonly Holding[]> {
  const asked = createAskedPlates(plates);
  const parts = await Promise.all(
    chunksOf(asked.numbers).map((numbers) => {
      const query = { ...list.query, credential_id: numbers };
      return lists.fetchRows({ operation: list.operation, path: list.path, query }, signal);
    }),
  );
  // A right of two plates may come with either.
  const rows = new Map(parts.flat().map((row) => [row.id, row]));
  return [...rows.values()].map((row) => toHolding(row, list.credentialsOf(row), asked, list));
}

function toHolding(
  row: Row,
  credentials: readonly WireCredential[],
  asked: AskedPlates,
  { operation }: { readonly operation: ParkingOperation },
): Holding {
  const matches = credentials.map((credential) => asked.match(credential));
  if (matches.every(({ kind }) => kind === 'other')) {
    throw malformed(`${operation}: rows of plates that were not asked for`);
  }
  const plates = matches.flatMap((match) => (match.kind === 'asked' ? match.plate : []));
  const unclear = matches.flatMap((match) => (match.kind === 'unclear' ? match.plates : []));
  return { row, plates: [...new Set(plates)], unclear: [...new Set(unclear)] };
}

function chunksOf(numbers: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const number of numbers) {
    length += number.length + 1;
    if (length > MAX_CREDENTIALS_LENGTH) {
      chunks.push([]);
      length = number.length;
    }
    chunks.at(-1)?.push(number);
  }
  return chunks;
}
