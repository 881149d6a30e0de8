import type { Bill, PaymentReportOutcome, TaxAccess } from '../../connectors/tax/port.ts';
import { parseCardNumber } from '../../domain/card-number.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { isFailed, settle } from '../../domain/outcome.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  assertTimeLeft,
  forgetLastKnown,
  orNull,
  sendWrite,
  sendWriteAgain,
} from '../../platform/subgraph/legacy-write.ts';
import { accessOf } from './access.ts';
import { contributorOf, type CardRef } from './card-ref.ts';
import type { Context } from './context.ts';
import { fetchInTime, told } from './contributor-loaders.ts';
import { officeRefused, OUTCOME_UNKNOWN, refused, type PayBillAnswer } from './pay-bill-results.ts';
import { parsePayment, type Payment } from './payment-input.ts';
import { assertMay } from './policy.ts';
import type { PayBillInput } from './schema.generated.ts';

/** Noted before sending; the payment number, by which the tax office knows it again, is in the input. */
type Notes = { readonly contributor: string; readonly reference: string };

const OPERATION = 'Mutation.payBill';
const UNKNOWN: Attempted<PayBillAnswer> = { result: OUTCOME_UNKNOWN, isFinal: false };

/**
 * Records a payment, at most once for a key and once for a payment number. A first attempt reads the
 * bill, notes its reference and sends; when the answer is lost, the same key sends the same payment
 * number again, which has no second effect at the tax office and tells how the first one ended.
 */
export async function payBill(input: PayBillInput, context: Context): Promise<PayBillAnswer> {
  const number = parseCardNumber(input.card);
  assertMay(OPERATION, context.viewer);
  const access = accessOf(context.viewer, input.access);
  const payment = parsePayment(input, context);
  const card = await context.cardOf(number, context.viewer);
  return context.once.aroundCall<PayBillAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => {
      const contributor = card && contributorOf(card);
      // Without notes nothing was sent: they are kept before.
      if (attempt.notes !== null && contributor !== attempt.notes.contributor) return UNKNOWN;
      if (card === null) return final(refused('CARD_UNKNOWN'));
      if (contributor === null) return final(refused('NOT_LINKED'));
      const task = { card, contributor, payment, access };
      if (attempt.notes !== null) return payAgain(task, attempt.notes, context);
      return payFirst(task, attempt, context);
    },
  );
}

type Task = {
  readonly card: CardRef;
  readonly contributor: LinkedAccount;
  readonly payment: Payment;
  readonly access: TaxAccess;
};

async function payFirst(
  task: Task,
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<PayBillAnswer>> {
  const { payment, contributor } = task;
  await writeDown(task, context);
  const bill = await readBill(task, context);
  if (bill === null) return final(refused('BILL_NOT_FOUND'));
  if (bill.state === 'paid') return final(refused('BILL_PAID_BEFORE'));
  if (bill.amountCents !== payment.amountCents) return final(refused('AMOUNT_DIFFERS'));
  assertTimeLeft('tax', context.signal);
  const { reference } = bill;
  await attempt.note({ contributor, reference });
  const outcome = await send(task, { reference, write: sendWrite }, context);
  if (outcome.kind !== 'recordedBefore') return toAttempted(outcome, task, reference);
  // Not by us, unless the bill has just been paid: then it was this payment after all.
  const isSettled = await isBillSettled(task, context);
  if (isSettled === null) return UNKNOWN;
  return isSettled ? toAttempted(outcome, task, reference) : final(refused('PAYMENT_NUMBER_USED'));
}

async function payAgain(
  task: Task,
  { reference }: Notes,
  context: Context,
): Promise<Attempted<PayBillAnswer>> {
  // Nothing is sent then; of the time before nothing is known still.
  if (isFailed(await settle(writeDown(task, context)))) return UNKNOWN;
  const outcome = await send(task, { reference, write: sendWriteAgain }, context);
  if (outcome.kind !== 'recordedBefore') return toAttempted(outcome, task, reference);
  // Ours if the bill, open before we sent, is paid. If it is open still, a person has to look:
  // the number may have been used for another bill.
  return (await isBillSettled(task, context)) === true
    ? toAttempted(outcome, task, reference)
    : UNKNOWN;
}

async function writeDown({ card, access }: Task, { loaders }: Context): Promise<void> {
  await loaders.recorded.load({ cardId: card.id, operation: OPERATION, access });
}

/** @throws {HubError} The bills, or one of them and this one is not among the others, cannot be read. */
async function readBill(
  { contributor, payment, access }: Task,
  context: Context,
): Promise<Bill | null> {
  const asks = [{ contributor, lists: new Set(['bills'] as const) }];
  const [answer] = await fetchInTime(asks, access, context);
  const bills = told(answer?.bills);
  const found = bills.find((bill) => !isFailed(bill) && bill.value.id === payment.billId);
  if (found !== undefined && !isFailed(found)) return found.value;
  const failed = bills.find(isFailed);
  if (failed !== undefined) throw failed.error;
  return null;
}

/** A bill that is gone is settled: it was there before. Null when it cannot be told. */
function isBillSettled(task: Task, context: Context): Promise<boolean | null> {
  const reading = readBill(task, context);
  return orNull(
    reading.then((bill) => bill === null || bill.state === 'paid'),
    context,
  );
}

async function send(
  { card, contributor, payment, access }: Task,
  { reference, write }: { readonly reference: string; readonly write: typeof sendWrite },
  context: Context,
): Promise<PaymentReportOutcome> {
  const { billId, amountCents, paidOn, paymentNumber } = payment;
  const report = { contributor, billId, reference, amountCents, paidOn, paymentNumber };
  const call = () => context.taxOffice.postPayment(report, access, { signal: context.deadline });
  const outcome = await write(OPERATION, call, context);
  await forgetLastKnown(card, context);
  return outcome;
}

function toAttempted(
  outcome: PaymentReportOutcome,
  { payment }: Task,
  reference: string,
): Attempted<PayBillAnswer> {
  if (outcome.kind === 'unknown') return UNKNOWN;
  if (outcome.kind === 'refused') return final(officeRefused(outcome.reason));
  const { billId, amountCents, paymentNumber, receipt } = payment;
  const paid = { billId, reference, amountCents, paymentNumber, receipt };
  return final({ __typename: 'BillPaid', ...paid });
}
