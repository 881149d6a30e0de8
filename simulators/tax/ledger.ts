import { cityDayAt } from '../../domain/city-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import type { Cardholder } from '../city/model.ts';
import {
  billIdOf,
  billOf,
  placeOfBillId,
  placeOfReference,
  type BillPlace,
  type OfficeBill,
} from './bills.ts';
import { openPaymentBook, type OfficePayment } from './payment-book.ts';

/** A payment to record; bill and contributor are compared with the reference when they are given. */
export type PaymentReport = Omit<OfficePayment, 'billId'> & {
  readonly billId: string | null;
  readonly contributor: string | null;
};

export type ReportResult = 'REGISTRADO' | 'REPETIDO' | { readonly refusal: string };

/** The office's books: bills as they are today, and the payments recorded since the city was made. */
export type Ledger = {
  /** Null for a number that nobody has. */
  findContributor(contributor: string): Cardholder | null;
  findByNif(nif: string): Cardholder | null;
  billsOf(holder: Cardholder): readonly OfficeBill[];
  findBill(id: string): OfficeBill | null;
  /** One payment number has one effect. */
  report(payment: PaymentReport): ReportResult;
  payments(): readonly OfficePayment[];
};

export type LedgerOptions = {
  readonly city: City;
  /** Null keeps nothing. */
  readonly journalPath: string | null;
  readonly zone: string;
  readonly clock: Clock;
};

/** Payments reported later than this after they were taken are looked into by hand. */
const OLDEST_PAYMENT_DAYS = 60;
const DAY_MS = 24 * 60 * 60 * 1000;

export function openLedger({ city, journalPath, zone, clock }: LedgerOptions): Ledger {
  const book = openPaymentBook(journalPath);
  const byNif = contributorsByNif(city);
  const today = (): string => cityDayAt(clock.now(), zone);

  function billAt({ index, place }: BillPlace, day: string): OfficeBill | null {
    const holder = city.cardholders[index];
    const record = holder?.tax?.bills[place];
    if (holder === undefined || record === undefined) return null;
    const paidOn = book.paidOn(billIdOf({ index, place }));
    return billOf(holder, { record, place }, { madeOn: city.options.madeOn, day, paidOn });
  }

  return {
    findContributor(contributor) {
      const holder = city.cardholders[Number(/^C(\d{9})$/.exec(contributor)?.[1]) - 1];
      return holder === undefined || holder.tax === null ? null : holder;
    },
    findByNif: (nif) => byNif.get(nif.replaceAll(/[\s.-]/g, '').toUpperCase()) ?? null,
    billsOf: ({ index, tax }) =>
      (tax?.bills ?? []).flatMap((_, place) => billAt({ index, place }, today()) ?? []),
    findBill(id) {
      const place = placeOfBillId(id);
      return place && billAt(place, today());
    },
    report(payment) {
      const before = book.find(payment.nrc);
      if (before !== null) {
        return isSame(before, payment) ? 'REPETIDO' : { refusal: 'NRC_CON_OTROS_DATOS' };
      }
      if (!isRecent(payment.paidOn, today())) return { refusal: 'FECHA_NO_VALIDA' };
      const place = placeOfReference(payment.reference);
      // As it was when it was paid: a surcharge that came later is not owed.
      const bill = place && billAt(place, payment.paidOn);
      if (bill === null) return { refusal: 'REFERENCIA_DESCONOCIDA' };
      const refusal = refusalOf(bill, payment);
      if (refusal !== null) return { refusal };
      const { nrc, reference, cents, paidOn } = payment;
      book.record({ nrc, billId: bill.id, reference, cents, paidOn });
      return 'REGISTRADO';
    },
    payments: () => book.all(),
  };
}

/** Why a payment cannot be recorded; null when it can. */
function refusalOf(bill: OfficeBill, payment: PaymentReport): string | null {
  const isTheirs = (payment.contributor ?? bill.contributor) === bill.contributor;
  if ((payment.billId ?? bill.id) !== bill.id || !isTheirs) return 'RECIBO_DESCONOCIDO';
  if (bill.isPaid) return 'RECIBO_PAGADO';
  if (payment.reference !== bill.reference) return 'REFERENCIA_DESCONOCIDA';
  if (payment.cents !== bill.cents || bill.cents === 0) return 'IMPORTE_DISTINTO';
  return payment.paidOn > bill.limitOn ? 'DOCUMENTO_CADUCADO' : null;
}

function isSame(before: OfficePayment, { reference, cents, paidOn }: PaymentReport): boolean {
  return before.reference === reference && before.cents === cents && before.paidOn === paidOn;
}

function isRecent(paidOn: string, today: string): boolean {
  const age = /^\d{4}-\d{2}-\d{2}$/.test(paidOn) ? Date.parse(today) - Date.parse(paidOn) : -1;
  return age >= 0 && age <= OLDEST_PAYMENT_DAYS * DAY_MS;
}

function contributorsByNif({ cardholders }: City): ReadonlyMap<string, Cardholder> {
  const contributors = cardholders.filter(({ tax }) => tax !== null);
  return new Map(contributors.map((holder) => [holder.civilId, holder]));
}
