import type { CardId } from '../../domain/card-id.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import { parseLinkedAccount, type LinkedAccount } from '../../domain/linked-account.ts';
import type { Viewer } from '../../domain/viewer.ts';

/** A card as the gateway hands it over: its key, and what `@requires` asks the cards subgraph for. */
export type TaxCard = {
  readonly id: CardId;
  /** Rises with every change of the card. */
  readonly version: number;
  /** True only while the card is active. */
  readonly isUsable: boolean;
  readonly taxContributorNumber: string | null;
};

/** A card found by its number, with the person it belongs to. */
export type CardRef = TaxCard & {
  /** Opaque id of the cardholder; equals the viewer's id of a citizen. */
  readonly holderId: string;
};

/**
 * Finds a card by its number, as this viewer may see it. Provided by the composition root from the
 * cards subgraph.
 *
 * @returns Null when there is none.
 * @throws {HubError} The cards subgraph failed, or the viewer may not see the card.
 */
export type CardOf = (number: CardNumber, viewer: Viewer) => Promise<CardRef | null>;

/** @throws {InvalidInputError} The linked number is not one that a legacy system can have. */
export function contributorOf(card: TaxCard): LinkedAccount | null {
  return card.taxContributorNumber === null ? null : parseLinkedAccount(card.taxContributorNumber);
}
