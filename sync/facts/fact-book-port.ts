import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';

/** The sources that a program can ask; staff is asked by nobody. */
export const ASKED_SOURCES = ['census', 'tax'] as const;
export type AskedSource = (typeof ASKED_SOURCES)[number];

/** What is known of a holder; one of whom nothing is known has no facts. */
export type FactsOfHolder = {
  readonly holderId: CardholderId;
  readonly kind: HolderKind;
  /** All of them, withdrawn and ended ones too. */
  readonly facts: readonly Fact[];
};

/** What a source's answer changes. */
export type FactChange = {
  readonly holderId: CardholderId;
  readonly kind: HolderKind;
  /** To be added; their ids are new. */
  readonly add: readonly Fact[];
  /** Ids of facts that say nothing from now on; those withdrawn before stay as they are. */
  readonly withdraw: readonly string[];
};

/** A page of holders, in the order of their ids. @property after The last of the page before; null for the first. */
export type HolderPage = { readonly after: CardholderId | null; readonly limit: number };

/** The facts of all holders, as far as their sources are concerned. */
export type FactBook = {
  /** A holder who is not there is missing. */
  find(holderIds: readonly CardholderId[]): Promise<readonly FactsOfHolder[]>;
  /**
   * Holders of whom a fact that a program can ask for is to be asked again on a day (`factsToAskAgain`).
   * Fewer than `limit` say that there are no more.
   */
  dueForAsking(day: CityDay, page: HolderPage): Promise<readonly FactsOfHolder[]>;
  /**
   * Adds and withdraws facts of a holder, who may not have been there, and judges the holder's cards
   * anew, in one transaction. Safe to repeat: a fact whose id is there is not added again.
   *
   * @throws {InvalidInputError} A fact that cannot be.
   */
  record(change: FactChange): Promise<void>;
};
