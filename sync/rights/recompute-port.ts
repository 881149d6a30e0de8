import type { CardId } from '../../domain/card-id.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';

/** What rights have to know of a card, as of one version of it. */
export type CardStanding = {
  readonly cardId: CardId;
  readonly holderId: CardholderId;
  readonly holderKind: HolderKind;
  /** Of the card; an older one never overwrites a newer one. */
  readonly cardVersion: number;
  /** Written state, without the clock: `usable` also for a card that has expired or is not valid yet. */
  readonly standing: 'usable' | 'denied' | 'off';
  readonly validFrom: Date;
  readonly validUntil: Date | null;
};

/**
 * Judges anew what cards get. Only a real difference becomes a new version of a card's rights, with its
 * row among the right changes in the same transaction. Every method is safe to repeat.
 */
export type Recompute = {
  /** After a change of a card. A card that was not known is known from then on. */
  card(standing: CardStanding): Promise<void>;
  /**
   * Whose situation changes by the passing of time alone, up to and on this day (birthdays, facts and
   * passes that begin or end, cards that become valid or expire): one batch, those waiting longest first.
   *
   * @returns How many cards were judged; 0 when none is due any more.
   */
  due(day: CityDay, limit: number): Promise<number>;
};
