import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from '@jest/globals';
import { toDayNumber } from '../../domain/reader-list/day-number.ts';
import { parsePairKey, type Pair, type PairKey } from '../../domain/reader-list/pairs.ts';
import { ENTRY_BYTES, readEntry } from '../../domain/reader-list/records.ts';
import { createScratchList, finishAllowList } from '../../sync/readers/scratch-list.ts';
import { KEYS } from './reader-privacy-city.ts';

// Every pair of code and end, in every kind of list of the whole city.
const PEOPLE = 270_512;
const FEWEST = 100;
const PARTS = 2;
const COUNT = fileURLToPath(new URL('reader-privacy-count.ts', import.meta.url));

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;
let counts: readonly (readonly [list: string, pairs: ReadonlyMap<PairKey, number>])[];

beforeAll(async () => {
  const run = promisify(execFile);
  const step = Math.ceil(PEOPLE / PARTS);
  const parts = await Promise.all(
    Array.from({ length: PARTS }, async (_, part) => {
      const range = [
        '--from',
        String(part * step),
        '--to',
        String(Math.min(PEOPLE, (part + 1) * step)),
      ];
      const args = [COUNT, '--people', String(PEOPLE), ...range];
      const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
      return JSON.parse(stdout) as Counts;
    }),
  );
  counts = addUp(parts);
}, 240_000);

function addUp(parts: readonly Counts[]): typeof counts {
  const lists = new Map<string, Map<PairKey, number>>();
  for (const [list, pairs] of parts.flatMap((part) => Object.entries(part))) {
    const sums = lists.get(list) ?? new Map<PairKey, number>();
    lists.set(list, sums);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as `pairKey` made it
    for (const [pair, cards] of Object.entries(pairs) as [PairKey, number][]) {
      sums.set(pair, (sums.get(pair) ?? 0) + cards);
    }
  }
  return [...lists];
}

type Built = ReturnType<typeof finishAllowList> & { readonly naturals: readonly Pair[] };

/** A list of so many cards of each natural pair, by the builder of the hub; keys count up from zero. */
function build(pairs: ReadonlyMap<PairKey, number>): Built {
  const scratch = createScratchList();
  const naturals: Pair[] = [];
  for (const [pair, cards] of pairs) {
    const natural = parsePairKey(pair);
    const entry = { priceCents: natural.priceCents ?? 0, dayNumber: toDayNumber(natural.until) };
    for (let card = 0; card < cards; card += 1) {
      const key = Buffer.alloc(10);
      key.writeUInt32BE(naturals.length, 6);
      scratch.add(key, entry);
      naturals.push(natural);
    }
  }
  const finished = finishAllowList(scratch.bytes().slice(), KEYS.codeKey('pools', 1, 1));
  return { ...finished, naturals };
}

/** @returns What is wrong: pairs that too few cards share, and cards that are worse off. */
function findWrong({
  body,
  codes,
  naturals,
}: Pick<Built, 'body' | 'codes' | 'naturals'>): readonly string[] {
  const prices = new Map(codes.map(({ code, priceCents }) => [code, priceCents]));
  const shared = new Map<string, number>();
  const worse = new Set<string>();
  for (const [index, natural] of naturals.entries()) {
    const { code, until } = readEntry(body, index * ENTRY_BYTES);
    const price = prices.get(code) ?? null;
    shared.set(`${price}|${until}`, (shared.get(`${price}|${until}`) ?? 0) + 1);
    const isDearer = price !== null && price > (natural.priceCents ?? 0);
    if (isDearer || toDayNumber(until) < toDayNumber(natural.until)) {
      worse.add(`${natural.priceCents}|${natural.until} is ${price}|${until}`);
    }
  }
  const rare = [...shared].filter(([, cards]) => cards < FEWEST);
  return [...rare.map(([pair, cards]) => `${pair}: ${cards} cards`), ...worse];
}

it('judges everybody in the city for each service with readers, by each rulebook', () => {
  const cards = counts.map(([, pairs]) => pairs.values().reduce((sum, count) => sum + count, 0));
  expect(counts.length).toBeGreaterThanOrEqual(2 * 15);
  expect(Math.max(...cards)).toBe(PEOPLE);
  // Or there would be nothing to merge.
  const isRare = ([, pairs]: (typeof counts)[number]) =>
    pairs.values().some((count) => count < FEWEST);
  expect(counts.filter(isRare).length).toBeGreaterThan(2);
});

it('shares every pair of code and end among a hundred cards at least, to nobody’s harm', () => {
  // Services that give everybody the same have one list in common here.
  const distinct = new Map(
    counts.map(([list, pairs]) => [JSON.stringify([...pairs]), { list, pairs }]),
  );
  const wrong = [...distinct.values()].flatMap(({ list, pairs }) =>
    findWrong(build(pairs)).map((what) => `${list}: ${what}`),
  );
  expect(wrong).toEqual([]);
}, 120_000);

it.each([1, 99])('tells no price and no end in a list of %s cards', (cards) => {
  const pair = '70|2027-03-31' as PairKey;
  const { body, codes, isSmall, naturals } = build(new Map([[pair, cards]]));
  expect([isSmall, codes.map(({ priceCents }) => priceCents)]).toEqual([true, [null]]);
  const untils = naturals.map((_, index) => readEntry(body, index * ENTRY_BYTES).until);
  expect(new Set(untils)).toEqual(new Set([null]));
});

it('would find a birthday that shows, a price that few pay, and a holder who is worse off', () => {
  const [, pairs = new Map<PairKey, number>()] =
    counts.find(([list]) => /^urban-bus/.test(list)) ?? [];
  const built = build(pairs);
  const change = (at: number, bytes: readonly number[]) => {
    const body = built.body.slice();
    body.set(bytes, at);
    return findWrong({ ...built, body });
  };
  expect(change(13, [9_999 >> 8, 9_999 & 255])).toContainEqual(expect.stringMatching(/: 1 cards$/));
  const dearer = built.codes.map((code) => ({ ...code, priceCents: (code.priceCents ?? 0) + 1 }));
  expect(findWrong({ ...built, codes: dearer })).toContainEqual(expect.stringMatching(/ is /));
});
