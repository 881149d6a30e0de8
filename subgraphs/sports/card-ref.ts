import type { CardId } from '../../domain/card-id.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import { parseLinkedAccount, type LinkedAccount } from '../../domain/linked-account.ts';
import type { Viewer } from '../../domain/viewer.ts';

/** A card as the gateway hands it over: its key, and what `@requires` asks the cards subgraph for. */
export type SportsCard = {
  readonly id: CardId;
  /** True only while the card is active. */
  readonly isUsable: boolean;
  readonly sportsMemberNumber: string | null;
};

/** A card found by its number, with whom it belongs to. */
export type CardRef = SportsCard & {
  readonly holder: {
    /** Opaque; equals the viewer's id of a citizen. */
    readonly id: string;
    readonly kind: 'RESIDENT' | 'VISITOR' | 'ORGANISATION';
  };
};

/**
 * Finds a card by its number, as this viewer may see it. Provided by the composition root from the
 * cards subgraph.
 *
 * @returns Null when there is none, or the viewer may not see it.
 * @throws {HubError} The cards subgraph failed.
 */
export type CardOf = (number: CardNumber, viewer: Viewer) => Promise<CardRef | null>;

/**
 * @returns Null when none is linked.
 * @throws {InvalidInputError} The linked number is not one that a legacy system can have.
 */
export function memberOf({ sportsMemberNumber }: SportsCard): LinkedAccount | null {
  return sportsMemberNumber === null ? null : parseLinkedAccount(sportsMemberNumber);
}
