import type { OperationRule } from '../../platform/guard.ts';

/** The name under which errors, logs and `source.system` know the tax office. */
export const SYSTEM = 'tax';

/** One breaker for each operation. Reads may be sent twice. */
export const TAX_OPERATIONS = {
  ConsultarRecibos: { isSafe: true },
  ConsultarBonificacion: { isSafe: true },
  ObtenerDocumentoPago: { isSafe: true },
  ConsultarDatosTarifa: { isSafe: true },
  // One payment number has one effect, but who repeats is the caller, who says so to the citizen.
  ComunicarCobro: { isSafe: false },
} as const satisfies Record<string, OperationRule>;

export type TaxOperation = keyof typeof TAX_OPERATIONS;
