import type { LinkedAccount } from '../linked-account.ts';
import { linkOf, type Card } from './card.ts';

/*
 * A card that is stopped opens nothing in the hub at once. Two systems go on by themselves until they
 * are told: public transport reads a number of its own from the same plastic, and parking knows
 * vehicles by their plates. What they are told they cannot take back.
 */

/** Systems that a stopped card has to reach. */
export type RevokingSystem = 'transport' | 'parking';

export const REVOKING_SYSTEMS: readonly RevokingSystem[] = ['transport', 'parking'];

/** What happened to a card whose powers elsewhere are revoked. */
export type RevokingEvent = 'card.blocked' | 'card.lost' | 'card.cancelled';

const REVOKING_EVENTS: readonly string[] = [
  'card.blocked',
  'card.lost',
  'card.cancelled',
] satisfies readonly RevokingEvent[];

export function isRevoking(event: string): event is RevokingEvent {
  return REVOKING_EVENTS.includes(event);
}

/** What one system is to be told of a change. */
export type Telling = {
  readonly system: RevokingSystem;
  /** The account to stop; null for parking, which knows none. */
  readonly account: LinkedAccount | null;
};

/**
 * Who has to be told of an event. Transport only of a stopped card that is linked there; parking of
 * every stopped card, and of a replaced one, since its vehicles go on with the card in its place.
 *
 * @param before The card before the event: a cancelled one has no links any more.
 */
export function tellingsOf(event: string, before: Card): readonly Telling[] {
  const parking: Telling = { system: 'parking', account: null };
  if (event === 'card.replaced') return [parking];
  if (!isRevoking(event)) return [];
  const account = linkOf(before, 'transport')?.account;
  return account === undefined ? [parking] : [{ system: 'transport', account }, parking];
}
