import { type CityDay, startOfCityDay } from '../city-day.ts';
import { priceFor, type Priced } from './price.ts';
import type { Rulebook } from './rulebook.ts';
import type { ServiceId } from './service.ts';
import { situationAt, type Situation, type TariffHolder } from './situation.ts';
import { countSorts, sortsOfHolders } from './sorts-of-holders.ts';

/** Fewer people than this are not told of: they could be recognised. */
export const SMALLEST_CELL = 10;

/** One rulebook beside another, as they would both be on one day. */
export type PreviewAsk = {
  readonly before: Rulebook;
  readonly after: Rulebook;
  readonly day: CityDay;
  readonly zone: string;
};

/** Exact counts while holders are gone through in portions. Not to be shown: see `toPreview`. */
export type PreviewTally = ReadonlyMap<ServiceId, Counts>;

type Counts = { readonly wins: number; readonly loses: number; readonly same: number };

/** What may be shown. Null where so few people are that they, or the rest, could be recognised. */
export type PreviewRow = {
  readonly service: ServiceId;
  readonly wins: number | null;
  readonly loses: number | null;
  readonly same: number | null;
};

/** Services in which nothing changes have no row: that follows from the rulebooks alone. */
export type Preview = { readonly rows: readonly PreviewRow[] };

/** Adds holders to a tally: portions in any order give the same. Prices are those before any credit is used. */
export function tallyPreview(
  ask: PreviewAsk,
  holders: Iterable<TariffHolder>,
  known: PreviewTally = new Map(),
): PreviewTally {
  const counts = new Map<ServiceId, { wins: number; loses: number; same: number }>();
  for (const service of changedServices(ask)) {
    counts.set(service, { ...(known.get(service) ?? { wins: 0, loses: 0, same: 0 }) });
  }
  const at = startOfCityDay(ask.day, ask.zone);
  for (const holder of holders) {
    const situation = situationAt(holder, ask.day, at);
    for (const [service, count] of counts) count[compare(ask, service, situation)] += 1;
  }
  return counts;
}

/** Holders win by a lower price or by a service that opens to them, and lose the other way round. */
function compare(
  { before, after }: PreviewAsk,
  service: ServiceId,
  situation: Situation,
): keyof Counts {
  const [old, coming] = [before, after].map((rulebook) =>
    rulebook.terms.has(service) ? toCents(priceFor({ rulebook, service, situation })) : CLOSED,
  );
  if (old === undefined || coming === undefined || old === coming) return 'same';
  return coming < old ? 'wins' : 'loses';
}

/** Dearer than everything, so that a service that closes is a loss. */
const CLOSED = Number.POSITIVE_INFINITY;

function toCents({ cents }: Priced): number {
  return cents ?? CLOSED;
}

/** Those whose terms or rules differ, in the order of the later rulebook, then of the earlier one. */
function changedServices({ before, after }: PreviewAsk): readonly ServiceId[] {
  const services = new Set([...after.terms.keys(), ...before.terms.keys()]);
  return [...services].filter(
    (service) => fingerprint(before, service) !== fingerprint(after, service),
  );
}

function fingerprint({ terms, rulesByService }: Rulebook, service: ServiceId): string {
  const rules = (rulesByService.get(service) ?? []).map(({ when, opens, price, credit }) =>
    JSON.stringify([when, opens, price, credit]),
  );
  return JSON.stringify([terms.get(service), rules.toSorted()]);
}

/**
 * A tally as it may be shown: cells under ten are left out, and as many more as it takes to hide them. A
 * zero is shown where it follows from the rulebooks alone. Any other zero is a small cell: beside a cell
 * that is left out it would say that there is somebody of a sort, and a rulebook can name a sort of one.
 */
export function toPreview(ask: PreviewAsk, tally: PreviewTally): Preview {
  const rows = [...tally].map(([service, counts]) => {
    const possible = possibleCells(ask, service);
    return { service, ...suppress(counts, possible) };
  });
  return { rows };
}

const CELLS = ['wins', 'loses', 'same'] as const;

/** So many sorts of holders are compared within about 50 ms; where there are more, every cell is possible. */
const MOST_SORTS = 50_000;

/** Where any holder could be counted, whoever there is. */
function possibleCells(ask: PreviewAsk, service: ServiceId): ReadonlySet<keyof Counts> {
  const rules = [ask.before, ask.after].flatMap(
    ({ rulesByService }) => rulesByService.get(service) ?? [],
  );
  if (countSorts(rules, 'several') > MOST_SORTS) return new Set(CELLS);
  return new Set(sortsOfHolders(rules, 'several').map((sort) => compare(ask, service, sort)));
}

/**
 * The number of all holders is public, so what is left out could be had by subtraction: the next
 * smallest cell is left out as well until those left out are ten together.
 */
function suppress(
  counts: Counts,
  possible: ReadonlySet<keyof Counts>,
): Omit<PreviewRow, 'service'> {
  const cells = CELLS.filter((name) => possible.has(name) || counts[name] > 0);
  const hidden = new Set<keyof Counts>();
  let hiddenCount = 0;
  for (const name of cells.toSorted((a, b) => counts[a] - counts[b])) {
    const isNeeded = hidden.size > 0 && hiddenCount < SMALLEST_CELL;
    if (counts[name] >= SMALLEST_CELL && !isNeeded) continue;
    hidden.add(name);
    hiddenCount += counts[name];
  }
  const show = (name: keyof Counts): number | null => (hidden.has(name) ? null : counts[name]);
  return { wins: show('wins'), loses: show('loses'), same: show('same') };
}
