import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';

/** What one card gets in one group under one rulebook. */
export type CardOutcome = {
  /** Whole cents, from zero on. */
  readonly priceCents: number;
  /** The last day on which it is so as far as is known; null for no end in sight. Exact: lists round it. */
  readonly until: CityDay | null;
};

/** Everything that reader lists say of one card. */
export type CardRight = {
  readonly cardId: CardId;
  /** Of the card's rights: one more with every real difference. */
  readonly version: number;
  readonly token: MediumToken;
  /**
   * `usable`: in the lists that its outcomes name. `denied`: blocked, lost, replaced or cancelled: on
   * every deny list until `mediumUntil`. `off`: not activated, not valid yet, or expired: in no list.
   */
  readonly standing: 'usable' | 'denied' | 'off';
  /** Last day on which the plastic would have been valid; null for no end. */
  readonly mediumUntil: CityDay | null;
  /** For each rulebook and group that was asked for: null where the card gets nothing, and when it is not usable. */
  outcome(rulebook: number, group: ReaderGroup): CardOutcome | null;
};

export type RightsAsk = {
  readonly groups: readonly ReaderGroup[];
  /** Versions; a rulebook that starts later than `day` is judged as of its first day. */
  readonly rulebooks: readonly number[];
  /** Today in the city. */
  readonly day: CityDay;
};

/** The rights of cards, as the store has them now. */
export type Rights = {
  /** Of cards that exist; the rest is missing. In the session where a transaction decides by them. */
  find(
    cardIds: readonly CardId[],
    ask: RightsAsk,
    session?: ClientSession,
  ): Promise<readonly CardRight[]>;
  /** Of every card in the order of the ids, in batches of about 1,000. @param after Null from the beginning. */
  all(ask: RightsAsk, after: CardId | null): AsyncIterable<readonly CardRight[]>;
  /** For progress. */
  count(): Promise<number>;
};

/** What lists need to know of a rulebook. */
export type RulebookForLists = {
  readonly version: number;
  /** First instant of its first day in the city. */
  readonly startsAt: Date;
  /** By group: what an unlisted card gets, and what holds while a list is stale; absent where the rulebook does not know the service. */
  terms(group: ReaderGroup): {
    readonly unlisted: { readonly priceCents: number } | null;
    readonly whenStale: 'open' | 'closed' | 'open-and-log';
  } | null;
};

/** Rulebooks that are in force or about to be. */
export type RulebooksForLists = {
  /** The one in force at the instant, and those published that start later; the earliest first. */
  live(at: Date): Promise<readonly RulebookForLists[]>;
};

/**
 * Where a thread gets rights of its own from: a module that exports `openRights`, and what it is called
 * with, which can be copied into a thread. Keys among it stay in memory.
 */
export type RightsSource = {
  /** A `file:` URL. */
  readonly module: string;
  readonly settings: unknown;
};

/** Rights over connections of their own; disposing closes these. */
export type OpenRights = (settings: unknown) => Promise<Rights & AsyncDisposable>;
