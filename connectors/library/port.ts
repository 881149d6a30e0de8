import type { LibraryAccount, LibrarySystem } from '../../domain/library-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { OwnerPort } from '../../domain/owner-proof.ts';

/** The lists of a borrower that cost calls of their own; ask for those that a query selects. */
export type LibraryList = 'loans' | 'holds' | 'charges';

/** One borrowed item. */
export type Loan = {
  /** Names the loan within its system: the item's barcode (SIP2) or the checkout's number (Koha). */
  readonly id: string;
  readonly title: string;
  /** Calendar day in the library's time zone, `YYYY-MM-DD`. */
  readonly dueOn: string;
};

/** One reserved title. */
export type Hold = {
  /** Names the hold within its system. */
  readonly id: string;
  readonly title: string;
  /** True when the item waits on the hold shelf. */
  readonly isReady: boolean;
};

/** Money owed to the library. */
export type Charge = {
  /** Names the charge within its system; where the system gives no ids (SIP2), its place in the list. */
  readonly id: string;
  /** Display text of the library, without the amount. */
  readonly concept: string;
  /** What is still owed, in euro cents, positive. */
  readonly amountCents: number;
};

export type AccountAsk = {
  readonly account: LibraryAccount;
  readonly lists: ReadonlySet<LibraryList>;
};

/**
 * What one system said of one borrower. A list that was not asked for is null. A list that
 * was answered may hold failed items: one item whose title could not be read fails alone.
 */
export type AccountAnswer = {
  readonly account: LibraryAccount;
  /** False when the library blocks borrowing for any reason; which one is never told. */
  readonly mayBorrow: Outcome<boolean>;
  readonly loans: Outcome<readonly Outcome<Loan>[]> | null;
  readonly holds: Outcome<readonly Outcome<Hold>[]> | null;
  readonly charges: Outcome<readonly Outcome<Charge>[]> | null;
};

export type RenewOutcome =
  | { readonly kind: 'renewed'; readonly loan: Loan }
  | { readonly kind: 'refused' }
  /** The request went out and its answer was lost: the loan may or may not be renewed. */
  | { readonly kind: 'unknown' };

export type RenewAllOutcome =
  | {
      readonly kind: 'done';
      readonly renewedIds: readonly string[];
      readonly refusedIds: readonly string[];
    }
  | { readonly kind: 'unknown' };

export type PaymentToRecord = {
  /** As `Charge.id`. */
  readonly chargeId: string;
  readonly amountCents: number;
  /** Reference of the receipt given elsewhere, 1 to 40 printable ASCII characters without `|`. */
  readonly receipt: string;
};

export type PaymentOutcome =
  { readonly kind: 'recorded' } | { readonly kind: 'refused' } | { readonly kind: 'unknown' };

/** Ends the call early; the connector's own deadline holds besides it. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

/**
 * What the hub asks of one library system. `sip2/client.ts` and `koha/client.ts` implement it.
 * Reads are repeated when that is safe; writes never are. Every method may throw:
 *
 * @throws {UpstreamUnavailableError} No complete answer in time; also while the breaker is open.
 *   A write that throws it was not sent: one that was sent and lost its answer is `unknown`.
 * @throws {UpstreamRejectedError} The library understood and said no (unknown borrower included).
 * @throws {UpstreamMalformedError} The answer does not match `wire.ts`.
 */
export type LibraryPort = OwnerPort & {
  readonly system: LibrarySystem;

  /**
   * Accounts of many borrowers. Never throws: each failure stands where its value would be.
   *
   * @param asks 1 to 100, each account once.
   * @returns One answer for each ask, in the order asked.
   */
  fetchAccounts(
    asks: readonly AccountAsk[],
    options?: CallOptions,
  ): Promise<readonly AccountAnswer[]>;

  /** Renews one loan of this borrower. A refusal is an outcome, not an error. Not repeated. */
  postRenewal(
    account: LibraryAccount,
    loanId: string,
    options?: CallOptions,
  ): Promise<RenewOutcome>;

  /** Renews what can be renewed. Not repeated. */
  postRenewals(account: LibraryAccount, options?: CallOptions): Promise<RenewAllOutcome>;

  /** Records a payment taken elsewhere. Not repeated: a lost answer is `unknown`. */
  postPayment(
    account: LibraryAccount,
    payment: PaymentToRecord,
    options?: CallOptions,
  ): Promise<PaymentOutcome>;
};
