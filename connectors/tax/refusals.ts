import { UpstreamRejectedError } from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';
import type { PaymentReportOutcome } from './port.ts';

/** Why the tax office does not record a payment; it did nothing then. */
const PAYMENT_REFUSALS: ReadonlyMap<string, PaymentReportOutcome> = new Map([
  ['RECIBO_DESCONOCIDO', { kind: 'refused' }],
  ['REFERENCIA_DESCONOCIDA', { kind: 'refused' }],
  ['RECIBO_PAGADO', { kind: 'refused', reason: 'billPaid' }],
  ['IMPORTE_DISTINTO', { kind: 'refused', reason: 'amountDiffers' }],
  ['DOCUMENTO_CADUCADO', { kind: 'refused' }],
  ['FECHA_NO_VALIDA', { kind: 'refused' }],
  ['NRC_CON_OTROS_DATOS', { kind: 'refused', reason: 'paymentNumberUsed' }],
]);

/** Codes that may stand in a message: one that is not known here could say something of the holder. */
const KNOWN = new Set([
  ...PAYMENT_REFUSALS.keys(),
  'CONTRIBUYENTE_DESCONOCIDO',
  'FINALIDAD_OBLIGATORIA',
  'CONSENTIMIENTO_OBLIGATORIO',
  'PETICION_NO_VALIDA',
  'CREDENCIALES_NO_VALIDAS',
]);

/** Nobody has this number, or nobody has this NIF. */
export const UNKNOWN_CONTRIBUTOR = 'CONTRIBUYENTE_DESCONOCIDO';

/** What a code means for a payment; null when it is no word on the payment itself. */
export function toPaymentRefusal(code: string): PaymentReportOutcome | null {
  return PAYMENT_REFUSALS.get(code) ?? null;
}

/** @param code Of a fault, or the four digits of a state. */
export function toRejection(code: string): UpstreamRejectedError {
  const named = KNOWN.has(code) || /^\d{4}$/.test(code) ? code : 'a code that is not known';
  return new UpstreamRejectedError(SYSTEM, `refused with ${named}`);
}
