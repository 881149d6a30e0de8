import type { OperationRule } from '../../../platform/guard.ts';

/** The name under which errors, logs and `source.system` know this library. */
export const SYSTEM = 'regionalLibrary';

/** One breaker for each endpoint. Reads may be sent twice. */
export const KOHA_OPERATIONS = {
  token: { isSafe: true },
  patrons: { isSafe: true },
  checkouts: { isSafe: true },
  checkout: { isSafe: true },
  holds: { isSafe: true },
  items: { isSafe: true },
  account: { isSafe: true },
  ownerMatch: { isSafe: true },
  // Koha counts wrong passwords and locks the patron: a lost answer must not count twice.
  passwordValidation: { isSafe: false },
  renewal: { isSafe: false },
  credit: { isSafe: false },
} as const satisfies Record<string, OperationRule>;

export type KohaOperation = keyof typeof KOHA_OPERATIONS;
