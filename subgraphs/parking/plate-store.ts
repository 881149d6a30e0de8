import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { Plate } from '../../domain/plate.ts';

/** A plate that a card's holder parks with. */
export type CardPlate = {
  /** Opaque; stays the same when the plate moves to another card. */
  readonly id: string;
  readonly plate: Plate;
  readonly addedAt: Date;
};

/** `known`: the card has this plate already. `full`: the card has as many as it may have. */
export type PlateAdded = 'added' | 'known' | 'full';

/** `held`: a stay was begun with the plate a moment ago, see `hold`. */
export type PlateRemoved = 'removed' | 'absent' | 'held';

/**
 * The plates of each card. Numbers are sealed at rest; nothing in the store tells that two cards have
 * the same plate. Two changes of one card at once have the effect of one after the other.
 */
export type PlateStore = {
  /**
   * @param cardIds At most 500, no duplicates.
   * @returns Plates in the order in which they were added; a card without any is absent.
   */
  findByCards(
    cardIds: readonly CardId[],
    session?: ClientSession,
  ): Promise<ReadonlyMap<CardId, readonly CardPlate[]>>;

  /**
   * Inside the caller's transaction, so that two additions at once cannot pass the limit together.
   *
   * @param atMost How many plates the card may have with this one.
   */
  add(
    session: ClientSession,
    cardId: CardId,
    wanted: { readonly plate: CardPlate; readonly atMost: number },
  ): Promise<PlateAdded>;

  /**
   * Keeps a plate from being removed until an instant, because a stay is about to be begun with it.
   *
   * @returns False when the card has no such plate.
   */
  hold(cardId: CardId, plateId: string, until: Date): Promise<boolean>;

  /** Safe to repeat. @param now Compared with what `hold` has set. */
  remove(cardId: CardId, plateId: string, now: Date): Promise<PlateRemoved>;

  /**
   * All plates of a card go on with the card that took its place, beside those that are there. The
   * limit does not count here: nothing may be lost. Safe to repeat.
   */
  move(fromCardId: CardId, toCardId: CardId): Promise<void>;

  /** Safe to repeat. */
  removeAll(cardId: CardId): Promise<void>;

  /**
   * Writes the plates of many cards, as when a city brings its register along. A card that has
   * plates is skipped, so that an interrupted load is finished by loading again.
   *
   * @param cards At most 1,000, no duplicates.
   */
  addAbsent(
    cards: readonly { readonly cardId: CardId; readonly plates: readonly CardPlate[] }[],
  ): Promise<void>;
};
