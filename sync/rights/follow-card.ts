import { parseCardId } from '../../domain/card-id.ts';
import type { CardFollower } from '../workers/card-changes.ts';
import type { CardStanding, Recompute } from './recompute-port.ts';
import type { StandingsOf } from './standing.ts';

/** Does what follows from a change of a card once its rights are judged. Safe to repeat, and to come late. */
export type StandingFollower = (
  standing: CardStanding,
  change: Parameters<CardFollower>[0],
) => Promise<void>;

export type FollowCardDeps = {
  readonly standingsOf: StandingsOf;
  readonly recompute: Pick<Recompute, 'card'>;
  /** What follows then, one after the other. */
  readonly then: readonly StandingFollower[];
};

/**
 * Judges a card's rights anew after each of its changes. What is judged is the card as it is now, with
 * its version, so that events that come twice, late or in another order end the same.
 */
export function createFollowCard({ standingsOf, recompute, then }: FollowCardDeps): CardFollower {
  return async (change) => {
    const [standing] = await standingsOf([parseCardId(change.cardId)]);
    if (standing === undefined) return;
    await recompute.card(standing);
    for (const follow of then) await follow(standing, change);
  };
}
