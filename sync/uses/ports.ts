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
  /** The list and the code that let the card in; 0 when none did. */
  readonly rulebook: number;
  readonly code: number;
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

/** The rules of the tariff, asked about uses that have happened. */
export type UseRules = {
  /** Services in which a use may take from a credit, under any rulebook; the uses of others are not asked about. */
  servicesWithCredits(): Promise<ReadonlySet<string>>;
  /** By use id; a use that takes nothing is missing. By the credit as it is when nothing of it is used. */
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

/** Judges a card anew after its credit was used up or renewed. Safe to repeat. */
export type JudgeAgain = (card: CardId) => Promise<void>;
