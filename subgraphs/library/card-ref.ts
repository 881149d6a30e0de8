import type { CardId } from '../../domain/card-id.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import type { LibraryAccount, LibrarySystem } from '../../domain/library-account.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import type { Viewer } from '../../domain/viewer.ts';

/** A card as the gateway hands it over: its key, and what `@requires` asks the cards subgraph for. */
export type LibraryCard = {
  readonly id: CardId;
  /** Rises with every change of the card. */
  readonly version: number;
  /** True only while the card is active. */
  readonly isUsable: boolean;
  readonly municipalLibraryNumber: string | null;
  readonly regionalLibraryNumber: string | null;
};

/** A card found by its number, with the person it belongs to. */
export type CardRef = LibraryCard & {
  /** Opaque id of the cardholder; equals the viewer's id of a citizen. */
  readonly holderId: string;
};

/**
 * Finds a card by its number, as this viewer may see it. Provided by the composition root from the
 * cards subgraph.
 *
 * @returns Null when there is none, or the viewer may not see it.
 * @throws {HubError} The cards subgraph failed.
 */
export type CardOf = (number: CardNumber, viewer: Viewer) => Promise<CardRef | null>;

/** The account of a card in each system; null where none is linked. */
export type LinkedAccounts = Readonly<Record<LibrarySystem, LibraryAccount | null>>;

/** @throws {InvalidInputError} A linked number is not one that a library system can have. */
export function parseLinkedAccounts(card: LibraryCard): LinkedAccounts {
  return {
    library: parseAccount(card.municipalLibraryNumber),
    regionalLibrary: parseAccount(card.regionalLibraryNumber),
  };
}

function parseAccount(text: string | null): LibraryAccount | null {
  return text === null ? null : parseLinkedAccount(text);
}
