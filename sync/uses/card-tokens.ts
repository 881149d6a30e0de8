import { parseCardId } from '../../domain/card-id.ts';
import { cityDayAt } from '../../domain/city-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { RightChanges } from '../../platform/stores/right-changes.ts';
import type { CardRight, Rights } from '../readers/rights-port.ts';
import type { CardToken, CardTokens } from './ports.ts';

/** Cards whose tokens are opened at once. */
const MOST_CARDS = 1_000;

export type CardTokensOptions = {
  readonly rights: Pick<Rights, 'all' | 'find'>;
  readonly rightChanges: Pick<RightChanges, 'findCardsSince'>;
  readonly clock: Clock;
  readonly zone: string;
};

/**
 * The tokens of all cards that readers may know, ended ones included. A card that was issued is new to
 * readers by a change of its rights, so these tell what has come.
 */
export function createCardTokens({
  rights,
  rightChanges,
  clock,
  zone,
}: CardTokensOptions): CardTokens {
  // Nothing is judged: the tokens alone are wanted.
  const nothing = () => ({ groups: [], rulebooks: [], day: cityDayAt(clock.now(), zone) });
  return {
    async *allTokens() {
      for await (const batch of rights.all(nothing(), null)) yield batch.map(toCardToken);
    },
    async tokensSince(since) {
      const ids = await rightChanges.findCardsSince(since);
      const found: CardToken[] = [];
      for (let begin = 0; begin < ids.length; begin += MOST_CARDS) {
        const some = ids.slice(begin, begin + MOST_CARDS).map(parseCardId);
        found.push(...(await rights.find(some, nothing())).map(toCardToken));
      }
      return found;
    },
  };
}

function toCardToken({ cardId, token }: CardRight): CardToken {
  return { cardId, token };
}
