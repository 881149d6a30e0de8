import type { Clock } from '../../platform/clock.ts';
import type { Outbox } from '../../platform/stores/outbox.ts';
import type { CardChangeJob } from '../outbox-relay.ts';

/** Does what follows from a change of a card. Safe to repeat, and to come late. */
export type CardFollower = (
  change: Pick<CardChangeJob, 'cardId' | 'version' | 'type'>,
) => Promise<void>;

export type CardChangesDeps = {
  readonly outbox: Outbox;
  /** Forgets the last known values of a card from before this version. */
  readonly forget: (cardId: string, version: number) => Promise<void>;
  /** What else follows, one after the other. */
  readonly followers?: readonly CardFollower[];
  readonly clock: Clock;
};

/**
 * What follows from a change of a card: its last known values are forgotten, its rights are judged
 * anew, and more. Only then is the change done. Safe to run twice, and late: values are kept with the
 * card's version, so forgetting newer ones costs one call, and followers look at the card as it is now.
 */
export function createCardChanges({ outbox, forget, followers = [], clock }: CardChangesDeps) {
  return async ({ rowId, cardId, version, type }: CardChangeJob): Promise<void> => {
    // Rights come first: a card that is blocked has to be refused within a second.
    for (const follow of followers) await follow({ cardId, version, type });
    await forget(cardId, version);
    await outbox.markDone(rowId, clock.now());
  };
}
