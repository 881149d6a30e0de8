import type { CityDay } from '../../domain/city-day.ts';
import type { ListCode } from '../../domain/reader-list/artefact.ts';
import { sortBody } from '../../domain/reader-list/build-list.ts';
import { fromDayNumber, NO_END } from '../../domain/reader-list/day-number.ts';
import { MAX_CODE } from '../../domain/reader-list/list-terms.ts';
import { pairKey, planPairs, type PairKey } from '../../domain/reader-list/pairs.ts';
import { ENTRY_BYTES, writeEntry } from '../../domain/reader-list/records.ts';
import { createCodes } from './change-list.ts';
import { UNTOLD } from './kept-list.ts';
import type { PairRow } from './list-store.ts';

/**
 * A list while it is being gathered: entries of 16 bytes as in a list, in no order, with the price in
 * cents where the code will be, since codes and pairs are known only when all cards are.
 */
export type ScratchList = {
  /** @param natural Its end is rounded to a month's end already, and a number of days as in lists. */
  add(key: Uint8Array, natural: NaturalEntry): void;
  addAll(entries: Uint8Array): void;
  /** A view; valid until something is added. */
  bytes(): Uint8Array;
};

export type NaturalEntry = {
  /** At most 16,777,215; 0 in a deny list. */
  readonly priceCents: number;
  readonly dayNumber: number;
};

/** A whole list, ready to be kept. */
export type FinishedList = {
  readonly body: Uint8Array;
  readonly codes: readonly ListCode[];
  readonly pairs: readonly PairRow[];
  readonly isSmall: boolean;
};

const FIRST_BYTES = 1024;
const PRICE_AT = 10;
const UNTIL_AT = 13;

export function createScratchList(): ScratchList {
  let bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;
  const makeRoom = (more: number): void => {
    if (length + more <= bytes.length) return;
    const wider = new Uint8Array(Math.max(2 * bytes.length, length + more));
    wider.set(bytes.subarray(0, length));
    bytes = wider;
  };
  return {
    add(key, { priceCents, dayNumber }) {
      if (!(priceCents <= MAX_CODE))
        throw new RangeError('A price in a list has 24 bits of cents.');
      makeRoom(ENTRY_BYTES);
      bytes.set(key, length);
      bytes[length + PRICE_AT] = priceCents >>> 16;
      bytes[length + PRICE_AT + 1] = priceCents >>> 8;
      bytes[length + PRICE_AT + 2] = priceCents;
      bytes[length + UNTIL_AT] = dayNumber >>> 8;
      bytes[length + UNTIL_AT + 1] = dayNumber;
      bytes[length + UNTIL_AT + 2] = 0;
      length += ENTRY_BYTES;
    },
    addAll(entries) {
      makeRoom(entries.length);
      bytes.set(entries, length);
      length += entries.length;
    },
    bytes: () => bytes.subarray(0, length),
  };
}

/** @throws {InvalidInputError} Two cards with the same key. */
export function finishDenyList(scratch: Uint8Array): FinishedList {
  return { body: sortBody(scratch), codes: [], pairs: [], isSmall: false };
}

/** Plans the pairs, draws the codes, writes them in place of the prices, sorts. Changes `scratch`. */
export function finishAllowList(scratch: Uint8Array, codeKey: Uint8Array): FinishedList {
  const naturals = countNaturals(scratch);
  const plan = planPairs(new Map([...naturals.values()].map(({ key, count }) => [key, count])));
  const codes = createCodes([], codeKey);
  const written = new Map<number, Uint8Array>();
  for (const [said, { key }] of naturals) {
    const [price = '', until = ''] = (plan.published.get(key) ?? key).split('|');
    const sample = new Uint8Array(ENTRY_BYTES);
    const code = codes.of(price === '' ? null : Number(price));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a pair's key has a day or nothing
    const end = until === '' ? null : (until as CityDay);
    writeEntry(sample, 0, { key: new Uint8Array(PRICE_AT), code, until: end });
    written.set(said, sample.subarray(PRICE_AT));
  }
  for (let at = 0; at < scratch.length; at += ENTRY_BYTES) {
    const what = written.get(saidAt(scratch, at));
    if (what !== undefined) scratch.set(what, at + PRICE_AT);
  }
  if (plan.isTooSmall) codes.of(UNTOLD.priceCents);
  return {
    body: sortBody(scratch),
    codes: codes.all(),
    // A natural pair that is published as itself needs no row.
    pairs: plan.isTooSmall ? [] : [...plan.published].filter(([from, to]) => from !== to),
    isSmall: plan.isTooSmall,
  };
}

type Natural = { readonly key: PairKey; count: number };

function countNaturals(scratch: Uint8Array): ReadonlyMap<number, Natural> {
  const naturals = new Map<number, Natural>();
  for (let at = 0; at < scratch.length; at += ENTRY_BYTES) {
    const said = saidAt(scratch, at);
    const known = naturals.get(said);
    if (known !== undefined) {
      known.count += 1;
      continue;
    }
    const until = fromDayNumber(said % (NO_END + 1));
    const key = pairKey({ priceCents: Math.floor(said / (NO_END + 1)), until });
    naturals.set(said, { key, count: 1 });
  }
  return naturals;
}

/** Price and end of an entry as one number. */
function saidAt(bytes: Uint8Array, at: number): number {
  const view = (offset: number) => bytes[at + offset] ?? 0;
  const price = view(PRICE_AT) * 0x1_0000 + view(PRICE_AT + 1) * 0x100 + view(PRICE_AT + 2);
  return price * (NO_END + 1) + view(UNTIL_AT) * 0x100 + view(UNTIL_AT + 1);
}
