import type { Clock } from '../../platform/clock.ts';
import type { StandingFollower } from '../rights/follow-card.ts';
import type { FactAsks } from './fact-asks.ts';
import type { FactBook } from './fact-book-port.ts';

export type FollowHolderDeps = {
  readonly asks: Pick<FactAsks, 'want'>;
  readonly book: Pick<FactBook, 'find'>;
  readonly clock: Clock;
};

/** Changes with which somebody may have come who was not here before. */
const FIRST_CHANGES: ReadonlySet<string> = new Set(['card.issued', 'card.activated']);

/** Lets the census be asked about a person of whom nothing is known. Safe to repeat. */
export function createFollowHolder({ asks, book, clock }: FollowHolderDeps): StandingFollower {
  return async ({ holderId, holderKind }, { type }) => {
    if (holderKind === 'organisation' || !FIRST_CHANGES.has(type)) return;
    const [known] = await book.find([holderId]);
    if (known?.facts.some(({ claim }) => claim.kind === 'birth-date') === true) return;
    const now = clock.now();
    await asks.want([{ holderId, source: 'census' }], { now, answeredBefore: null });
  };
}
