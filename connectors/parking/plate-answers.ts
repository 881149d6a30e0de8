import { isFailed, settle, type Outcome } from '../../domain/outcome.ts';
import type { Plate } from '../../domain/plate.ts';
import type { Catalogue, CatalogueSource } from './catalogue.ts';
import { malformed } from './failure.ts';
import {
  fetchHoldings,
  RIGHTS,
  sessionsSince,
  type Holding,
  type HoldingList,
} from './holdings.ts';
import type { Lists } from './lists.ts';
import type { ParkingRight, ParkingSession, PlateAnswer, PlateList } from './port.ts';
import { toRight } from './rights.ts';
import { isInForce, rightsOf, toSession } from './sessions.ts';
import { toFailure } from './to-failure.ts';
import { wireRight, wireSession, type WireVersioned } from './wire.ts';

export type FetchPlatesDeps = {
  readonly lists: Lists;
  readonly catalogues: CatalogueSource;
  readonly timeZone: string;
  readonly longestStayMs: number;
  readonly now: () => Date;
};

export type FetchPlatesSignals = {
  readonly whole: AbortSignal;
  /** Fires earlier, so that hanging names leave time to say so. */
  readonly names: AbortSignal;
};

/** Both lists are asked for at the same time, and the names beside them when they are not held. */
export async function fetchPlates(
  deps: FetchPlatesDeps,
  plates: readonly Plate[],
  wanted: ReadonlySet<PlateList>,
  signals: FetchPlatesSignals,
): Promise<readonly PlateAnswer[]> {
  const now = deps.now();
  // Whoever needs the names is told when they cannot be had.
  deps.catalogues.current(signals.names).catch(() => {});
  const ask = async (list: PlateList, holdings: HoldingList) => {
    if (!wanted.has(list) || plates.length === 0) return null;
    return settle(fetchNamed(deps, holdings, plates, signals));
  };
  const since = new Date(now.getTime() - deps.longestStayMs);
  const [rights, sessions] = await Promise.all([
    ask('rights', RIGHTS),
    ask('sessions', sessionsSince(since)),
  ]);
  const context = { timeZone: deps.timeZone, now };
  return plates.map((plate) => ({
    plate,
    rights: itemsOf(rights, plate, ({ row }, catalogue) =>
      toRight(row, plate, { ...context, catalogue }),
    ),
    sessions: itemsOf(sessions, plate, ({ row }, catalogue) =>
      toSessionInForce(row, plate, { ...context, catalogue }),
    ),
  }));
}

/** Rows, and a catalogue that knows what they name; null for no rows, which need no names. */
type Named = { readonly holdings: readonly Holding[]; readonly catalogue: Catalogue | null };

async function fetchNamed(
  { lists, catalogues }: FetchPlatesDeps,
  list: HoldingList,
  plates: readonly Plate[],
  signals: FetchPlatesSignals,
): Promise<Named> {
  const holdings = await fetchHoldings(lists, list, plates, signals.whole);
  if (holdings.length === 0) return { holdings, catalogue: null };
  const catalogue = await catalogues.knowing(holdings.flatMap(specificationsOf), signals.names);
  return { holdings, catalogue };
}

function specificationsOf({ row }: Holding): readonly WireVersioned[] {
  const right = wireRight.safeParse(row).data;
  const segments = wireSession.safeParse(row).data?.segments ?? [];
  return [...(right === undefined ? [] : [right]), ...rightsOf(segments)].map(
    ({ rightSpecification }) => rightSpecification,
  );
}

function itemsOf<Item extends ParkingRight | ParkingSession>(
  named: Outcome<Named> | null,
  plate: Plate,
  toItem: (holding: Holding, catalogue: Catalogue) => Outcome<Item> | null,
): Outcome<readonly Outcome<Item>[]> | null {
  if (named === null || isFailed(named)) return named;
  const { holdings, catalogue } = named.value;
  if (catalogue === null) return { value: [] };
  const items = holdings.map((holding) => {
    if (holding.plates.includes(plate)) return toItem(holding, catalogue);
    return holding.unclear.includes(plate) ? { error: malformed('a plate without country') } : null;
  });
  return { value: items.filter((item) => item !== null) };
}

function toSessionInForce(
  row: Holding['row'],
  plate: Plate,
  context: Parameters<typeof toSession>[1],
): Outcome<ParkingSession> | null {
  try {
    const { session } = toSession(row, context, plate);
    return isInForce(session, context.now) ? { value: session } : null;
  } catch (error) {
    return toFailure(error);
  }
}
