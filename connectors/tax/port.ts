import type { CityDay } from '../../domain/city-day.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { OwnerPort } from '../../domain/owner-proof.ts';

/** Ends the call early; the connector's own deadline holds besides it. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

/**
 * Why tax data are asked for, sent with every request: Spanish interoperability rules make purpose
 * and consent mandatory.
 */
export type TaxPurpose =
  /** The holder looks at their own: the one purpose of a holder's query. */
  | 'ownInformation'
  /** Staff helps the holder at a desk. */
  | 'citizenAssistance'
  /** Staff or a kiosk records a payment. */
  | 'collection'
  /** Staff handles an appeal or complaint. */
  | 'appeal'
  /** The hub checks that an account is its holder's. */
  | 'identityCheck';

export type TaxAccess = {
  readonly purpose: TaxPurpose;
  /** `given`: by the holder; `legalBasis`: the law allows it without. */
  readonly consent: 'given' | 'legalBasis';
  /** Opaque id of who asks, 1 to 64 characters. */
  readonly requestedBy: string;
};

/**
 * Why and for whom marks for tariffs are asked for. A purpose of its own, that nobody can name in a
 * query, and only with the holder's consent.
 */
export type TariffMarksAccess = {
  readonly purpose: 'tariffs';
  readonly consent: 'given';
  /** Opaque id of who asks, 1 to 64 characters. */
  readonly requestedBy: string;
};

/** What the tax office says of a contributor's situation; for the store of facts alone. */
export type TariffMarks = {
  /** A class, never an amount; null where the office knows none. */
  readonly incomeClass: 'low' | 'other' | null;
  readonly hasSocialBonus: boolean;
};

/**
 * The one way to the marks that all else of this connector drops. Apart from `TaxPort`, so that who
 * is given that one cannot ask.
 */
export type TariffMarksPort = {
  /**
   * One call for each contributor, several at once. Never throws: each failure stands where its value
   * would be, and none carries anything that was told.
   *
   * @param contributors 1 to 100, each once.
   * @returns In the order asked. A contributor that the office does not know is null.
   */
  fetchTariffMarks(
    contributors: readonly LinkedAccount[],
    access: TariffMarksAccess,
    options?: CallOptions,
  ): Promise<readonly Outcome<TariffMarks | null>[]>;
};

/** One tax bill of a contributor. */
export type Bill = {
  readonly id: string;
  /** What it is for, in the tax office's words. */
  readonly concept: string;
  /** What is to be paid now, surcharge included, in euro cents; of a paid bill, what it came to. */
  readonly amountCents: number;
  /** Twelve digits of Cuaderno 60, its control digits recomputed and right. */
  readonly reference: string;
  /** Last day to pay it. */
  readonly dueOn: CityDay;
  readonly state: 'pending' | 'paid' | 'overdue';
};

/** A reduction of a bill. Whose social situation it comes from is dropped in the codec. */
export type Subsidy = {
  readonly billId: string;
  /** That of the bill: the reduction's own would be its reason. */
  readonly concept: string;
  /** Euro cents off the bill. */
  readonly amountCents: number;
};

export type TaxList = 'bills' | 'subsidies';

export type ContributorAnswer = {
  readonly contributor: LinkedAccount;
  readonly bills: Outcome<readonly Outcome<Bill>[]> | null;
  readonly subsidies: Outcome<readonly Outcome<Subsidy>[]> | null;
};

export type ContributorAsk = {
  readonly contributor: LinkedAccount;
  readonly lists: ReadonlySet<TaxList>;
};

/** What a bank or a payment page needs to take the money (Cuaderno 60, format 521). */
export type PaymentDocument = {
  readonly billId: string;
  /** Six digits: municipality and check digit. */
  readonly issuer: string;
  /** Twelve digits. */
  readonly reference: string;
  /** Ten digits. */
  readonly identification: string;
  readonly amountCents: number;
  readonly dueOn: CityDay;
  /** Forty-two digits. */
  readonly barcode: string;
};

export type PaymentToReport = {
  readonly contributor: LinkedAccount;
  readonly billId: string;
  /** Twelve digits. */
  readonly reference: string;
  readonly amountCents: number;
  readonly paidOn: CityDay;
  /**
   * Number of the completed payment (NRC), 1 to 22 capitals and digits: the same one has one effect.
   */
  readonly paymentNumber: string;
};

export type PaymentRefusal =
  /** Another payment was recorded under this payment number. */
  | 'paymentNumberUsed'
  /** The bill is paid, under another payment number. */
  | 'billPaid'
  /** It is not what is owed for the bill. */
  | 'amountDiffers';

export type PaymentReportOutcome =
  | { readonly kind: 'recorded' }
  /** Recorded before under this payment number. */
  | { readonly kind: 'recordedBefore' }
  /** Nothing was recorded. The reason where the tax office tells one of these. */
  | { readonly kind: 'refused'; readonly reason?: PaymentRefusal }
  | { readonly kind: 'unknown' };

/**
 * What the hub asks of the tax office. Reads are repeated when that is safe; writes never are. Every
 * method may throw:
 *
 * @throws {UpstreamUnavailableError} No complete answer in time; also while the breaker is open.
 *   A write that throws it was not sent: one that was sent and lost its answer is `unknown`.
 * @throws {UpstreamRejectedError} The system understood and said no (unknown contributor included).
 * @throws {UpstreamMalformedError} The answer does not match `wire.ts`, or a printed reference is not
 *   the one that its own figures give.
 */
export type TaxPort = OwnerPort & {
  /**
   * Bills and subsidies of many contributors, one call a list and contributor, several at once.
   * Never throws: each failure stands where its value would be; a list not asked for is null.
   *
   * @param asks 1 to 100, each contributor once.
   * @returns One answer for each ask, in the order asked.
   */
  fetchContributors(
    asks: readonly ContributorAsk[],
    access: TaxAccess,
    options?: CallOptions,
  ): Promise<readonly ContributorAnswer[]>;

  fetchPaymentDocument(
    bill: { readonly contributor: LinkedAccount; readonly billId: string },
    access: TaxAccess,
    options?: CallOptions,
  ): Promise<PaymentDocument>;

  /** Tells the tax office of a payment taken elsewhere. Not repeated by the port. */
  postPayment(
    payment: PaymentToReport,
    access: TaxAccess,
    options?: CallOptions,
  ): Promise<PaymentReportOutcome>;
};
