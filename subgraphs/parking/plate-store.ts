import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { Plate } from '../../domain/plate.ts';

/** A plate as it comes to a card. */
export type NewPlate = {
  /** Opaque; stays the same when the plate moves to another card. */
  readonly id: string;
  readonly plate: Plate;
  readonly addedAt: Date;
};

/** A plate that a card's holder parks with. */
export type CardPlate = NewPlate & {
  /**
   * Ids of the stays that this card, or the one whose place it took, has begun with the plate through
   * the hub, the last one last. Nobody is told of others: a plate may be a neighbour's.
   */
  readonly stays: readonly string[];
  /**
   * Whether staff or the city's register vouches that the vehicle is the holder's. A stopped card takes
   * the rights of such plates along, and of no others: a holder may add a neighbour's.
   */
  readonly isAttested: boolean;
};

/**
 * `attested`: the card had the plate, and now somebody vouches for it. `known`: the card has this plate
 * already. `full`: as many as it may have. `tooOften`: see `add`.
 */
export type PlateAdded =
  | { readonly kind: 'added' | 'attested'; readonly plate: Omit<CardPlate, 'stays'> }
  | { readonly kind: 'known' | 'full' | 'tooOften' };

/** `held`: a stay was sent with the plate within the last half minute, so it may not show itself yet. */
export type PlateRemoved = 'removed' | 'absent' | 'held';

/**
 * The plates of each card, the stays begun with them, and how many were added of late. Numbers are
 * sealed at rest; nothing in the store tells that two cards have the same plate. Two changes of one
 * card at once have the effect of one after the other.
 */
export type PlateStore = {
  /**
   * @param cardIds At most 500, no duplicates.
   * @returns Plates in the order in which they were added; a card without any may be absent.
   */
  findByCards(cardIds: readonly CardId[]): Promise<ReadonlyMap<CardId, readonly CardPlate[]>>;

  /**
   * Inside the caller's transaction, so that additions at once cannot pass a limit together.
   *
   * @param wanted.atMost How many plates the card may have with this one.
   * @param wanted.atMostAdded How many may be added within 30 days with this one, those that were
   *   removed since included; null for an addition that is neither limited nor counted.
   */
  add(
    session: ClientSession,
    cardId: CardId,
    wanted: {
      readonly plate: NewPlate;
      readonly isAttested: boolean;
      readonly atMost: number;
      readonly atMostAdded: number | null;
    },
  ): Promise<PlateAdded>;

  /**
   * Notes a stay that is about to be sent, or sent again: from now on it is the card's, and its plate
   * is held for half a minute. Kept for 30 days with the plate; of each plate the last 100.
   *
   * @returns False when the card has no such plate.
   */
  noteStay(
    cardId: CardId,
    plateId: string,
    stay: { readonly id: string; readonly sentAt: Date },
  ): Promise<boolean>;

  /** Safe to repeat. @param now Decides whether the plate is held. */
  remove(cardId: CardId, plateId: string, now: Date): Promise<PlateRemoved>;

  /**
   * All plates of a card, their stays and the count of additions go on with the card that took its
   * place, beside those that are there. No limit counts here: nothing may be lost. Safe to repeat.
   */
  move(fromCardId: CardId, toCardId: CardId): Promise<void>;

  /** Everything that is kept about the card. Safe to repeat. */
  removeAll(cardId: CardId): Promise<void>;

  /** Drops the stays and additions of all cards that are older than 30 days. Safe to repeat. */
  prune(now: Date): Promise<void>;

  /**
   * Writes the plates of many cards, vouched for, as when a city brings its register along. A card that has
   * plates is skipped, so that an interrupted load is finished by loading again.
   *
   * @param cards At most 1,000, no duplicates.
   */
  addAbsent(
    cards: readonly { readonly cardId: CardId; readonly plates: readonly NewPlate[] }[],
  ): Promise<void>;
};
