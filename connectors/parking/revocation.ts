import { UpstreamMalformedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Plate } from '../../domain/plate.ts';
import { parseAs, toRejection } from './api.ts';
import { STAY } from './catalogue.ts';
import { malformed } from './failure.ts';
import { SYSTEM } from './guard.ts';
import { fetchHoldings, RIGHTS } from './holdings.ts';
import type { Lists, Row } from './lists.ts';
import { createAskedPlates, numberOf, toSentCredential } from './plates.ts';
import { isOver, termOf, type Term } from './rights.ts';
import { toSentRight } from './session-changes.ts';
import type { StayDeps } from './stays.ts';
import { wireRight, type WireCredential, type WireRight } from './wire.ts';

export type RevocationDeps = StayDeps & { readonly lists: Lists };

/** How often it looks again for what somebody changed meanwhile. */
const ROUNDS = 3;

/** Changes sent at once. */
const AT_ONCE = 8;

/**
 * Takes rights back by a next version that ends now. DELETE is not used: the server wants a version
 * with it ("Did not provide version number") and the APDS schema gives no place to write one, and an
 * ended right stays to be looked up by whoever has to explain a fine. What another changed
 * meanwhile (409), and what may or may not have been done, is read again.
 */
export async function revokeRights(
  deps: RevocationDeps,
  plates: readonly Plate[],
  signal: AbortSignal,
): Promise<number> {
  const tried = new Set<string>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { rights, isWhole } = await rightsInForce(deps, plates, signal);
    if (rights.length === 0 && !isWhole) throw malformed('a right that cannot be read is left');
    if (rights.length === 0) return tried.size;
    if (round === ROUNDS) break;
    for (let start = 0; start < rights.length; start += AT_ONCE) {
      const some = rights.slice(start, start + AT_ONCE);
      await Promise.all(some.map((right) => end(deps, right, plates, signal)));
      for (const { id } of some) tried.add(id);
    }
  }
  throw new UpstreamUnavailableError(SYSTEM, 'rights are still in force after being taken back');
}

type Found = {
  readonly rights: readonly WireRight[];
  /** False where one cannot be read, or may be of one of these plates: the others are ended first. */
  readonly isWhole: boolean;
};

/** A paid stay is left alone: the car stands there, and what is paid is paid. */
async function rightsInForce(
  { lists, catalogues, timeZone, now }: RevocationDeps,
  plates: readonly Plate[],
  signal: AbortSignal,
): Promise<Found> {
  const holdings = await fetchHoldings(lists, RIGHTS, plates, signal);
  const ours = holdings.filter((holding) => holding.plates.length > 0);
  const isClear = holdings.every(({ unclear }) => unclear.length === 0);
  const read = ours.flatMap(({ row }) => toTimed(row, timeZone) ?? []);
  const rights = read.filter(({ term }) => !isOver(term, now())).map(({ right }) => right);
  const isWhole = isClear && read.length === ours.length;
  if (rights.length === 0) return { rights, isWhole };
  const specifications = rights.map(({ rightSpecification }) => rightSpecification);
  const catalogue = await catalogues.knowing(specifications, signal);
  return {
    rights: rights.filter(
      ({ rightSpecification: { id } }) => catalogue.specification(id)?.type !== STAY,
    ),
    isWhole,
  };
}

/** Null for a row that cannot be read. */
function toTimed(row: Row, timeZone: string) {
  try {
    const right = parseAs(wireRight, row, 'rights');
    return { right, term: termOf(right, timeZone) };
  } catch (error) {
    if (error instanceof UpstreamMalformedError) return null;
    throw error;
  }
}

/** A right that others hold too stays theirs: only these plates are taken off it. */
async function end(
  { api, timeZone, now }: RevocationDeps,
  right: WireRight,
  plates: readonly Plate[],
  signal: AbortSignal,
): Promise<void> {
  const others = otherCredentials(right, plates);
  const next = others.some((credential) => numberOf(credential) !== null)
    ? { ...toSentRight(right), rightHolder: { credentials: others.map(toSentCredential) } }
    : { ...toSentRight(right), expiry: endOf(termOf(right, timeZone), now()) };
  const path = `/rights/assigned/${encodeURIComponent(right.id)}`;
  const reply = await api.write(
    { operation: 'rightChange', method: 'PUT', path, json: next },
    signal,
  );
  // 404: somebody has deleted it; 409: somebody has changed it. The next look tells.
  if (reply.kind !== 'refused' || reply.status === 404 || reply.status === 409) return;
  throw toRejection(reply.status);
}

function otherCredentials(right: WireRight, plates: readonly Plate[]): readonly WireCredential[] {
  const ours = createAskedPlates(plates);
  return right.rightHolder.credentials.filter(
    (credential) => ours.match(credential).kind !== 'asked',
  );
}

/** Now, or its own beginning when that lies ahead: an end before it might be refused. */
function endOf({ from }: Term, now: Date): string {
  return (from !== null && from > now ? from : now).toISOString();
}
