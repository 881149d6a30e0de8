import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';

/** What is known of a holder. */
export type FactsOfHolder = {
  readonly holderId: CardholderId;
  readonly kind: HolderKind;
  /** All of them, withdrawn and ended ones too. */
  readonly facts: readonly Fact[];
};

/** What an answer of a source changes. */
export type FactChange = {
  /** To be added; their ids are new. */
  readonly add: readonly Fact[];
  /** Ids of facts that say nothing from now on. */
  readonly withdraw: readonly string[];
};

/** The facts of all holders. */
export type FactBook = {
  /** A holder of whom nothing is known is missing. */
  find(holderIds: readonly CardholderId[]): Promise<readonly FactsOfHolder[]>;
  /** In the order of the ids, for going through all of them. @param after Null from the beginning. */
  page(after: CardholderId | null, limit: number): Promise<readonly FactsOfHolder[]>;
  /**
   * Adds and withdraws facts of a holder and judges the holder's cards anew, in one transaction.
   *
   * @param decide What an answer changes in the facts as they are in the transaction; null for nothing.
   *   May be run again, so it has no effect of its own.
   * @throws {ConflictError} The holder's first card is not known to the store of facts yet.
   */
  change(
    holderId: CardholderId,
    decide: (facts: readonly Fact[]) => FactChange | null,
  ): Promise<void>;
};
