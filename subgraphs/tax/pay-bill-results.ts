import type { PaymentRefusal } from '../../connectors/tax/port.ts';
import type { BillRefusalReason } from './schema.generated.ts';

export type Paid = {
  readonly __typename: 'BillPaid';
  readonly billId: string;
  readonly reference: string;
  readonly amountCents: number;
  readonly paymentNumber: string;
  readonly receipt: string | null;
};

export type Refused = {
  readonly __typename: 'BillPaymentRefused';
  readonly reason: BillRefusalReason;
  readonly message: string;
};

export type Unknown = { readonly __typename: 'OutcomeUnknown'; readonly message: string };

export type PayBillAnswer = Paid | Refused | Unknown;

const MESSAGES: Readonly<Record<BillRefusalReason, string>> = {
  TAX_OFFICE_REFUSED: 'The tax office did not accept the payment.',
  BILL_NOT_FOUND: 'The holder of this card has no such bill.',
  BILL_PAID_BEFORE: 'This bill is paid already. Nothing was recorded.',
  AMOUNT_DIFFERS: 'The amount is not what is to be paid for this bill now.',
  PAYMENT_NUMBER_USED: 'Another payment was recorded under this payment number. Check the number.',
  CARD_UNKNOWN: 'There is no card with this number.',
  NOT_LINKED: 'The card has no account at the tax office.',
};

/** Stands for a payment that may or may not be recorded. */
export const OUTCOME_UNKNOWN: Unknown = {
  __typename: 'OutcomeUnknown',
  message:
    'The tax office did not confirm it. Send the same request with the same key again in a minute: it is recorded once, however often it is sent.',
};

const REASONS: Readonly<Record<PaymentRefusal, BillRefusalReason>> = {
  paymentNumberUsed: 'PAYMENT_NUMBER_USED',
  billPaid: 'BILL_PAID_BEFORE',
  amountDiffers: 'AMOUNT_DIFFERS',
};

/** @param reason As the tax office tells it, if it does. */
export function officeRefused(reason: PaymentRefusal | undefined): Refused {
  return refused(reason === undefined ? 'TAX_OFFICE_REFUSED' : REASONS[reason]);
}

export function refused(reason: BillRefusalReason): Refused {
  return { __typename: 'BillPaymentRefused', reason, message: MESSAGES[reason] };
}
