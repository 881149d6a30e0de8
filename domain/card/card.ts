import type { CardId } from '../card-id.ts';
import type { CardNumber } from '../card-number.ts';
import type { LinkedAccount, LinkedSystem } from '../linked-account.ts';
import type { CardLife } from './card-life.ts';
import type { CardholderId } from './cardholder.ts';
import type { ChipUid } from './chip.ts';

/** One account of the holder in a legacy system, tied to the card. */
export type AccountLink = {
  readonly system: LinkedSystem;
  readonly account: LinkedAccount;
  readonly linkedAt: Date;
};

/** A card as the city knows it. Its medium token is not part of it: nobody who reads cards needs it. */
export type Card = {
  readonly id: CardId;
  readonly number: CardNumber;
  readonly holderId: CardholderId;
  /** Chip of the plastic; null for a card without. */
  readonly chip: ChipUid | null;
  readonly issuedAt: Date;
  readonly life: CardLife;
  /** At most one for each system. */
  readonly links: readonly AccountLink[];
  /** 1 when issued, one more with every change. */
  readonly version: number;
};

export function linkOf(card: Card, system: LinkedSystem): AccountLink | null {
  return card.links.find((link) => link.system === system) ?? null;
}
