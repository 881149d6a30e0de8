import { InvalidInputError } from '../errors.ts';
import type { Credit } from './rulebook.ts';

/** A use that took from a credit, told at least once. Its id names it for good: reader and sequence. */
export type CreditUse = {
  readonly useId: string;
  /** 1 for a credit of uses, cents for one of cents: `Why.takes` of the day it happened on. */
  readonly amount: number;
};

/**
 * The uses of one credit (a rule's, of one holder) in one period. A set: applying uses in any order,
 * any number of times, in any portions, gives the same account.
 */
export type CreditAccount = {
  readonly granted: number;
  readonly uses: ReadonlyMap<string, number>;
};

export type CreditBalance = {
  readonly granted: number;
  readonly used: number;
  readonly left: number;
  /** What was used beyond the grant, by readers that did not know better while offline. */
  readonly overused: number;
};

/** An account after further uses, with what is to be reported about these. */
export type AppliedUses = {
  readonly account: CreditAccount;
  /** By how much the overuse grew: over all calls they add up to `overused`, so none is reported twice. */
  readonly newlyOverused: number;
  /** Uses that came again with another amount; the greater amount counts. */
  readonly conflictingUseIds: readonly string[];
};

export function openCreditAccount({ amount }: Credit): CreditAccount {
  return { granted: amount, uses: new Map() };
}

/** @throws {InvalidInputError} An amount is not a whole number from 1 on; then nothing is applied. */
export function applyUses(account: CreditAccount, uses: Iterable<CreditUse>): AppliedUses {
  const all = new Map(account.uses);
  const conflicting = new Set<string>();
  for (const { useId, amount } of uses) {
    if (!Number.isSafeInteger(amount) || amount < 1) {
      throw new InvalidInputError('A use takes a whole number from a credit, 1 or more.');
    }
    const known = all.get(useId);
    if (known !== undefined && known !== amount) conflicting.add(useId);
    all.set(useId, Math.max(known ?? 0, amount));
  }
  const applied = { granted: account.granted, uses: all };
  return {
    account: applied,
    newlyOverused: balanceOf(applied).overused - balanceOf(account).overused,
    conflictingUseIds: [...conflicting].toSorted(),
  };
}

export function balanceOf({ granted, uses }: CreditAccount): CreditBalance {
  let used = 0;
  for (const amount of uses.values()) used += amount;
  return {
    granted,
    used,
    left: Math.max(0, granted - used),
    overused: Math.max(0, used - granted),
  };
}
