import type { OperationRule } from '../../../platform/guard.ts';

/** The name under which errors, logs and `source.system` know this library. */
export const SYSTEM = 'library';

/** One breaker for each SIP2 message. Only reads may be sent twice. */
export const SIP2_OPERATIONS = {
  /** Item information. */
  '17': { isSafe: true },
  /** Patron information; also patron status, 23, which stands in for it where a server has only that. */
  '63': { isSafe: true },
  /** Patron information with a PIN: systems count wrong ones and lock the card, so once only. */
  '63 with PIN': { isSafe: false },
  /** Checkout. */
  '11': { isSafe: false },
  /** Renew. */
  '29': { isSafe: false },
  /** Fee paid. */
  '37': { isSafe: false },
  /** Renew all. */
  '65': { isSafe: false },
} as const satisfies Record<string, OperationRule>;

export type Sip2Operation = keyof typeof SIP2_OPERATIONS;
