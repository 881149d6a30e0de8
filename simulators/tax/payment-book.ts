import { openJournal } from '../journal.ts';

/** A payment taken elsewhere, as it was reported and recorded. */
export type OfficePayment = {
  /** Number of the completed payment: one has one effect. */
  readonly nrc: string;
  readonly billId: string;
  readonly reference: string;
  readonly cents: number;
  readonly paidOn: string;
};

/** The payments recorded since the city was made. */
export type PaymentBook = {
  find(nrc: string): OfficePayment | null;
  /** Day on which a bill was paid; null while it is not. */
  paidOn(billId: string): string | null;
  record(payment: OfficePayment): void;
  all(): readonly OfficePayment[];
};

/** @param journalPath File to keep; null keeps nothing. */
export function openPaymentBook(journalPath: string | null): PaymentBook {
  const journal = openJournal<OfficePayment>(journalPath);
  const byNrc = new Map<string, OfficePayment>();
  const byBill = new Map<string, OfficePayment>();
  const apply = (payment: OfficePayment): void => {
    byNrc.set(payment.nrc, payment);
    byBill.set(payment.billId, payment);
  };
  for (const payment of journal.entries) apply(payment);
  return {
    find: (nrc) => byNrc.get(nrc) ?? null,
    paidOn: (billId) => byBill.get(billId)?.paidOn ?? null,
    record(payment) {
      journal.append(payment);
      apply(payment);
    },
    all: () => [...byNrc.values()],
  };
}
