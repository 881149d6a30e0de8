import type { OperationRule } from '../../platform/guard.ts';

/** The name under which errors, logs and the control port know the census. */
export const SYSTEM = 'census';

/** One breaker for each operation. All are reads, which may be sent twice. */
export const CENSUS_OPERATIONS = {
  ConsultarEmpadronamiento: { isSafe: true },
  ConsultarDatosIdentidad: { isSafe: true },
  ConsultarConvivencia: { isSafe: true },
} as const satisfies Record<string, OperationRule>;

export type CensusOperation = keyof typeof CENSUS_OPERATIONS;
