import type { OperationRule } from '../../platform/guard.ts';

/** The name under which errors, logs and `source.system` know the sports body. */
export const SYSTEM = 'sports';

/** One breaker for each. Quotes book nothing and may be sent twice; orders may not. */
export const SPORTS_OPERATIONS = {
  facilityFeed: { isSafe: true },
  slotFeed: { isSafe: true },
  orderFeed: { isSafe: true },
  quoteTemplate: { isSafe: true },
  quote: { isSafe: true },
  orderStatus: { isSafe: true },
  order: { isSafe: false },
  cancellation: { isSafe: false },
} as const satisfies Record<string, OperationRule>;

export type SportsOperation = keyof typeof SPORTS_OPERATIONS;
