import { toDayNumber } from './day-number.ts';
import { FEWEST_CARDS, pairKey, parsePairKey, type Pair, type PairKey } from './pair.ts';

export type PairCounts = ReadonlyMap<PairKey, number>;

/** Pairs that are published as one. */
type Group = {
  readonly pair: Pair;
  readonly priceCents: number;
  /** 65,535 for no end. */
  readonly day: number;
  readonly count: number;
  readonly members: readonly PairKey[];
};

/**
 * Merges pairs until each has at least 100 cards, by the rules that `planPairs` states.
 *
 * @param counts At least 100 cards in all. Pairs without cards are left out.
 * @returns Only the pairs that become another one, and what each becomes.
 */
export function settlePairs(counts: PairCounts): ReadonlyMap<PairKey, PairKey> {
  const groups = [...counts]
    .filter(([, count]) => count > 0)
    .map(([key, count]) => groupOf(key, count));
  let settled = mergeUpwards(groups);
  for (let small = smallOf(settled); small !== undefined && settled.length > 1;) {
    settled = mergeWithNearest(settled, small);
    small = smallOf(settled);
  }
  return new Map(
    settled.flatMap(({ pair, members }) => {
      const to = pairKey(pair);
      return members.filter((key) => key !== to).map((key) => [key, to] as const);
    }),
  );
}

/**
 * From the worst to the best, so that small pairs that follow one another gather on the way: whatever is
 * at least as good as a pair comes after it in this order.
 */
function mergeUpwards(groups: readonly Group[]): readonly Group[] {
  const open = groups.toSorted((a, b) => b.priceCents - a.priceCents || a.day - b.day);
  for (let index = 0; index < open.length;) {
    const group = open[index];
    const to = group === undefined || !isSmall(group) ? null : nearestAsGood(group, open);
    if (group === undefined || to === null) {
      index += 1;
      continue;
    }
    open[open.indexOf(to)] = join(to, group);
    open.splice(index, 1);
  }
  return open;
}

/** Nothing is at least as good as `small`: the nearest worse is lifted onto it, or both to the better of each. */
function mergeWithNearest(groups: readonly Group[], small: Group): readonly Group[] {
  const others = groups.filter((group) => group !== small);
  const worse = others.filter((group) => isAsGood(small, group));
  const other = nearestAsGood(small, groups) ?? nearest(small, worse) ?? nearest(small, others);
  if (other === null) return groups;
  const joined = join(small, other);
  const rest = others.filter((group) => group !== other);
  // The better of both may be a pair that is there already.
  const same = rest.find((group) => pairKey(group.pair) === pairKey(joined.pair));
  if (same === undefined) return [...rest, joined];
  return [...rest.filter((group) => group !== same), join(same, joined)];
}

function groupOf(key: PairKey, count: number): Group {
  const pair = parsePairKey(key);
  return {
    pair,
    priceCents: pair.priceCents ?? 0,
    day: toDayNumber(pair.until),
    count,
    members: [key],
  };
}

function join(a: Group, b: Group): Group {
  const later = a.day >= b.day ? a : b;
  const cheaper = a.priceCents <= b.priceCents ? a : b;
  return {
    pair: { priceCents: cheaper.pair.priceCents, until: later.pair.until },
    priceCents: cheaper.priceCents,
    day: later.day,
    count: a.count + b.count,
    members: [...a.members, ...b.members],
  };
}

function isAsGood(one: Group, than: Group): boolean {
  return one.priceCents <= than.priceCents && one.day >= than.day;
}

function isSmall({ count }: Group): boolean {
  return count < FEWEST_CARDS;
}

function smallOf(groups: readonly Group[]): Group | undefined {
  return groups.find(isSmall);
}

function nearestAsGood(group: Group, groups: readonly Group[]): Group | null {
  return nearest(
    group,
    groups.filter((other) => other !== group && isAsGood(other, group)),
  );
}

function nearest(group: Group, candidates: readonly Group[]): Group | null {
  let found: Group | null = null;
  for (const candidate of candidates) {
    if (found === null || isNearer(group, candidate, found)) found = candidate;
  }
  return found;
}

function isNearer(to: Group, one: Group, than: Group): boolean {
  const cents = (group: Group) => Math.abs(group.priceCents - to.priceCents);
  const days = (group: Group) => Math.abs(group.day - to.day);
  return (cents(one) - cents(than) || days(one) - days(than)) < 0;
}
