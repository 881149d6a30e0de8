import { parseCardId } from '../../domain/card-id.ts';
import type { CardFollower } from '../workers/card-changes.ts';
import type { Recompute } from './recompute-port.ts';
import type { StandingsOf } from './standing.ts';

export type FollowCardDeps = {
  readonly standingsOf: StandingsOf;
  readonly recompute: Pick<Recompute, 'card'>;
};

/**
 * Judges a card's rights anew after each of its changes. What is judged is the card as it is now, with
 * its version, so that events that come twice, late or in another order end the same.
 */
export function createFollowCard({ standingsOf, recompute }: FollowCardDeps): CardFollower {
  return async ({ cardId }) => {
    const [standing] = await standingsOf([parseCardId(cardId)]);
    if (standing !== undefined) await recompute.card(standing);
  };
}
