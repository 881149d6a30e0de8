import { escapeXml } from '../../platform/soap/xml.ts';
import type { Cardholder } from '../city/model.ts';
import { hasSocialBonus } from '../city/tax-record.ts';
import type { OfficeBill } from './bills.ts';
import { spellAmount, spellConcept, spellDay } from './spelling.ts';

/** One element with a text; null is `xsi:nil`. */
export function element(name: string, text: string | null): string {
  return text === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escapeXml(text)}</${name}>`;
}

/** What every answer begins with. */
export function frameOf(requestId: string, now: Date): string {
  return (
    element('CodigoEstado', '0000') +
    element('Descripcion', 'Tramitada') +
    element('FechaProceso', now.toISOString()) +
    element('IdPeticion', requestId)
  );
}

/** Name and address come along whoever asks, and for whatever purpose. */
export function billsAnswer(holder: Cardholder, bills: readonly OfficeBill[]): string {
  return (
    headOf(holder, bills.length) +
    element('Titular', `${holder.givenName} ${holder.familyName}`.trim()) +
    element('Domicilio', `Calle Inventada, ${1 + (holder.index % 200)}`) +
    listOf('Recibos', bills.map(billRow), holder.index)
  );
}

export function reductionsAnswer(holder: Cardholder, bills: readonly OfficeBill[]): string {
  const rows = bills.flatMap((bill) => reductionRow(bill));
  return headOf(holder, rows.length) + listOf('Bonificaciones', rows, holder.index);
}

const INCOME_LEVELS = { low: 'BAJA', other: 'OTRA' } as const;

/** Class of income and Social Bonus, and the amount besides that nobody has asked for. */
export function marksAnswer({ index, tax, ...holder }: Cardholder): string {
  const level = tax === null || tax.incomeClass === null ? null : INCOME_LEVELS[tax.incomeClass];
  // Of who has made no return the level is nil, or not there at all.
  const income = level === null && index % 2 === 0 ? '' : element('NivelRenta', level);
  return (
    element('IdContribuyente', tax?.contributor ?? '') +
    element('Titular', `${holder.givenName} ${holder.familyName}`.trim()) +
    income +
    element('BaseImponible', level === null ? null : spellAmount(900_000 + index * 137, index)) +
    element('BonoSocial', tax !== null && hasSocialBonus(tax) ? 'S' : 'N')
  );
}

export function documentAnswer(bill: OfficeBill): string {
  return (
    element('IdContribuyente', bill.contributor) +
    element('IdRecibo', bill.id) +
    figuresOf(bill) +
    element('Importe', spellAmount(bill.cents, bill.habit)) +
    // Every third program prints none.
    element('CodigoBarras', bill.habit % 3 === 2 ? null : bill.barcode)
  );
}

function billRow(bill: OfficeBill): string {
  const { record, habit } = bill;
  const isSocialBonus = record.reduction?.isSocialBonus === true;
  const amount = (cents: number): string => spellAmount(cents, habit);
  const surcharge = bill.isExecutive
    ? element('PorcentajeRecargo', String(bill.percent)) +
      element('Recargo', amount(bill.surchargeCents))
    : voluntarySurcharge(habit);
  return (
    `<Recibo>${element('IdRecibo', bill.id)}` +
    element('Concepto', spellConcept(bill.concept, isSocialBonus, habit)) +
    element('Estado', bill.isPaid ? 'PAGADO' : 'PENDIENTE') +
    element('Periodo', bill.isExecutive ? 'EJECUTIVO' : 'VOLUNTARIO') +
    element('Principal', amount(bill.principalCents)) +
    surcharge +
    element('Importe', amount(bill.cents)) +
    figuresOf(bill) +
    element('BonoSocial', isSocialBonus ? 'S' : 'N') +
    `${element('MotivoBonificacion', record.reduction?.reason ?? null)}</Recibo>`
  );
}

/** Nothing is written as `0,00`, as nil, or not at all. */
function voluntarySurcharge(habit: number): string {
  const zero = element('PorcentajeRecargo', '0') + element('Recargo', '0,00');
  const nil = element('PorcentajeRecargo', null) + element('Recargo', null);
  return [zero, nil, ''][habit % 3] ?? '';
}

function reductionRow({ id, concept, habit, record }: OfficeBill): string[] {
  const { reduction } = record;
  if (reduction === null) return [];
  const { cents, reason, isSocialBonus } = reduction;
  return [
    `<Bonificacion>${element('IdRecibo', id)}` +
      element('ConceptoRecibo', spellConcept(concept, isSocialBonus, habit)) +
      element('Concepto', `Bonificación ${reason}`) +
      element('Importe', spellAmount(cents, habit)) +
      element('BonoSocial', isSocialBonus ? 'S' : 'N') +
      `${element('MotivoBonificacion', reason)}</Bonificacion>`,
  ];
}

function headOf({ tax }: Cardholder, count: number): string {
  return element('IdContribuyente', tax?.contributor ?? '') + element('NumeroFilas', String(count));
}

function figuresOf(bill: OfficeBill): string {
  return (
    element('FechaLimite', spellDay(bill.limitOn, bill.habit)) +
    element('Emisora', bill.issuer) +
    element('Referencia', bill.reference) +
    element('Identificacion', bill.identification)
  );
}

/** An empty list is an empty element, a nil one, or missing. */
function listOf(name: string, rows: readonly string[], habit: number): string {
  if (rows.length > 0) return `<${name}>${rows.join('')}</${name}>`;
  return [`<${name}/>`, element(name, null), ''][habit % 3] ?? '';
}
