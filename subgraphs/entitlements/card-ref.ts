import type { CardId } from '../../domain/card-id.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import type { Viewer } from '../../domain/viewer.ts';

/** A card as the gateway hands it over: its key alone. */
export type EntitledCard = { readonly id: CardId };

/** A card found by its number, with the person or organisation it belongs to. */
export type CardRef = EntitledCard & {
  readonly version: number;
  /** True only while the card is active. */
  readonly isUsable: boolean;
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
