import type { ListChange, ListEntry } from '../../domain/reader-list/artefact.ts';
import { NO_END, fromDayNumber } from '../../domain/reader-list/day-number.ts';
import type { ListContent } from '../../domain/reader-list/list-content.ts';
import { BUCKETS } from '../../domain/reader-list/list-state.ts';
import { pairKey, type Pair, type PairKey } from '../../domain/reader-list/pairs.ts';
import { ENTRY_BYTES, readEntry } from '../../domain/reader-list/records.ts';
import type { ListHead } from './list-store.ts';

/** One list in memory; a value that is never changed. */
export type KeptList = {
  readonly head: ListHead;
  /** Not to be changed: `fork` it. */
  readonly content: ListContent;
  /** As what a natural pair is published. Empty for a deny list, and for a list that is too small. */
  readonly pairs: ReadonlyMap<PairKey, PairKey>;
  /** How many entries are published as each pair. Empty for a deny list. */
  readonly counts: ReadonlyMap<PairKey, number>;
};

/** What everybody is published as in a list that is too small. */
export const UNTOLD: Pair = { priceCents: null, until: null };

/** What a list's codes of before become when it gets these. */
export function pastCodes(
  { codes, pastCodes: past }: Pick<ListHead, 'codes' | 'pastCodes'>,
  next: ListHead['codes'],
): ListHead['pastCodes'] {
  const present = new Set(next.map(({ code }) => code));
  const known = new Map([...past, ...codes].map((one) => [one.code, one]));
  return [...known.values()].filter(({ code }) => !present.has(code));
}

/** The pair that an entry stands for. */
export function pairOf(codes: ListHead['codes'], { code, until }: Omit<ListEntry, 'key'>): Pair {
  const priceCents = codes.find((one) => one.code === code)?.priceCents ?? null;
  return { priceCents, until };
}

/** Counts the pairs of an allow list without making an object of each entry. */
export function countPairs(
  { name, codes }: Pick<ListHead, 'name' | 'codes'>,
  content: ListContent,
): ReadonlyMap<PairKey, number> {
  if (name === 'deny') return new Map();
  const counts = new Map<number, number>();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const bytes = content.bucket(bucket);
    for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
      const said = saidAt(bytes, at);
      counts.set(said, (counts.get(said) ?? 0) + 1);
    }
  }
  return new Map(
    [...counts].map(([said, count]) => {
      const until = fromDayNumber(said % (NO_END + 1));
      return [pairKey(pairOf(codes, { code: Math.floor(said / (NO_END + 1)), until })), count];
    }),
  );
}

/** As `countPairs` after changes of a list, at the cost of the changes alone. */
export function countAfter(
  { head, content, counts }: KeptList,
  changes: readonly ListChange[],
  codes: ListHead['codes'],
): ReadonlyMap<PairKey, number> {
  if (head.name === 'deny') return counts;
  const after = new Map(counts);
  const add = (entry: ListChange['entry'], from: ListHead['codes'], by: 1 | -1): void => {
    if (entry === null) return;
    const key = pairKey(pairOf(from, entry));
    const count = (after.get(key) ?? 0) + by;
    if (count === 0) after.delete(key);
    else after.set(key, count);
  };
  for (const { key, entry } of changes) {
    add(content.find(key), head.codes, -1);
    add(entry, codes, 1);
  }
  return after;
}

/** Entries that are published as one of these pairs. */
export function findPublishedAs(
  { head: { codes }, content }: KeptList,
  pairs: ReadonlySet<PairKey>,
): readonly ListEntry[] {
  const found: ListEntry[] = [];
  const isWanted = new Map<number, boolean>();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const bytes = content.bucket(bucket);
    for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
      const said = saidAt(bytes, at);
      let wanted = isWanted.get(said);
      if (wanted === undefined) {
        wanted = pairs.has(pairKey(pairOf(codes, readEntry(bytes, at))));
        isWanted.set(said, wanted);
      }
      if (wanted) found.push(readEntry(bytes, at));
    }
  }
  return found;
}

/** Code and end of an entry as one number: its bytes 10 to 14. */
function saidAt(bytes: Uint8Array, at: number): number {
  const byte = (offset: number) => bytes[at + offset] ?? 0;
  return (
    byte(10) * 0x1_0000_0000 +
    byte(11) * 0x100_0000 +
    byte(12) * 0x1_0000 +
    byte(13) * 0x100 +
    byte(14)
  );
}
