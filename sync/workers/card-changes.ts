import type { Clock } from '../../platform/clock.ts';
import type { Outbox } from '../../platform/stores/outbox.ts';
import type { CardChangeJob } from '../outbox-relay.ts';

export type CardChangesDeps = {
  readonly outbox: Outbox;
  /** Forgets the last known values of a card from before this version. */
  readonly forget: (cardId: string, version: number) => Promise<void>;
  readonly clock: Clock;
};

/**
 * What follows from a change of a card: its last known values are forgotten. Safe to run twice,
 * and late: values are kept with the card's version, so forgetting newer ones costs one call.
 */
export function createCardChanges({ outbox, forget, clock }: CardChangesDeps) {
  return async ({ rowId, cardId, version }: CardChangeJob): Promise<void> => {
    await forget(cardId, version);
    await outbox.markDone(rowId, clock.now());
  };
}
