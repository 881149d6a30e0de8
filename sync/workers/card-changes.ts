import type { Clock } from '../../platform/clock.ts';
import type { Outbox } from '../../platform/stores/outbox.ts';
import type { CardChangeJob } from '../outbox-relay.ts';

export type CardChangesDeps = {
  readonly outbox: Outbox;
  /** Forgets the last known values of a card. */
  readonly forget: (cardId: string) => Promise<void>;
  readonly clock: Clock;
};

/**
 * What follows from a change of a card: its last known values are forgotten. Safe to run twice,
 * and late: values are kept with the card's version, so forgetting newer ones costs one call.
 */
export function createCardChanges({ outbox, forget, clock }: CardChangesDeps) {
  return async ({ rowId, cardId }: CardChangeJob): Promise<void> => {
    await forget(cardId);
    await outbox.markDone(rowId, clock.now());
  };
}
