import type { OperationRule } from '../../platform/guard.ts';

/** The name under which errors, logs and `source.system` know public transport. */
export const SYSTEM = 'transport';

/** One breaker for each operation of the back office. Reads may be sent twice, writes never are. */
export const CARD_OPERATIONS = {
  ConsultarTarjeta: { isSafe: true },
  ConsultarMovimientos: { isSafe: true },
  RecargarTarjeta: { isSafe: false },
  BloquearTarjeta: { isSafe: false },
  ActualizarPerfilTarifario: { isSafe: false },
} as const satisfies Record<string, OperationRule>;

export type CardOperation = keyof typeof CARD_OPERATIONS;

/** The two feeds of the network. */
export const FEED_OPERATIONS = {
  timetable: { isSafe: true },
  live: { isSafe: true },
} as const satisfies Record<string, OperationRule>;

export type FeedOperation = keyof typeof FEED_OPERATIONS;
