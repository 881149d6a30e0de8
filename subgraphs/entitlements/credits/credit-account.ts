import type { CityDay } from '../../../domain/city-day.ts';
import { applyUses, balanceOf, type CreditAccount } from '../../../domain/tariff/credit-account.ts';

/** One use in an account: of a reader, or an enrolment. */
export type AccountUse = {
  readonly id: string;
  readonly day: CityDay;
  readonly amount: number;
  /** Kept as long as its period, since it may be given back. */
  readonly isReturnable?: true;
};

/** The credit of one rule of one holder in one period, with every use that was taken from it. */
export type Account = {
  readonly granted: number;
  readonly uses: readonly AccountUse[];
  /** The sum of uses that are not kept any more. */
  readonly folded: number;
  /** Uses of earlier days are in that sum, or were never told in time: none of them counts again. */
  readonly foldedBefore: CityDay | null;
};

/** What an account comes to. */
export type Entered = {
  readonly account: Account;
  readonly taken: number;
  /** By how much the overuse grew: each use is told of once. */
  readonly newlyOverused: number;
};

export const EMPTY: Omit<Account, 'granted'> = { uses: [], folded: 0, foldedBefore: null };

/** Enters uses, each once by its id. @throws {InvalidInputError} An amount is not a whole number from 1 on. */
export function enter(account: Account, uses: readonly AccountUse[]): Entered {
  const { foldedBefore } = account;
  const known = new Set(account.uses.map(({ id }) => id));
  const fresh = uses.filter(
    ({ id, day }) => !known.has(id) && (foldedBefore === null || day >= foldedBefore),
  );
  const { newlyOverused } = applyUses(
    toCreditAccount(account),
    fresh.map(({ id, amount }) => ({ useId: id, amount })),
  );
  const entered = { ...account, uses: [...account.uses, ...fresh] };
  return { account: entered, taken: takenOf(entered), newlyOverused };
}

/** Without a use that was given back; the same when it is not there. */
export function giveBack(account: Account, useId: string): Account {
  return { ...account, uses: account.uses.filter(({ id }) => id !== useId) };
}

/** Turns uses of days before this one into a sum. */
export function fold(account: Account, before: CityDay): Account {
  const isGone = (use: AccountUse): boolean => use.day < before && use.isReturnable !== true;
  const gone = account.uses.filter(isGone);
  return {
    ...account,
    uses: account.uses.filter((use) => !isGone(use)),
    folded: gone.reduce((sum, { amount }) => sum + amount, account.folded),
    foldedBefore: before,
  };
}

/** The day of the oldest use that will be folded; null for none. */
export function oldestOf({ uses }: Account): CityDay | null {
  let oldest: CityDay | null = null;
  for (const { day, isReturnable } of uses) {
    if (isReturnable !== true && (oldest === null || day < oldest)) oldest = day;
  }
  return oldest;
}

export function takenOf(account: Account): number {
  return balanceOf(toCreditAccount(account)).used;
}

/** Stands for folded uses; no reader or enrolment is called so. */
const FOLDED = 'folded';

function toCreditAccount({ granted, uses, folded }: Account): CreditAccount {
  const known = uses.map(({ id, amount }) => [id, amount] as const);
  return { granted, uses: new Map(folded > 0 ? [[FOLDED, folded], ...known] : known) };
}
