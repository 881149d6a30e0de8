import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { ReaderId } from '../../domain/reader-list/reader.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';

/** What uses have to know of the reader that tells them. */
export type ReaderPlace = {
  readonly place: string;
  /** How far its clock is ahead of the hub's (negative: behind), as it last said; null when it never did. */
  readonly clockSkewMs: number | null;
};

/** Readers by their ids. Asked for every upload, so it answers from memory where it can. */
export type ReaderPlaces = {
  /** @returns Null for a reader that is not registered. */
  find(reader: ReaderId): Promise<ReaderPlace | null>;
};

/** One medium, live or of a card that has ended within the days in which a reader may still upload. */
export type CardToken = { readonly cardId: CardId; readonly token: MediumToken };

/** Media of all cards. */
export type CardTokens = {
  /** Every token there is, in portions of any size and order. */
  allTokens(): AsyncIterable<readonly CardToken[]>;
  /** Tokens made at this instant or later; those that are known already may come again. */
  tokensSince(since: Date): Promise<readonly CardToken[]>;
};

/** The keys by which a group's uses can still be told apart. */
export type GroupEpochs = {
  /** The present epoch, and earlier ones that ended at most ten days ago. */
  liveEpochs(group: GroupId): Promise<readonly number[]>;
};

/** A use of a known card, as far as credits depend on it. */
export type CardUse = {
  readonly useId: string;
  readonly cardId: CardId;
  readonly group: GroupId;
  readonly service: ServiceId;
  /** By the hub's time. */
  readonly takenAt: Date;
  readonly day: CityDay;
  /** What the reader asked for, in cents; null when it let the card in without a price. */
  readonly chargedCents: number | null;
};

/** What one use takes from the credit of a rule. */
export type Take = {
  readonly rule: string;
  /** As `creditPeriodOn` names it for the day of the use. */
  readonly period: string;
  /** The grant of a whole period: uses or cents. */
  readonly granted: number;
  /** 1 for a credit of uses, cents for one of cents. */
  readonly amount: number;
  /** As `creditRenewedOn` tells for the day of the use. */
  readonly renewsOn: CityDay | null;
};

/**
 * What a code of a group's list of a rulebook stood for, in cents; null for one that stands for no price,
 * or is not known any more.
 */
export type PriceOfCode = (code: {
  readonly group: string;
  readonly rulebook: number;
  readonly code: number;
}) => Promise<number | null>;

/** The rules of the tariff, asked about uses that have happened. */
export type UseRules = {
  /** Services in which a use may take from a credit, under any rulebook; the uses of others are not asked about. */
  servicesWithCredits(): Promise<ReadonlySet<string>>;
  /** By use id; a use that takes nothing is missing. By what the reader asked for, whatever is left of credits. */
  takesOf(uses: readonly CardUse[]): Promise<ReadonlyMap<string, Take>>;
};

/** Which classes the holders of cards belong to on a day. Answers are counted and forgotten. */
export type HolderClasses = {
  /** By card: `kind:class`, such as `income:low`; a card that is missing belongs to none. @param cards At most 1,000. */
  classesOf(
    cards: readonly CardId[],
    day: CityDay,
  ): Promise<ReadonlyMap<CardId, readonly string[]>>;
};

/** A use of a card with what it takes. */
export type CardTake = Take & Pick<CardUse, 'useId' | 'cardId' | 'day'>;

/** The one book of credits, in which courses write too. */
export type CreditBook = {
  /**
   * Enters uses, each once by its id, and judges the cards of their holders anew. Safe to repeat.
   *
   * @returns What was used beyond the grants of credits, as far as it was not told before.
   */
  enter(
    takes: readonly CardTake[],
  ): Promise<
    readonly { readonly rule: string; readonly period: string; readonly amount: number }[]
  >;
  /** Keeps uses of days before this one as sums only. @returns How many accounts were changed, at most `limit`. */
  fold(before: CityDay, limit: number): Promise<number>;
};
