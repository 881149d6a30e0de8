import type { TopUpLimits } from './context.ts';
import type { TopUpRefusalReason } from './schema.generated.ts';

export type Pending = {
  readonly __typename: 'TopUpPending';
  readonly amountCents: number;
  readonly receipt: string;
  readonly message: string;
};

export type Refused = {
  readonly __typename: 'TopUpRefused';
  readonly reason: TopUpRefusalReason;
  readonly message: string;
};

export type Unknown = { readonly __typename: 'OutcomeUnknown'; readonly message: string };

export type TopUpAnswer = Pending | Refused | Unknown;

/**
 * Buses fetch the list of what is to be loaded at intervals. Source: Gijón's page on its card,
 * "General information": a top-up bought elsewhere can be activated 45 minutes after the purchase.
 */
const PENDING_MESSAGE =
  'The top-up is recorded but not on the card yet. It gets there when the card is held to the validator of a bus, from 45 minutes after now on.';

const MESSAGES: Readonly<Record<Exclude<TopUpRefusalReason, `AMOUNT_${string}`>, string>> = {
  CARD_UNKNOWN: 'There is no card with this number.',
  CARD_NOT_USABLE: 'The card is not active, so nothing can be added to it.',
  NOT_LINKED: 'The card has no transport card.',
  TRANSPORT_REFUSED: 'The transport operator did not accept the top-up.',
};

/** Stands for a top-up that may or may not have happened. */
export const OUTCOME_UNKNOWN: Unknown = {
  __typename: 'OutcomeUnknown',
  message:
    'The transport operator did not confirm it. Send the same request with the same key again, in a minute and within 24 hours: it is added once.',
};

export function pending(amountCents: number, receipt: string): Pending {
  return { __typename: 'TopUpPending', amountCents, receipt, message: PENDING_MESSAGE };
}

export function refused(reason: keyof typeof MESSAGES): Refused {
  return { __typename: 'TopUpRefused', reason, message: MESSAGES[reason] };
}

/** @returns Null when the operator takes this much at once. */
export function amountRefusal(
  amountCents: number,
  { minCents, maxCents }: TopUpLimits,
): Refused | null {
  if (amountCents >= minCents && amountCents <= maxCents) return null;
  return {
    __typename: 'TopUpRefused',
    reason: amountCents < minCents ? 'AMOUNT_TOO_LOW' : 'AMOUNT_TOO_HIGH',
    message: `A top-up is from ${euros(minCents)} to ${euros(maxCents)}.`,
  };
}

function euros(cents: number): string {
  return `${(cents / 100).toFixed(2)} €`;
}
