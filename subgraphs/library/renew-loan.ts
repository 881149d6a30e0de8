import type { Loan } from '../../connectors/library/port.ts';
import { isFailed } from '../../domain/outcome.ts';
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
  cardToChange,
  readLoans,
  stillOf,
  type Borrower,
  type MaybeUnlinked,
} from './account-change.ts';
import type { CardRef } from './card-ref.ts';
import {
  OUTCOME_UNKNOWN,
  renewalRefused,
  type RenewalRefusal,
  type Unknown,
} from './change-results.ts';
import type { Context } from './context.ts';
import { parseItemId } from './item-id.ts';
import type { LoanRow } from './load-library.ts';
import type { RenewLoanInput } from './schema.generated.ts';

export type LoanRenewed = { readonly __typename: 'LoanRenewed'; readonly loan: LoanRow };
export type RenewLoanAnswer = LoanRenewed | RenewalRefusal | Unknown;

/** The loan just before its renewal was sent: a later due day proves that it was renewed. */
type Notes = { readonly account: string; readonly dueOn: string; readonly sentAtMs: number };

const OPERATION = 'Mutation.renewLoan';

/**
 * Renews one loan, at most once for a key. The loan is read before anything is sent; when the
 * answer is lost, the same key reads it again instead of renewing.
 */
export async function renewLoan(input: RenewLoanInput, context: Context): Promise<RenewLoanAnswer> {
  const card = await cardToChange(OPERATION, input.card, context);
  const { system, id } = parseItemId(input.loanId);
  const borrower = borrowerOf(card, context.libraries[system]);
  return context.once.aroundCall<RenewLoanAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => {
      if (card === null) return final(renewalRefused('CARD_UNKNOWN'));
      const task = { card, borrower, loanId: id };
      // Without notes nothing was sent: they are kept before.
      if (attempt.notes !== null) return findOut(task, attempt.notes, context);
      if (borrower === null) return final(renewalRefused('NOT_LINKED'));
      return renewNow({ ...task, borrower }, attempt, context);
    },
  );
}

type Task = { readonly card: CardRef; readonly borrower: Borrower; readonly loanId: string };

async function renewNow(
  { card, borrower, loanId }: Task,
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<RenewLoanAnswer>> {
  if (!card.isUsable) return final(renewalRefused('CARD_NOT_USABLE'));
  const { signal, clock } = context;
  const { port, account } = borrower;
  const loan = await findLoan(borrower, loanId, signal);
  if (loan === null) return final(renewalRefused('LOAN_NOT_FOUND'));
  assertTimeLeft(port.system, signal);
  await attempt.note({ account, dueOn: loan.dueOn, sentAtMs: clock.now().getTime() });
  const call = () => port.postRenewal(account, loanId, { signal: context.deadline });
  const outcome = await sendWrite(OPERATION, call, context);
  await forgetLastKnown(card, context);
  if (outcome.kind === 'unknown') return { result: OUTCOME_UNKNOWN, isFinal: false };
  if (outcome.kind === 'refused') {
    return final(renewalRefused('LIBRARY_REFUSED'));
  }
  return final(renewed(borrower, outcome.loan, clock.now()));
}

async function findOut(
  { card, loanId, ...task }: MaybeUnlinked<Task>,
  notes: Notes,
  context: Context,
): Promise<Attempted<RenewLoanAnswer>> {
  const now = context.clock.now();
  const borrower = stillOf(task.borrower, notes.account);
  const loan = borrower && (await orNull(findLoan(borrower, loanId, context.signal), context));
  await forgetLastKnown(card, context);
  if (borrower !== null && loan !== null && loan.dueOn > notes.dueOn) {
    return final(renewed(borrower, loan, now));
  }
  // A loan that is gone was brought back, renewed or not.
  const mayStillCome = now.getTime() - notes.sentAtMs < MAY_BE_UNDER_WAY_MS;
  if (loan === null || mayStillCome) return { result: OUTCOME_UNKNOWN, isFinal: false };
  return final(renewalRefused('NOT_RECORDED'));
}

/** @throws {HubError} The loans could not be read, or not all of them and this one was not among them. */
async function findLoan(
  borrower: Borrower,
  loanId: string,
  signal: AbortSignal,
): Promise<Loan | null> {
  const items = await readLoans(borrower, signal);
  const found = items.find((item) => !isFailed(item) && item.value.id === loanId);
  if (found !== undefined && !isFailed(found)) return found.value;
  const failed = items.find(isFailed);
  if (failed !== undefined) throw failed.error;
  return null;
}

function renewed({ port: { system } }: Borrower, loan: Loan, at: Date): LoanRenewed {
  const source = { system, asOf: at.toISOString(), freshness: 'LIVE' } as const;
  return { __typename: 'LoanRenewed', loan: { ...loan, system, source } };
}
