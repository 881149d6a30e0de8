import { isTooSmall, pairKey, parsePairKey, type Pair, type PairKey } from './pair.ts';
import { settlePairs, type PairCounts } from './settle-pairs.ts';

export { isTooSmall, naturalPair, pairKey, parsePairKey, roundUntil } from './pair.ts';
export type { Pair, PairKey } from './pair.ts';

/** Under which pair each natural pair is published. Plain data, to be kept with the list. */
export type PairPlan = {
  /** True for fewer than 100 cards: then all are published as one pair without price and end. */
  readonly isTooSmall: boolean;
  /** Natural to published; the published one is never worse for the holder. */
  readonly published: ReadonlyMap<PairKey, PairKey>;
};

/** A card that comes (`from` null), goes (`to` null) or gets another natural pair. */
export type PairMove = { readonly from: Pair | null; readonly to: Pair | null };

/** Every entry that is published as `from` is to be published as `to` from now on. */
export type PairRemap = { readonly from: Pair; readonly to: Pair };

/** The pairs of one list as its cards come and go. */
export type PairBook = {
  readonly isTooSmall: boolean;
  /** Cards in the list. A book that `isTooSmall` with 100 cards or more is worth planning anew. */
  readonly count: number;
  /**
   * Under which pair a natural pair is published now. Ask after `change`.
   *
   * @throws {RangeError} No card of the list has this natural pair.
   */
  publish(natural: Pair): Pair;
  /**
   * Takes changes of cards into account, all of them at once.
   *
   * @param moves Natural pairs, by `naturalPair`.
   * @returns What happens to pairs that would have fewer than 100 cards: at most one remap of each pair
   *   that was published before. Entries of cards in `moves` follow from `publish` and need no remap.
   * @throws {RangeError} A card goes from a pair that no card has.
   */
  change(moves: readonly PairMove[]): readonly PairRemap[];
  /** How many cards are published as each pair. */
  published(): ReadonlyMap<PairKey, number>;
  /** To keep, with `counts`, and to make the book again from. */
  plan(): PairPlan;
  /** How many cards have each natural pair. */
  counts(): ReadonlyMap<PairKey, number>;
};

/** What everybody is published as in a list that is too small. */
const UNTOLD: Pair = { priceCents: null, until: null };

/**
 * Merges natural pairs until every published pair has at least 100 cards, never to the harm of a holder:
 * a small pair goes to the nearest one that is at least as good (price not higher, end not earlier); where
 * there is none, the nearest worse pair is lifted onto it; where there is none either, the two nearest
 * become what is the better of both. Nearest means the least difference in price, then in days.
 *
 * @param counts How many cards have each natural pair.
 */
export function planPairs(counts: ReadonlyMap<PairKey, number>): PairPlan {
  const total = sumOf(counts);
  const naturals = [...counts].filter(([, cards]) => cards > 0).map(([key]) => key);
  if (isTooSmall(total)) {
    return {
      isTooSmall: true,
      published: new Map(naturals.map((key) => [key, pairKey(UNTOLD)])),
    };
  }
  const remaps = settlePairs(counts);
  return {
    isTooSmall: false,
    published: new Map(naturals.map((key) => [key, remaps.get(key) ?? key])),
  };
}

/**
 * Keeps a plan while cards change. A published pair that would have fewer than 100 cards is remapped as
 * a whole, by the rules of `planPairs`; merged pairs are parted again only by planning anew (each night).
 *
 * @param counts How many cards have each natural pair, those of the plan.
 * @throws {RangeError} A natural pair with cards that is not in the plan.
 */
export function createPairBook(plan: PairPlan, counts: ReadonlyMap<PairKey, number>): PairBook {
  let natural: PairCounts = new Map([...counts].filter(([, cards]) => cards > 0));
  let mapping = new Map([...plan.published].filter(([key]) => natural.has(key)));
  let isUntold = plan.isTooSmall;
  for (const key of natural.keys()) {
    if (!mapping.has(key)) throw new RangeError('A natural pair with cards is not in the plan.');
  }
  const publishedCounts = () => {
    const published = new Map<PairKey, number>();
    for (const [key, cards] of natural) {
      const to = mapping.get(key) ?? key;
      published.set(to, (published.get(to) ?? 0) + cards);
    }
    return published;
  };
  return {
    get isTooSmall() {
      return isUntold;
    },
    get count() {
      return sumOf(natural);
    },
    publish(pair) {
      const published = mapping.get(pairKey(pair));
      if (published === undefined) throw new RangeError('No card of the list has this pair.');
      return parsePairKey(published);
    },
    change(moves) {
      const before = new Set(mapping.values());
      natural = afterMoves(natural, moves);
      isUntold ||= isTooSmall(sumOf(natural));
      mapping = new Map([...natural.keys()].map((key) => [key, mapping.get(key) ?? key]));
      const remaps = isUntold ? untellAll(mapping.values()) : settleSmall(publishedCounts());
      mapping = new Map([...mapping].map(([key, to]) => [key, remaps.get(to) ?? to]));
      return [...remaps]
        .filter(([from, to]) => before.has(from) && from !== to)
        .map(([from, to]) => ({ from: parsePairKey(from), to: parsePairKey(to) }));
    },
    published: publishedCounts,
    plan: () => ({ isTooSmall: isUntold, published: new Map(mapping) }),
    counts: () => new Map(natural),
  };
}

/** Most changes leave every pair with enough cards, and then there is nothing to settle. */
function settleSmall(published: PairCounts): ReadonlyMap<PairKey, PairKey> {
  const hasSmall = [...published.values()].some((cards) => isTooSmall(cards));
  return hasSmall ? settlePairs(published) : new Map();
}

function untellAll(published: Iterable<PairKey>): ReadonlyMap<PairKey, PairKey> {
  return new Map([...published].map((key) => [key, pairKey(UNTOLD)]));
}

function afterMoves(natural: PairCounts, moves: readonly PairMove[]): PairCounts {
  const after = new Map(natural);
  const add = (pair: Pair | null, by: 1 | -1) => {
    if (pair === null) return;
    const key = pairKey(pair);
    after.set(key, (after.get(key) ?? 0) + by);
  };
  for (const { from, to } of moves) {
    add(from, -1);
    add(to, 1);
  }
  for (const [key, cards] of after) {
    if (cards < 0) throw new RangeError('A card goes from a pair that no card has.');
    if (cards === 0) after.delete(key);
  }
  return after;
}

function sumOf(counts: PairCounts): number {
  let sum = 0;
  for (const cards of counts.values()) sum += cards;
  return sum;
}
