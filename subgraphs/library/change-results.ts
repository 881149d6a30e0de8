import type { PaymentRefusalReason, RenewalRefusalReason } from './schema.generated.ts';

export type RenewalRefusal = {
  readonly __typename: 'RenewalRefused';
  readonly reason: RenewalRefusalReason;
  readonly message: string;
};

export type PaymentRefusal = {
  readonly __typename: 'PaymentRefused';
  readonly reason: PaymentRefusalReason;
  readonly message: string;
};

export type Unknown = { readonly __typename: 'OutcomeUnknown'; readonly message: string };

const RENEWAL_MESSAGES: Readonly<Record<RenewalRefusalReason, string>> = {
  LIBRARY_REFUSED: 'The library does not renew this loan. Ask at its desk.',
  LOAN_NOT_FOUND: 'This loan is not on the card. It may have been brought back.',
  CARD_NOT_USABLE: 'The card is not active, so nothing can be renewed with it.',
  CARD_UNKNOWN: 'There is no card with this number.',
  NOT_LINKED: 'The card has no account in this library.',
  NOT_RECORDED: 'The loan was not renewed. You can try again.',
};

const PAYMENT_MESSAGES: Readonly<Record<PaymentRefusalReason, string>> = {
  LIBRARY_REFUSED: 'The library did not accept the payment.',
  CHARGE_NOT_FOUND: 'This charge is not owed. It may have been paid.',
  AMOUNT_TOO_HIGH: 'The amount is more than what is owed.',
  CARD_UNKNOWN: 'There is no card with this number.',
  NOT_LINKED: 'The card has no account in this library.',
  NOT_RECORDED: 'The library has not recorded the payment. You can try again with another key.',
};

/** Stands for a change that may or may not have happened. */
export const OUTCOME_UNKNOWN: Unknown = {
  __typename: 'OutcomeUnknown',
  message:
    'The library did not confirm it. Send the same request again in a minute: it will be looked up, not repeated.',
};

export function renewalRefused(reason: RenewalRefusalReason): RenewalRefusal {
  return { __typename: 'RenewalRefused', reason, message: RENEWAL_MESSAGES[reason] };
}

export function paymentRefused(reason: PaymentRefusalReason): PaymentRefusal {
  return { __typename: 'PaymentRefused', reason, message: PAYMENT_MESSAGES[reason] };
}
