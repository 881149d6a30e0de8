import { UpstreamMalformedError } from '../../domain/errors.ts';
import { toConcept } from './concept.ts';
import { toFigures, type BillRules } from './figures.ts';
import { SYSTEM } from './guard.ts';
import { toCents } from './money.ts';
import type { Bill, Subsidy } from './port.ts';
import type { WireBill, WireReduction } from './wire.ts';

/** Per cent of the principal in the executive period, by how late it is. Source: Ley 58/2003, article 28. */
const SURCHARGES: readonly number[] = [5, 10, 20];
const PER_CENT = /^(\d{1,2})(?:[.,]0{1,2})?\s?%?$/;

/** Offices round each instalment of a bill by itself. */
const ROUNDING_CENTS = 1;

/** @throws {UpstreamMalformedError} Figures or amounts that do not belong together. */
export function toBill(wire: WireBill, rules: BillRules): Bill {
  checkSurcharge(wire);
  const { reference, amountCents, dueOn } = toFigures(wire, rules);
  return {
    id: wire.IdRecibo,
    concept: toConcept(wire.Concepto),
    amountCents,
    reference,
    dueOn,
    state: stateOf(wire, { amountCents, isLate: dueOn < rules.today }),
  };
}

/** @throws {UpstreamMalformedError} The amount is none. */
export function toSubsidy(wire: WireReduction): Subsidy {
  return {
    billId: wire.IdRecibo,
    concept: toConcept(wire.ConceptoRecibo),
    amountCents: toCents(wire.Importe),
  };
}

/** In the executive period, the limit date is a new one; the bill is overdue all the same. */
function stateOf(
  { Estado, Periodo }: WireBill,
  { amountCents, isLate }: { readonly amountCents: number; readonly isLate: boolean },
): Bill['state'] {
  if (Estado === 'PAGADO' || amountCents === 0) return 'paid';
  return Periodo === 'EJECUTIVO' || isLate ? 'overdue' : 'pending';
}

/** The amount is what is owed with its surcharge: none in the voluntary period, one of three after it. */
function checkSurcharge(wire: WireBill): void {
  const principal = toCents(wire.Principal);
  const surcharge = wire.Recargo === null ? 0 : toCents(wire.Recargo);
  if (toCents(wire.Importe) !== principal + surcharge) {
    throw new UpstreamMalformedError(SYSTEM, 'an amount that is not principal and surcharge');
  }
  const isRight = wire.Periodo === 'EJECUTIVO' ? isOf(principal, surcharge, wire) : surcharge === 0;
  if (!isRight) {
    throw new UpstreamMalformedError(SYSTEM, 'a surcharge that its period does not have');
  }
}

function isOf(principal: number, surcharge: number, { PorcentajeRecargo }: WireBill): boolean {
  const percent = Number(PER_CENT.exec(PorcentajeRecargo ?? '')?.[1]);
  const expected = Math.round((principal * percent) / 100);
  return SURCHARGES.includes(percent) && Math.abs(surcharge - expected) <= ROUNDING_CENTS;
}
