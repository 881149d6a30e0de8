import type { CityDay } from '../../domain/city-day.ts';
import type { ListChange, ListCode } from '../../domain/reader-list/artefact.ts';
import { drawCode } from '../../domain/reader-list/codes.ts';
import {
  createPairBook,
  isTooSmall,
  naturalPair,
  pairKey,
  parsePairKey,
  roundUntil,
  type Pair,
  type PairKey,
  type PairMove,
} from '../../domain/reader-list/pairs.ts';
import { findPublishedAs, pairOf, UNTOLD, type KeptList } from './kept-list.ts';
import type { CardOutcome } from './rights-port.ts';

/** What a card is to be in an allow list; null where it is in no list. */
export type AllowWish = { readonly key: Uint8Array; readonly outcome: CardOutcome | null };

/** Until when a card is to be refused, null for no end; `false` where it is not refused. */
export type DenyWish = { readonly key: Uint8Array; readonly until: CityDay | null | false };

/** A list as it is after changes. Its head has still to be given the next sequence and the new digest. */
export type ChangedList = {
  readonly list: KeptList;
  readonly changes: readonly ListChange[];
  readonly hasOtherPairs: boolean;
};

/** Null when the wishes are what the deny list says already. Ends are rounded to a month's end. */
export function changeDenyList(list: KeptList, wishes: readonly DenyWish[]): ChangedList | null {
  const changes = wishes.flatMap(({ key, until }): ListChange[] => {
    const found = list.content.find(key);
    if (until === false) return found === null ? [] : [{ key, entry: null }];
    const end = until === null ? null : roundUntil(until);
    return found?.until === end ? [] : [{ key, entry: { code: 0, until: end } }];
  });
  return changes.length === 0 ? null : applied(list, changes);
}

/**
 * Null when the wishes are what the allow list says already. Each card gets the published pair for its
 * natural one; published pairs that would be shared by fewer than 100 cards are remapped as a whole, by
 * the rules of `domain/reader-list/pairs.ts`.
 */
export function changeAllowList(
  list: KeptList,
  wishes: readonly AllowWish[],
  codeKey: Uint8Array,
): ChangedList | null {
  const moves = wishes.map((wish) => toMove(list, wish));
  const settled = settle(list, moves);
  const codes = createCodes(list.head.codes, codeKey);
  const asked = moves.flatMap(({ key, from, to, found }): ListChange[] => {
    if (to === null) return found === null ? [] : [{ key, entry: null }];
    const { priceCents, until } = settled.publish(to);
    const isSame = from !== null && from.priceCents === priceCents && from.until === until;
    return isSame ? [] : [{ key, entry: { code: codes.of(priceCents), until } }];
  });
  // May be as long as the list.
  const changes = asked.concat(remapEntries(list, settled.remaps, { moves, codes }));
  if (changes.length === 0) return null;
  const { pairs, counts } = settled;
  const head = { ...list.head, codes: codes.all(), isSmall: settled.isSmall };
  const changed = applied({ ...list, head, pairs, counts }, changes);
  return { ...changed, hasOtherPairs: settled.hasOtherPairs };
}

/** Codes of prices, drawn as they are needed. */
export function createCodes(known: readonly ListCode[], codeKey: Uint8Array) {
  const byPrice = new Map(known.map(({ code, priceCents }) => [priceCents, code]));
  return {
    of(priceCents: number | null): number {
      const found = byPrice.get(priceCents);
      if (found !== undefined) return found;
      const code = drawCode(codeKey, `priceCents=${priceCents}`, new Set(byPrice.values()));
      byPrice.set(priceCents, code);
      return code;
    },
    all: (): readonly ListCode[] =>
      [...byPrice].map(([priceCents, code]) => ({ code, priceCents })),
  };
}

type Move = {
  readonly key: Uint8Array;
  readonly found: ReturnType<KeptList['content']['find']>;
  /** As what the card is published, and as what it was to be before pairs are settled. */
  readonly from: Pair | null;
  readonly to: Pair | null;
  readonly natural: PairKey | null;
};

