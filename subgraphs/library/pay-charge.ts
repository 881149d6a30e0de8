import { InvalidInputError } from '../../domain/errors.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  MAY_BE_UNDER_WAY_MS,
  assertTimeLeft,
  forgetLastKnown,
  orNull,
  sendWrite,
} from '../../platform/subgraph/legacy-write.ts';
import {
  borrowerOf,
  assertWhole,
  cardToChange,
  readCharges,
  stillOf,
  type Borrower,
  type MaybeUnlinked,
} from './account-change.ts';
import type { CardRef } from './card-ref.ts';
import {
  OUTCOME_UNKNOWN,
  paymentRefused,
  type PaymentRefusal,
  type Unknown,
} from './change-results.ts';
import type { Context } from './context.ts';
import { parseItemId } from './item-id.ts';
import { paymentEvidence } from './payment-evidence.ts';
import type { PayLibraryChargeInput } from './schema.generated.ts';

export type ChargePaid = {
  readonly __typename: 'ChargePaid';
  readonly chargeId: string;
  readonly amountCents: number;
  readonly receipt: string;
};
export type PayChargeAnswer = ChargePaid | PaymentRefusal | Unknown;

/** What was owed just before the payment was sent, charge by charge in cents. */
type Notes = {
  readonly account: string;
  readonly owedCents: readonly number[];
  readonly sentAtMs: number;
};

const OPERATION = 'Mutation.payLibraryCharge';

/**
 * Records a payment, at most once for a key. The charges are read and noted before anything is
 * sent; when the answer is lost, the same key reads them again instead of paying.
 */
export async function payLibraryCharge(
  input: PayLibraryChargeInput,
  context: Context,
): Promise<PayChargeAnswer> {
  const card = await cardToChange(OPERATION, input.card, context);
  const { system, id } = parseItemId(input.chargeId);
  assertPayable(input);
  const borrower = borrowerOf(card, context.libraries[system]);
  return context.once.aroundCall<PayChargeAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => {
      if (card === null) return final(paymentRefused('CARD_UNKNOWN'));
      const task = { card, borrower, chargeId: id, input };
      // Without notes nothing was sent: they are kept before.
      if (attempt.notes !== null) return findOut(task, attempt.notes, context);
      if (borrower === null) return final(paymentRefused('NOT_LINKED'));
      return payNow({ ...task, borrower }, attempt, context);
    },
  );
}

/** @throws {InvalidInputError} The amount or the receipt's reference is not one that can be recorded. */
function assertPayable({ amountCents, receipt }: PayLibraryChargeInput): void {
  if (amountCents < 1) throw new InvalidInputError('The amount must be at least one cent.');
  // `|` would end the field on its way to the library.
  if (!/^[ -{}~]{1,40}$/.test(receipt)) {
    throw new InvalidInputError(
      'The receipt must be 1 to 40 printable ASCII characters without a vertical bar.',
    );
  }
}

type Task = {
  readonly card: CardRef;
  readonly borrower: Borrower;
  /** As the library names it. */
  readonly chargeId: string;
  readonly input: PayLibraryChargeInput;
};

async function payNow(
  { card, borrower, chargeId, input }: Task,
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<PayChargeAnswer>> {
  const { signal, clock } = context;
  const { port, account } = borrower;
  const charges = assertWhole(await readCharges(borrower, signal));
  const charge = charges.find(({ id }) => id === chargeId);
  if (charge === undefined) return final(paymentRefused('CHARGE_NOT_FOUND'));
  if (input.amountCents > charge.amountCents) {
    return final(paymentRefused('AMOUNT_TOO_HIGH'));
  }
  assertTimeLeft(port.system, signal);
  const owedCents = charges.map(({ amountCents }) => amountCents);
  await attempt.note({ account, owedCents, sentAtMs: clock.now().getTime() });
  const { amountCents, receipt } = input;
  const payment = { chargeId, amountCents, receipt };
  const call = () => port.postPayment(account, payment, { signal: context.deadline });
  const outcome = await sendWrite(OPERATION, call, context);
  await forgetLastKnown(card, context);
  if (outcome.kind === 'unknown') return { result: OUTCOME_UNKNOWN, isFinal: false };
  if (outcome.kind === 'refused') {
    return final(paymentRefused('LIBRARY_REFUSED'));
  }
  return final(paid(input));
}

async function findOut(
  { card, input, ...task }: MaybeUnlinked<Task>,
  { account, owedCents, sentAtMs }: Notes,
  context: Context,
): Promise<Attempted<PayChargeAnswer>> {
  const borrower = stillOf(task.borrower, account);
  const now = context.clock.now().getTime();
  const charges =
    borrower && (await orNull(readCharges(borrower, context.signal).then(assertWhole), context));
  await forgetLastKnown(card, context);
  if (charges === null) return { result: OUTCOME_UNKNOWN, isFinal: false };
  const owedNow = charges.map(({ amountCents }) => amountCents);
  const evidence = paymentEvidence(owedCents, owedNow, input.amountCents);
  if (evidence === 'paid') return final(paid(input));
  const mayStillCome = now - sentAtMs < MAY_BE_UNDER_WAY_MS;
  if (evidence === 'unclear' || mayStillCome) return { result: OUTCOME_UNKNOWN, isFinal: false };
  return final(paymentRefused('NOT_RECORDED'));
}

function paid({ chargeId, amountCents, receipt }: PayLibraryChargeInput): ChargePaid {
  return { __typename: 'ChargePaid', chargeId, amountCents, receipt };
}
