import type { Cardholder } from '../city/model.ts';
import type { TaxBillRecord } from '../city/tax-record.ts';
import { barcodeOf, identificationOf, ISSUER, referenceOf } from './figures.ts';

/** A bill as the office has it on some day. */
export type OfficeBill = {
  readonly id: string;
  readonly contributor: string;
  readonly concept: string;
  readonly isPaid: boolean;
  readonly isExecutive: boolean;
  readonly principalCents: number;
  /** 0 in the voluntary period, else 5, 10 or 20. */
  readonly percent: number;
  readonly surchargeCents: number;
  readonly cents: number;
  /** `YYYY-MM-DD`. */
  readonly limitOn: string;
  readonly issuer: string;
  readonly reference: string;
  readonly identification: string;
  readonly barcode: string;
  readonly record: TaxBillRecord;
  /** Place of the holder and of the bill: the office's habits go by them. */
  readonly habit: number;
};

/** Whose bill, and which of theirs. */
export type BillPlace = { readonly index: number; readonly place: number };

export type BillMoment = {
  readonly madeOn: string;
  /** The day on which one looks. */
  readonly day: string;
  /** Day of the payment that was reported; null while there is none. */
  readonly paidOn: string | null;
};

/** How long each stage of the executive period lasts. */
const STAGE_DAYS = 30;
/** Per cent in the first and second stage, and in all that follow. */
const EARLY_SURCHARGES = [0, 5, 10] as const;
const LATE_SURCHARGE = 20;

export function billIdOf({ index, place }: BillPlace): string {
  return `R${String(index + 1).padStart(9, '0')}-${String(place + 1).padStart(2, '0')}`;
}

/** Null for what is no bill's id. */
export function placeOfBillId(id: string): BillPlace | null {
  const [, holder, place] = /^R(\d{9})-(\d{2})$/.exec(id) ?? [];
  return holder === undefined ? null : { index: Number(holder) - 1, place: Number(place) - 1 };
}

/** The document number tells whose bill it is: seven digits the holder, one the bill, two the stage. */
export function placeOfReference(reference: string): BillPlace | null {
  const [, holder, place] = /^(\d{7})(\d)\d{4}$/.exec(reference) ?? [];
  return holder === undefined ? null : { index: Number(holder) - 1, place: Number(place) };
}

export function billOf(
  holder: Cardholder,
  { record, place }: { readonly record: TaxBillRecord; readonly place: number },
  { madeOn, day, paidOn }: BillMoment,
): OfficeBill {
  const firstLimitOn = addDays(madeOn, record.dueInDays);
  const stage = record.isPaid || record.isForgotten ? 0 : stageOn(firstLimitOn, paidOn ?? day);
  const percent = EARLY_SURCHARGES[stage] ?? LATE_SURCHARGE;
  const principalCents = record.grossCents - (record.reduction?.cents ?? 0);
  const surchargeCents = Math.round((principalCents * percent) / 100);
  const cents = principalCents + surchargeCents;
  const limitOn = addDays(firstLimitOn, stage * STAGE_DAYS);
  const taxYear = Number(madeOn.slice(0, 4));
  const identification = identificationOf(record.tribute.code, { taxYear, limitOn });
  const document = `${String(holder.index + 1).padStart(7, '0')}${place}${String(stage % 100).padStart(2, '0')}`;
  const reference = referenceOf(document, { identification, cents });
  return {
    id: billIdOf({ index: holder.index, place }),
    contributor: holder.tax?.contributor ?? '',
    concept: `${record.tribute.name} ${taxYear}`,
    isPaid: record.isPaid || paidOn !== null,
    isExecutive: stage > 0,
    principalCents,
    percent,
    surchargeCents,
    cents,
    limitOn,
    issuer: ISSUER,
    reference,
    identification,
    barcode: barcodeOf(reference, identification, cents),
    record,
    habit: holder.index + place,
  };
}

/** 0 up to the limit day, then one more for each thirty days begun. */
function stageOn(limitOn: string, day: string): number {
  const lateDays = Math.round((Date.parse(day) - Date.parse(limitOn)) / 86_400_000);
  return lateDays <= 0 ? 0 : Math.ceil(lateDays / STAGE_DAYS);
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
