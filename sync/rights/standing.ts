import type { CardId } from '../../domain/card-id.ts';
import type { WrittenState } from '../../domain/card/card-life.ts';
import type { Card } from '../../domain/card/card.ts';
import type { Cardholder } from '../../domain/card/cardholder.ts';
import type { CardStanding } from './recompute-port.ts';

/**
 * What the cards store says now of these cards, in any order; a card that is not there is missing.
 * Never what an event said: the card may have moved on since.
 */
export type StandingsOf = (cardIds: readonly CardId[]) => Promise<readonly CardStanding[]>;

/** A card that was stopped is refused at readers; one that was never activated is not known to them. */
const STANDINGS: Readonly<Record<WrittenState, CardStanding['standing']>> = {
  issued: 'off',
  active: 'usable',
  blocked: 'denied',
  lost: 'denied',
  replaced: 'denied',
  cancelled: 'denied',
};

/** What rights have to know of a card: its state as it is written, without the clock. */
export function toStanding(card: Card, holderKind: Cardholder['kind']): CardStanding {
  const { id, holderId, version, life } = card;
  return {
    cardId: id,
    holderId,
    holderKind: holderKind === 'organisation' ? 'organisation' : 'person',
    cardVersion: version,
    standing: STANDINGS[life.state],
    validFrom: life.validFrom,
    validUntil: life.validUntil,
  };
}
