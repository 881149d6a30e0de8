import { parseCityDay, type CityDay } from '../city-day.ts';

/** Every (code, until) pair of a list is shared by at least so many cards. */
export const FEWEST_CARDS = 100;

/** What a list says of a card: what it pays and until when. Each price has one code, so this is its (code, until) pair. */
export type Pair = {
  /** Whole cents; null in a list that is too small to tell. */
  readonly priceCents: number | null;
  /** The last day of a month; null for no end. */
  readonly until: CityDay | null;
};

/** A pair as text, such as `70|2027-03-31`, `|` where both are null. */
export type PairKey = string & { readonly __brand: 'PairKey' };

/** The last day of its month: a later end is in the holder's favour and hides a birthday. */
export function roundUntil(day: CityDay): CityDay {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  return parseCityDay(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10));
}

/** What a list would say of a card if every pair were shared by enough. */
export function naturalPair(outcome: {
  readonly priceCents: number;
  readonly until: CityDay | null;
}): Pair {
  const { priceCents, until } = outcome;
  return { priceCents, until: until === null ? null : roundUntil(until) };
}

export function pairKey({ priceCents, until }: Pair): PairKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made here
  return `${priceCents ?? ''}|${until ?? ''}` as PairKey;
}

/** @param key As `pairKey` made it. */
export function parsePairKey(key: PairKey): Pair {
  const [price = '', until = ''] = key.split('|');
  return {
    priceCents: price === '' ? null : Number(price),
    until: until === '' ? null : parseCityDay(until),
  };
}

/** Whether a list has so few cards that it may only say who is let in. */
export function isTooSmall(count: number): boolean {
  return count < FEWEST_CARDS;
}
