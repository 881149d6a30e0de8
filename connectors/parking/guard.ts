import type { OperationRule } from '../../platform/guard.ts';

/** The name under which errors, logs and `source.system` know the parking rights system. */
export const SYSTEM = 'parking';

/** One breaker for each. Reads may be sent twice, and a quote, which binds nobody; changes may not. */
export const PARKING_OPERATIONS = {
  rights: { isSafe: true },
  sessions: { isSafe: true },
  session: { isSafe: true },
  specifications: { isSafe: true },
  places: { isSafe: true },
  quote: { isSafe: true },
  sessionStart: { isSafe: false },
  sessionChange: { isSafe: false },
  rightChange: { isSafe: false },
} as const satisfies Record<string, OperationRule>;

export type ParkingOperation = keyof typeof PARKING_OPERATIONS;
