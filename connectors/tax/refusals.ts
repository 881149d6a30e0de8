import { UpstreamRejectedError } from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/** Why the tax office does not record a payment; it did nothing then. */
const PAYMENT_REFUSALS = new Set([
  'RECIBO_DESCONOCIDO',
  'REFERENCIA_DESCONOCIDA',
  'RECIBO_PAGADO',
  'IMPORTE_DISTINTO',
  'DOCUMENTO_CADUCADO',
  'FECHA_NO_VALIDA',
  'NRC_CON_OTROS_DATOS',
]);

/** Codes that may stand in a message: one that is not known here could say something of the holder. */
const KNOWN = new Set([
  ...PAYMENT_REFUSALS,
  'CONTRIBUYENTE_DESCONOCIDO',
  'FINALIDAD_OBLIGATORIA',
  'CONSENTIMIENTO_OBLIGATORIO',
  'PETICION_NO_VALIDA',
  'CREDENCIALES_NO_VALIDAS',
]);

/** Nobody has this number, or nobody has this NIF. */
export const UNKNOWN_CONTRIBUTOR = 'CONTRIBUYENTE_DESCONOCIDO';

export function isPaymentRefusal(code: string): boolean {
  return PAYMENT_REFUSALS.has(code);
}

/** @param code Of a fault, or the four digits of a state. */
export function toRejection(code: string): UpstreamRejectedError {
  const named = KNOWN.has(code) || /^\d{4}$/.test(code) ? code : 'a code that is not known';
  return new UpstreamRejectedError(SYSTEM, `refused with ${named}`);
}
