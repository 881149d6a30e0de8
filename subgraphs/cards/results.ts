import type { ClientSession } from 'mongoose';
import type { Card } from '../../domain/card/card.ts';
import { toStatus, type CardView } from './card-view.ts';
import type { Context } from './context.ts';
import type { CardRefusalReason, LinkRefusalReason } from './schema.generated.ts';
import { aroundSnapshot, takeSnapshot, type Snapshot } from './snapshot.ts';

/**
 * What a mutation keeps as the result of its change, plain JSON. The answer is always shown from what
 * was kept, the first time too, so that it is the same whenever it is shown.
 */
export type KeptDone<Done extends string> = {
  /** The GraphQL type of the answer. */
  readonly is: Done;
  readonly cardId: string;
  readonly snapshot: Snapshot;
};

export type CardRefusal = {
  readonly is: 'CardRefused';
  readonly reason: CardRefusalReason;
  readonly message: string;
};

export type LinkRefusal = {
  readonly is: 'LinkRefused';
  readonly reason: LinkRefusalReason;
  readonly message: string;
};

/** The result of a change that succeeded, with everything an answer can show of it. */
export async function keep<Done extends string>(
  is: Done,
  card: Card,
  context: Context,
  session: ClientSession,
): Promise<KeptDone<Done>> {
  return {
    is,
    cardId: card.id,
    snapshot: await takeSnapshot(context, card.holderId, { session, now: context.now }),
  };
}

/** A card of the kept snapshot, as it then was. */
export async function keptCard(snapshot: Snapshot, cardId: string): Promise<CardView> {
  return aroundSnapshot(snapshot).card(cardId);
}

/** An answer that is told from its card alone. */
export type CardShown = { readonly card: CardView };

/** The answer that shows a kept change. */
export async function toDone<Done extends string>({ is, cardId, snapshot }: KeptDone<Done>) {
  return { __typename: is, card: await keptCard(snapshot, cardId) };
}

/** The answer that shows a kept refusal. */
export function toRefused<Refusal extends CardRefusal | LinkRefusal>({
  is,
  reason,
  message,
}: Refusal): {
  readonly __typename: Refusal['is'];
  readonly reason: Refusal['reason'];
  readonly message: string;
} {
  return { __typename: is, reason, message };
}

const CARD_REFUSALS: Readonly<Record<Exclude<CardRefusalReason, 'WRONG_STATUS'>, string>> = {
  CARD_UNKNOWN: 'There is no card with this number.',
  HOLDER_UNKNOWN: 'There is no holder with this id.',
  HOLDER_KNOWN: 'A holder with this document is known. Issue the card to that holder.',
  END_NEEDED: 'The card of a visitor needs an end that lies ahead.',
  END_PASSED: 'The end of the card has to lie ahead, and after its beginning.',
  CHIP_IN_USE: 'Another card has this chip. Take another piece of plastic.',
};

const LINK_REFUSALS: Readonly<Record<LinkRefusalReason, string>> = {
  CARD_UNKNOWN: 'There is no card with this number.',
  CARD_NOT_IN_USE: 'Only a card in use can be linked. Activate it first.',
  PROOF_REFUSED: 'The account and the proof do not fit together.',
  TOO_MANY_TRIES: 'Five tries have failed within an hour. Wait, or go to a citizen desk.',
  ACCOUNT_TAKEN: 'This account is linked to another card in use.',
  ALREADY_LINKED: 'The card is linked to another account of this system. Unlink that first.',
  NOT_LINKED: 'The card is not linked to an account of this system.',
  PROPOSAL_UNKNOWN: 'There is no proposal with this id.',
  PROPOSAL_DECIDED: 'The proposal has been decided already.',
};

export function refuseCard(reason: keyof typeof CARD_REFUSALS): CardRefusal {
  return { is: 'CardRefused', reason, message: CARD_REFUSALS[reason] };
}

/** @param wish What the card was to be, such as `activated`. */
export function refuseStatus(card: Card, wish: string, now: Date): CardRefusal {
  const status = toStatus(card, now).toLowerCase();
  return {
    is: 'CardRefused',
    reason: 'WRONG_STATUS',
    message: `The card is ${status}, so it cannot be ${wish}.`,
  };
}

export function refuseLink(reason: LinkRefusalReason): LinkRefusal {
  return { is: 'LinkRefused', reason, message: LINK_REFUSALS[reason] };
}
