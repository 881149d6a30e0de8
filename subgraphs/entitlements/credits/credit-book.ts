import type { ClientSession } from 'mongoose';
import type { CardholderId } from '../../../domain/card/cardholder.ts';
import type { CityDay } from '../../../domain/city-day.ts';
import type { KeyedHash } from '../../../platform/stores/seal.ts';
import type { ChangeHolder } from '../change-holder.ts';
import type { EntitlementsStore } from '../store.ts';
import type { AccountName, AccountStore, KeptAccount } from './account-store.ts';
import {
  EMPTY,
  enter,
  fold,
  giveBack,
  oldestOf,
  takenOf,
  type AccountUse,
} from './credit-account.ts';
import { withTaken, type CreditTaken } from './credits-taken.ts';

/** The credit of a rule in one period. */
export type CreditOfPeriod = {
  readonly rule: string;
  /** As `creditPeriodOn` names it for the day of the use, however late that is told. */
  readonly period: string;
  /** Of the whole period: uses or cents. */
  readonly granted: number;
  /** As `creditRenewedOn` tells for that day; null for one that only another rulebook ends. */
  readonly renewsOn: CityDay | null;
};

/** A credit with what is taken from it: nothing is a look at it, which leaves the same trace in the store. */
export type CreditEntry = CreditOfPeriod & { readonly uses: readonly AccountUse[] };

/** By how much a credit was used beyond its grant. */
export type Overuse = { readonly rule: string; readonly period: string; readonly amount: number };

/**
 * The one book of credits: what readers' uses and courses take stands in the same accounts, one for each
 * holder, rule and period, so that another card changes nothing. Sums stand with the holder's facts, where
 * every price is made from; the cards are judged anew in the same transaction.
 */
export type CreditBook = {
  /**
   * Enters uses in the caller's transaction, each once by its id.
   *
   * @returns Overuse that is told for the first time.
   * @throws {ConflictError} Nothing is known of the holder yet.
   */
  enter(
    session: ClientSession,
    holderId: CardholderId,
    entries: readonly CreditEntry[],
  ): Promise<readonly Overuse[]>;
  /** Takes a use out again, in the caller's transaction. Safe to repeat. */
  giveBack(
    session: ClientSession,
    holderId: CardholderId,
    use: Pick<CreditOfPeriod, 'rule' | 'period'> & { readonly useId: string },
  ): Promise<void>;
  /**
   * Keeps uses of days before this one as a sum only, and drops accounts that are over.
   *
   * @returns How many accounts were changed, at most `limit`.
   */
  fold(before: CityDay, limit: number): Promise<number>;
};

export type CreditBookDeps = {
  readonly store: Pick<EntitlementsStore, 'transact'>;
  readonly accounts: AccountStore;
  readonly changeHolder: ChangeHolder;
  readonly hash: KeyedHash;
};

export function createCreditBook(deps: CreditBookDeps): CreditBook {
  const { store, accounts, changeHolder } = deps;
  return {
    async enter(session, holderId, entries) {
      const names = entries.map((entry) => nameOf(holderId, entry, deps));
      const known = await accounts.find(session, names);
      const written = entries.map((entry, at) => enterOne(entry, names[at], known));
      await accounts.save(
        session,
        written.map(({ kept }) => kept),
      );
      await changeHolder(session, holderId, (record) => ({
        result: null,
        after: {
          credits: withSums(
            record.credits,
            written.map(({ sum }) => sum),
          ),
        },
      }));
      return written.flatMap(({ overuse }) => overuse ?? []);
    },
    async giveBack(session, holderId, { useId, ...credit }) {
      const name = nameOf(holderId, credit, deps);
      const kept = (await accounts.find(session, [name])).get(name);
      if (kept === undefined) return;
      const account = giveBack(kept.account, useId);
      await accounts.save(session, [{ ...kept, account }]);
      const sum = { ...credit, taken: takenOf(account), renewsOn: kept.renewsOn };
      await changeHolder(session, holderId, (record) => ({
        result: null,
        after: { credits: withTaken(record.credits, sum) },
      }));
    },
    async fold(before, limit) {
      const older = await accounts.findOlder(before, limit);
      for (const name of older) {
        await store.transact(async (session) => {
          const kept = (await accounts.find(session, [name])).get(name);
          if (kept === undefined) return;
          const account = fold(kept.account, before);
          await accounts.save(session, [{ ...kept, account, oldestOn: oldestOf(account) }]);
        });
      }
      await accounts.dropOver(before);
      return older.length;
    },
  };
}

type Written = {
  readonly kept: KeptAccount;
  readonly sum: CreditTaken;
  readonly overuse: Overuse | null;
};

function enterOne(
  { rule, period, granted, renewsOn, uses }: CreditEntry,
  name: AccountName | undefined,
  known: ReadonlyMap<AccountName, KeptAccount>,
): Written {
  if (name === undefined) throw new Error('an account has no name');
  const was = known.get(name)?.account ?? EMPTY;
  const { account, taken, newlyOverused } = enter({ ...was, granted }, uses);
  return {
    kept: { name, account, renewsOn, oldestOn: oldestOf(account) },
    sum: { rule, period, taken, renewsOn },
    overuse: newlyOverused > 0 ? { rule, period, amount: newlyOverused } : null,
  };
}

function withSums(
  credits: readonly CreditTaken[],
  sums: readonly CreditTaken[],
): readonly CreditTaken[] {
  return sums.reduce(withTaken, credits);
}

function nameOf(
  holderId: CardholderId,
  { rule, period }: Pick<CreditOfPeriod, 'rule' | 'period'>,
  { hash }: CreditBookDeps,
): AccountName {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this is how they are named
  return hash('credit-account', JSON.stringify([holderId, rule, period])) as AccountName;
}
