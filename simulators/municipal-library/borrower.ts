import type { Cardholder, LibraryRecord } from '../city/model.ts';
import { daysAfter } from './time.ts';

export type LoanRecord = {
  readonly barcode: string;
  readonly title: string;
  readonly mayRenew: boolean;
  /** `YYYY-MM-DD`. */
  dueOn: string;
  renewals: number;
};

export type ChargeRecord = {
  readonly id: string;
  readonly concept: string;
  outstandingCents: number;
};

/** What the library knows of one borrower, and changes. */
export type Borrower = {
  readonly account: string;
  readonly pin: string;
  readonly isBlocked: boolean;
  /** As catalogued: family name first. */
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly loans: Map<string, LoanRecord>;
  readonly holds: Map<string, LibraryRecord['holds'][number]>;
  readonly charges: readonly ChargeRecord[];
};

/** @param madeOn Day of the city, from which its due dates count. */
export function createBorrower(
  holder: Cardholder,
  record: LibraryRecord,
  madeOn: string,
): Borrower {
  const loans = record.loans.map(({ barcode, title, mayRenew, dueInDays }) => ({
    barcode,
    title,
    mayRenew,
    dueOn: daysAfter(madeOn, dueInDays),
    renewals: 0,
  }));
  return {
    account: record.account,
    pin: record.pin,
    isBlocked: record.isBlocked,
    name: `${holder.familyName}, ${holder.givenName}`,
    birthDate: holder.birthDate ?? '',
    loans: new Map(loans.map((loan) => [loan.barcode, loan])),
    holds: new Map(record.holds.map((hold) => [hold.barcode, hold])),
    charges: record.charges.map(({ concept, amountCents }, place) => ({
      id: `${Number(record.account)}${String(place + 1).padStart(2, '0')}`,
      concept,
      outstandingCents: amountCents,
    })),
  };
}

export function owedCents({ charges }: Borrower): number {
  return charges.reduce((sum, { outstandingCents }) => sum + outstandingCents, 0);
}
