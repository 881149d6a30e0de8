import type { CityDay } from '../city-day.ts';
import type { ListTerms } from './artefact.ts';
import type { FoundEntry, ListContent } from './list-content.ts';
import type { TapResult } from './reader-event.ts';

/** An allow list that a reader holds. */
export type HeldAllow = {
  readonly rulebook: number;
  readonly epoch: number;
  readonly effectiveAt: Date;
  readonly notAfter: Date;
  /** True when the reader knows of a newer one that it has lost: then it is stale whatever the hour. */
  readonly isBehind: boolean;
  readonly terms: ListTerms;
  /** By code; `priceTable(terms)`. */
  readonly prices: ReadonlyMap<number, number | null>;
  readonly content: ListContent;
};

/** A deny list that a reader holds; in force whatever its age. */
export type HeldDeny = { readonly epoch: number; readonly content: ListContent };

/** All that a reader has to decide by. */
export type ReaderLists = {
  readonly deny: HeldDeny | null;
  /** In any order; withdrawn ones are not among them. */
  readonly allow: readonly HeldAllow[];
};

/** The time by the reader's guarded clock. */
export type ClockState = {
  /** False while the clock is unset or was moved back too far: then every allow list counts as stale. */
  readonly isSet: boolean;
  /** The day in the city at `now`. */
  readonly today: CityDay;
};

/** What a reader does with a tap. */
export type Decision = {
  readonly result: TapResult;
  readonly isOpen: boolean;
  /** The key by which the list that decided knows the card, hexadecimal; under the newest key when none did. */
  readonly cardKey: string;
  readonly epoch: number;
  /** The rulebook of the list that decided; 0 when none did. */
  readonly rulebook: number;
  /** 0 when the card is not in the list that decided. */
  readonly code: number;
  /** Null when the list does not say: it is told later. */
  readonly priceCents: number | null;
  /** What the person sees and hears. */
  readonly answer: TapAnswer;
};

/**
 * What shows at a reader. The same display, sound and length for full price, reduced and free, and one
 * answer for every reason to refuse; price and code have fixed widths and are all that may differ.
 */
export type TapAnswer = {
  /** 16 characters. */
  readonly display: string;
  readonly sound: 'granted' | 'refused';
  /** 41 ASCII characters: display, sound, code in 8 digits, price in cents in 7 digits or hyphens. */
  readonly message: string;
};

const GRANTED = 'ADELANTE';
const REFUSED = 'NO VALIDA';
const DISPLAY_WIDTH = 16;
const SOUND_WIDTH = 7;
const CODE_WIDTH = 8;
const PRICE_WIDTH = 7;
const UNTOLD = '-'.repeat(PRICE_WIDTH);

/** Prices by code, as `HeldAllow.prices`. */
export function priceTable(terms: ListTerms): ReadonlyMap<number, number | null> {
  return new Map(terms.codes.map(({ code, priceCents }) => [code, priceCents]));
}

/**
 * The allow list in force by the reader's clock: of those whose instant has come the one with the latest.
 *
 * @returns Null when there is none.
 */
export function editionAt(allow: readonly HeldAllow[], now: Date): HeldAllow | null {
  let found: HeldAllow | null = null;
  for (const list of allow) {
    if (list.effectiveAt > now) continue;
    const order = found === null ? 1 : list.effectiveAt.getTime() - found.effectiveAt.getTime();
    if (found === null || order > 0 || (order === 0 && list.rulebook > found.rulebook))
      found = list;
  }
  return found;
}

/**
 * What a reader does with a card, from what it holds and nothing else. Pure. The same work for every
 * card that is let in: both lists are looked at and the whole answer is made before anything is decided.
 *
 * @param keys What the card is under the group key of each epoch that the lists have; 10 bytes each.
 * @param now By the guarded clock; the best guess while it is unset.
 */
export function decideTap(
  lists: ReaderLists,
  keys: ReadonlyMap<number, Uint8Array>,
  now: Date,
  clock: ClockState,
): Decision {
  const edition = editionAt(lists.allow, now);
  const denied = findValid(lists.deny, keys, clock.isSet ? clock.today : null);
  const listed = findValid(edition, keys, clock.today);
  const isStale = edition === null || edition.isBehind || !clock.isSet || edition.notAfter <= now;
  const price = edition?.prices.get(listed?.code ?? 0) ?? null;
  const result = resultOf(edition, {
    isDenied: denied !== null,
    isListed: listed !== null,
    isStale,
  });
  const decided = result === 'denied' ? lists.deny : edition;
  const epoch = decided?.epoch ?? Math.max(0, ...keys.keys());
  const key = keys.get(epoch);
  const told = toldOf(result, { code: listed?.code ?? 0, price }, edition);
  return {
    result,
    isOpen: isOpenFor(result),
    cardKey: key === undefined ? '' : Buffer.from(key).toString('hex'),
    epoch,
    rulebook: result === 'denied' ? 0 : (edition?.rulebook ?? 0),
    ...told,
    answer: answerOf(isOpenFor(result), told),
  };
}

/** Whether a tap with this result is let in. */
export function isOpenFor(result: TapResult): boolean {
  return result === 'accepted' || result === 'acceptedUnlisted' || result === 'acceptedStale';
}

type Told = { readonly code: number; readonly priceCents: number | null };

/** @param today Null to disregard ends. */
function findValid(
  list: { readonly epoch: number; readonly content: ListContent } | null,
  keys: ReadonlyMap<number, Uint8Array>,
  today: CityDay | null,
): FoundEntry | null {
  const key = list === null ? undefined : keys.get(list.epoch);
  const entry = key === undefined ? null : (list?.content.find(key) ?? null);
  if (entry === null || entry.until === null || today === null) return entry;
  return entry.until < today ? null : entry;
}

function resultOf(
  edition: HeldAllow | null,
  is: { readonly isDenied: boolean; readonly isListed: boolean; readonly isStale: boolean },
): TapResult {
  if (is.isDenied) return 'denied';
  if (edition === null) return 'stale';
  if (is.isStale) return edition.terms.whenStale === 'closed' ? 'stale' : 'acceptedStale';
  if (is.isListed) return 'accepted';
  return edition.terms.unlisted === null ? 'unlisted' : 'acceptedUnlisted';
}

function toldOf(
  result: TapResult,
  listed: { readonly code: number; readonly price: number | null },
  edition: HeldAllow | null,
): Told {
  if (!isOpenFor(result)) return { code: 0, priceCents: null };
  const unlisted = { code: 0, priceCents: edition?.terms.unlisted?.priceCents ?? null };
  // A card that is not in a stale list may have come since: what it pays is told later.
  const absent = result === 'acceptedStale' ? { code: 0, priceCents: null } : unlisted;
  return listed.code === 0 ? absent : { code: listed.code, priceCents: listed.price };
}

function answerOf(isOpen: boolean, { code, priceCents }: Told): TapAnswer {
  const display = (isOpen ? GRANTED : REFUSED).padEnd(DISPLAY_WIDTH);
  const sound = isOpen ? 'granted' : 'refused';
  const price = priceCents === null ? UNTOLD : String(priceCents).padStart(PRICE_WIDTH, '0');
  const codeText = String(code).padStart(CODE_WIDTH, '0');
  return {
    display,
    sound,
    message: `${display} ${sound.padEnd(SOUND_WIDTH)} ${codeText} ${price}`,
  };
}
