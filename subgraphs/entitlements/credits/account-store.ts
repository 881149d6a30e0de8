import type { ClientSession } from 'mongoose';
import type { CityDay } from '../../../domain/city-day.ts';
import type { Account } from './credit-account.ts';

/** Names an account by a keyed hash: a row does not say whose it is, nor from which rule's credit. */
export type AccountName = string & { readonly __brand: 'AccountName' };

export type KeptAccount = {
  readonly name: AccountName;
  readonly account: Account;
  /** First day after the period; null for one that only another rulebook ends. */
  readonly renewsOn: CityDay | null;
  /** The day of the oldest use that will be folded; null for none. */
  readonly oldestOn: CityDay | null;
};

/** The collection `creditAccounts`: sealed. */
export type AccountStore = {
  /** One that was never written is absent. */
  find(
    session: ClientSession,
    names: readonly AccountName[],
  ): Promise<ReadonlyMap<AccountName, KeptAccount>>;
  /** By what was read in the same session: of two at once the second begins again. */
  save(session: ClientSession, accounts: readonly KeptAccount[]): Promise<void>;
  /** Names of accounts with uses of days before this one that are to be folded. */
  findOlder(before: CityDay, limit: number): Promise<readonly AccountName[]>;
  /** Drops accounts with nothing to fold whose period was over on this day. */
  dropOver(day: CityDay): Promise<void>;
};
