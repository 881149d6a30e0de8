import { expect, it } from '@jest/globals';
import { array, assert, constantFrom, integer, nat, property, record, tuple } from 'fast-check';
import { parseCityDay } from '../city-day.ts';
import {
  createPairBook,
  isTooSmall,
  naturalPair,
  pairKey,
  parsePairKey,
  planPairs,
  roundUntil,
  type Pair,
  type PairBook,
  type PairKey,
} from './pairs.ts';

const PRICES = [0, 16, 32, 35, 70, 75, 150];

function key(priceCents: number | null, until: string | null): PairKey {
  return pairKey({ priceCents, until: until === null ? null : parseCityDay(until) });
}

function countsOf(...rows: readonly (readonly [number, string | null, number])[]) {
  return new Map(rows.map(([price, until, cards]) => [key(price, until), cards]));
}

function planned(counts: ReadonlyMap<PairKey, number>) {
  return Object.fromEntries(planPairs(counts).published);
}

/** Whether `to` is never worse for the holder. */
function isAsGood(to: Pair, natural: Pair): boolean {
  const isCheap = to.priceCents === null || to.priceCents <= (natural.priceCents ?? 0);
  const isLong = to.until === null || (natural.until !== null && to.until >= natural.until);
  return isCheap && isLong;
}

it.each([
  ['2026-11-01', '2026-11-30'],
  ['2026-12-31', '2026-12-31'],
  ['2028-02-03', '2028-02-29'],
  ['2027-02-28', '2027-02-28'],
])('rounds %s up to %s', (day, end) => {
  expect(roundUntil(parseCityDay(day))).toBe(end);
});

it('leaves pairs alone that enough cards share', () => {
  const counts = countsOf([0, '2027-01-31', 100], [70, null, 5_000]);
  expect(planned(counts)).toEqual({ '0|2027-01-31': '0|2027-01-31', '70|': '70|' });
});

it('gathers small pairs of one price at the next later end', () => {
  const counts = countsOf(
    [0, '2027-01-31', 30],
    [0, '2027-02-28', 30],
    [0, '2027-03-31', 40],
    [0, '2027-04-30', 200],
    [70, null, 5_000],
  );
  const march = '0|2027-03-31';
  expect(planned(counts)).toMatchObject({
    '0|2027-01-31': march,
    '0|2027-02-28': march,
    [march]: march,
    '0|2027-04-30': '0|2027-04-30',
  });
});

it('gives a small pair the nearest lower price where no later end has its own', () => {
  const counts = countsOf([75, null, 20], [70, null, 500], [0, null, 500]);
  expect(planned(counts)['75|']).toBe('70|');
});

it('lifts the nearest worse pair onto a small one that nothing is as good as', () => {
  const counts = countsOf([0, null, 5], [35, null, 500], [70, null, 5_000]);
  expect(planned(counts)).toEqual({ '0|': '0|', '35|': '0|', '70|': '70|' });
});

it('makes two pairs that are better in one thing each what is better of both', () => {
  const counts = countsOf([0, '2027-01-31', 50], [70, null, 500]);
  expect(planned(counts)).toEqual({ '0|2027-01-31': '0|', '70|': '0|' });
});

it('tells neither price nor end in a list of fewer than a hundred', () => {
  const plan = planPairs(countsOf([0, '2027-01-31', 50], [70, null, 49]));
  expect(plan.isTooSmall).toBe(true);
  expect([...plan.published.values()]).toEqual([key(null, null), key(null, null)]);
  expect([99, 100].map(isTooSmall)).toEqual([true, false]);
});