type Settled = {
  readonly isSmall: boolean;
  readonly pairs: KeptList['pairs'];
  readonly hasOtherPairs: boolean;
  readonly counts: KeptList['counts'];
  readonly remaps: ReadonlyMap<PairKey, Pair>;
  publish(to: Pair): Pair;
};

function toMove({ head, content, pairs }: KeptList, { key, outcome }: AllowWish): Move {
  const found = content.find(key);
  const from = found === null ? null : pairOf(head.codes, found);
  if (outcome === null) return { key, found, from, to: null, natural: null };
  if (head.isSmall) return { key, found, from, to: UNTOLD, natural: null };
  const natural = naturalPair(outcome);
  const published = pairs.get(pairKey(natural));
  const to = published === undefined ? natural : parsePairKey(published);
  return { key, found, from, to, natural: pairKey(natural) };
}

/** Most changes leave every pair large: then nothing is planned. */
function settle(list: KeptList, moves: readonly Move[]): Settled {
  const counts = new Map(list.counts);
  const touched = new Set<PairKey>();
  const add = (pair: Pair | null, by: number) => {
    if (pair === null) return;
    counts.set(pairKey(pair), (counts.get(pairKey(pair)) ?? 0) + by);
    touched.add(pairKey(pair));
  };
  for (const { from, to } of moves) {
    add(from, -1);
    add(to, 1);
  }
  for (const key of touched) if (counts.get(key) === 0) counts.delete(key);
  const isAnySmall = [...touched].some((key) => isTooSmall(counts.get(key) ?? Infinity));
  const total = counts.values().reduce((sum, count) => sum + count, 0);
  if (!list.head.isSmall && (isAnySmall || isTooSmall(total))) return settleAnew(list, moves);
  const { pairs } = list;
  const isSmall = list.head.isSmall;
  // A natural pair that is published as itself needs no row.
  return { isSmall, pairs, hasOtherPairs: false, counts, remaps: new Map(), publish: (to) => to };
}

/** The book counts published pairs: what a card's natural pair was is not known of those that stay. */
function settleAnew(list: KeptList, moves: readonly Move[]): Settled {
  const published = new Map(list.counts.keys().map((key) => [key, key]));
  const book = createPairBook({ isTooSmall: false, published }, list.counts);
  const pairMoves: PairMove[] = moves.filter(({ from, to }) => from !== null || to !== null);
  const remaps = new Map(book.change(pairMoves).map(({ from, to }) => [pairKey(from), to]));
  const publish = (to: Pair) => book.publish(to);
  const pairs = new Map(
    list.pairs
      .entries()
      .map(([natural, to]) => [natural, pairKey(remaps.get(to) ?? parsePairKey(to))]),
  );
  for (const { natural, to } of moves) {
    if (natural !== null && to !== null) pairs.set(natural, pairKey(publish(to)));
  }
  const isSmall = book.isTooSmall;
  return { isSmall, pairs, hasOtherPairs: true, counts: book.published(), remaps, publish };
}

/** What happens to cards that nobody asked about, because their pair has become another. */
function remapEntries(
  list: KeptList,
  remaps: ReadonlyMap<PairKey, Pair>,
  { moves, codes }: { moves: readonly Move[]; codes: ReturnType<typeof createCodes> },
): readonly ListChange[] {
  if (remaps.size === 0) return [];
  const moved = new Set(moves.map(({ key }) => Buffer.from(key).toString('latin1')));
  return findPublishedAs(list, new Set(remaps.keys())).flatMap(({ key, ...entry }) => {
    const to = remaps.get(pairKey(pairOf(list.head.codes, entry)));
    if (to === undefined || moved.has(Buffer.from(key).toString('latin1'))) return [];
    return { key, entry: { code: codes.of(to.priceCents), until: to.until } };
  });
}

function applied(list: KeptList, changes: readonly ListChange[]): ChangedList {
  const content = list.content.fork();
  content.prepare(changes).commit();
  return { list: { ...list, content }, changes, hasOtherPairs: false };
}
