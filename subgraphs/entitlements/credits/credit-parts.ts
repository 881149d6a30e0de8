import type { Connection } from 'mongoose';
import type { KeyedHash, Seal } from '../../../platform/stores/seal.ts';
import type { ChangeHolder } from '../change-holder.ts';
import type { EntitlementsStore } from '../store.ts';
import { createAccountStore } from './account-store.mongo.ts';
import { createCreditBook, type CreditBook } from './credit-book.ts';
import { createUseBook, type UseBook } from './use-book.ts';

export type CreditPartsOptions = {
  readonly connection: Connection;
  readonly seal: Seal;
  readonly hash: KeyedHash;
  /** Of `rights-parts.ts`, as is the next. */
  readonly store: EntitlementsStore;
  readonly changeHolder: ChangeHolder;
};

/** The book of credits for every role that writes in it; the collection `creditAccounts`. */
export function createCreditParts({
  connection,
  seal,
  hash,
  store,
  changeHolder,
}: CreditPartsOptions): {
  readonly creditBook: CreditBook;
  readonly useBook: UseBook;
} {
  const accounts = createAccountStore(connection, seal);
  const creditBook = createCreditBook({ store, accounts, changeHolder, hash });
  return { creditBook, useBook: createUseBook({ store, creditBook }) };
}