it('leaves no pair below a hundred cards and harms nobody, whatever the cards are', () => {
  const month = nat(40).map((months) =>
    months === 0
      ? null
      : roundUntil(parseCityDay(new Date(Date.UTC(2026, 10 + months)).toISOString().slice(0, 10))),
  );
  const pairs = record({ priceCents: constantFrom(...PRICES), until: month });
  const rows = array(tuple(pairs, integer({ min: 0, max: 300 })), { minLength: 1, maxLength: 60 });
  assert(
    property(rows, (list) => {
      const counts = new Map(list.map(([pair, cards]) => [pairKey(pair), cards]));
      const plan = planPairs(counts);
      expect(violations(createPairBook(plan, counts))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** A city of 270,512 as a bus group sees it: children until they are 13, young until 26, old for good, low income, the rest. */
function cityCounts(): Map<PairKey, number> {
  const random = generator(7);
  const counts = new Map<PairKey, number>();
  for (let card = 0; card < 270_512; card += 1) {
    const pairKeyOfCard = pairKey(randomPair(random));
    counts.set(pairKeyOfCard, (counts.get(pairKeyOfCard) ?? 0) + 1);
  }
  return counts;
}

function randomPair(random: (below: number) => number): Pair {
  const kind = random(1_000);
  const monthsOn = (months: number) =>
    parseCityDay(
      new Date(Date.UTC(2026, 11 + random(months), 1 + random(28))).toISOString().slice(0, 10),
    );
  if (kind < 95) return naturalPair({ priceCents: 0, until: monthsOn(13 * 12) });
  if (kind < 190) return naturalPair({ priceCents: 35, until: monthsOn(13 * 12) });
  if (kind < 210) return naturalPair({ priceCents: 16, until: monthsOn(12) });
  if (kind < 270) return naturalPair({ priceCents: 0, until: monthsOn(6) });
  if (kind < 550) return naturalPair({ priceCents: 35, until: null });
  if (kind < 553) return naturalPair({ priceCents: 32, until: monthsOn(600) });
  return naturalPair({ priceCents: 70, until: kind < 950 ? null : monthsOn(60) });
}

it('plans the pairs of a whole city so that each is shared by a hundred', () => {
  const counts = cityCounts();
  const book = createPairBook(planPairs(counts), counts);
  expect(book.count).toBe(270_512);
  expect(counts.size).toBeGreaterThan(500);
  expect(violations(book)).toEqual([]);
  // Otherwise merging would have thrown away what the list is for.
  expect(book.published().size).toBeGreaterThan(200);
});

it('keeps them so through thousands of changes, its remaps giving every card what it publishes', () => {
  const random = generator(11);
  const counts = cityCounts();
  const book = createPairBook(planPairs(counts), counts);
  const naturals = [...counts].flatMap(([pair, cards]) =>
    Array.from({ length: Math.min(cards, 12) }, () => pair),
  );
  // The list as readers have it: what each of the cards that change is published as.
  const listed = new Map(
    naturals.map((natural, card) => [
      card,
      { natural, published: pairKey(book.publish(parsePairKey(natural))) },
    ]),
  );
  const found: string[] = [];
  for (let round = 0; round < 2_500; round += 1) {
    const cards = [
      ...new Set(Array.from({ length: 1 + random(6) }, () => random(naturals.length))),
    ];
    const moves = cards.map((card) => {
      const from = listed.get(card)?.natural;
      const to = random(4) === 0 ? null : randomPair(random);
      return { card, from: from === undefined ? null : parsePairKey(from), to };
    });
    const remaps = new Map(book.change(moves).map(({ from, to }) => [pairKey(from), pairKey(to)]));
    for (const one of listed.values()) one.published = remaps.get(one.published) ?? one.published;
    for (const { card, to } of moves) {
      if (to === null) listed.delete(card);
      else listed.set(card, { natural: pairKey(to), published: pairKey(book.publish(to)) });
    }
    if (round % 100 === 0) found.push(...violations(book));
  }
  expect([...found, ...violations(book)]).toEqual([]);
  const wrong = [...listed.values()].filter(
    ({ natural, published }) => pairKey(book.publish(parsePairKey(natural))) !== published,
  );
  expect(wrong).toEqual([]);
});

it('moves a published pair as a whole when it falls below a hundred', () => {
  const counts = countsOf([0, '2027-01-31', 100], [0, '2027-06-30', 300], [70, null, 500]);
  const book = createPairBook(planPairs(counts), counts);
  const [january, june] = [parsePairKey(key(0, '2027-01-31')), parsePairKey(key(0, '2027-06-30'))];
  expect(book.change([{ from: january, to: null }])).toEqual([{ from: january, to: june }]);
  expect(book.publish(january)).toEqual(june);
});

it('takes a pair that was never there into one that is as good', () => {
  const counts = countsOf([70, null, 500]);
  const book = createPairBook(planPairs(counts), counts);
  const rare = naturalPair({ priceCents: 75, until: parseCityDay('2027-05-05') });
  expect(book.change([{ from: null, to: rare }])).toEqual([]);
  expect(book.publish(rare)).toEqual(parsePairKey(key(70, null)));
});

it('stops telling when a list falls below a hundred cards and does so until it is planned anew', () => {
  const counts = countsOf([0, null, 40], [70, null, 60]);
  const book = createPairBook(
    {
      isTooSmall: false,
      published: new Map([...counts.keys()].map((one) => [one, key(70, null)])),
    },
    counts,
  );
  const paid = parsePairKey(key(70, null));
  expect(book.change([{ from: paid, to: null }])).toEqual([
    { from: paid, to: { priceCents: null, until: null } },
  ]);
  book.change(Array.from({ length: 50 }, () => ({ from: null, to: paid })));
  expect([book.count, book.isTooSmall, book.publish(paid).priceCents]).toEqual([149, true, null]);
});

it('can be made again from what it keeps', () => {
  const counts = countsOf([0, '2027-01-31', 30], [70, null, 500]);
  const book = createPairBook(planPairs(counts), counts);
  book.change([{ from: null, to: naturalPair({ priceCents: 16, until: null }) }]);
  const again = createPairBook(book.plan(), book.counts());
  expect([again.plan(), again.counts()]).toEqual([book.plan(), book.counts()]);
  expect(() => createPairBook(planPairs(new Map()), book.counts())).toThrow(/not in the plan/);
});

it('refuses to let a card go that is not there, and has changed nothing then', () => {
  const counts = countsOf([70, null, 500]);
  const book = createPairBook(planPairs(counts), counts);
  const free = naturalPair({ priceCents: 0, until: null });
  expect(() => book.change([{ from: free, to: null }])).toThrow(RangeError);
  expect(book.count).toBe(500);
});

function violations(book: PairBook): readonly string[] {
  if (book.isTooSmall) return [];
  const few = [...book.published()]
    .filter(([, cards]) => cards < 100)
    .map(([pair]) => `few: ${pair}`);
  const harmed = [...book.plan().published]
    .filter(([natural, to]) => !isAsGood(parsePairKey(to), parsePairKey(natural)))
    .map(([natural, to]) => `harmed: ${natural} to ${to}`);
  return [...few, ...harmed];
}

/** Numbers that look random and are the same every time. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
