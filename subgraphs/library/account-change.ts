import type { Charge, LibraryPort, Loan } from '../../connectors/library/port.ts';
import { parseCardNumber } from '../../domain/card-number.ts';
import type { LibraryAccount, LibrarySystem } from '../../domain/library-account.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import { parseLinkedAccounts, type CardRef } from './card-ref.ts';
import type { Context } from './context.ts';
import { fetchInTime } from './fetch-in-time.ts';
import { assertMayChange, assertMayTry, type LibraryMutation } from './policy.ts';
import type { Items } from './remembered.ts';

/** The borrower whose account a mutation changes. */
export type Borrower = { readonly port: LibraryPort; readonly account: LibraryAccount };

/**
 * The card of a mutation, once it is certain that this viewer may change its account.
 *
 * @returns Null when there is none, to viewers who are not limited to their own cards.
 * @throws {InvalidInputError} The number is none that a card can have.
 * @throws {HubError} The viewer may not do this, or not with this card: the same for an absent one.
 */
export async function cardToChange(
  operation: LibraryMutation,
  numberText: string,
  { viewer, cardOf }: Context,
): Promise<CardRef | null> {
  const number = parseCardNumber(numberText);
  assertMayTry(operation, viewer);
  const card = await cardOf(number, viewer);
  assertMayChange(operation, viewer, card);
  return card;
}

/** @returns Null when there is no such card, or it has no account in this system. */
export function borrowerOf(card: CardRef | null, port: LibraryPort): Borrower | null {
  const account = card && parseLinkedAccounts(card)[port.system];
  return account === null ? null : { port, account };
}

/** A change that is looked up may find its account unlinked since. */
export type MaybeUnlinked<Task> = Omit<Task, 'borrower'> & { readonly borrower: Borrower | null };

/** Null when the card has lost the account that was written to, or has another one since. */
export function stillOf(borrower: Borrower | null, account: string): Borrower | null {
  return borrower?.account === account ? borrower : null;
}

/** @throws {HubError} The library did not answer, or did not give this list. */
export async function readLoans(borrower: Borrower, signal: AbortSignal): Promise<Items<Loan>> {
  const [answer] = await fetchInTime(borrower.port, [ask(borrower, 'loans')], signal);
  return told(borrower.port.system, answer?.loans);
}

/** @throws {HubError} The library did not answer, or did not give this list. */
export async function readCharges(borrower: Borrower, signal: AbortSignal): Promise<Items<Charge>> {
  const [answer] = await fetchInTime(borrower.port, [ask(borrower, 'charges')], signal);
  return told(borrower.port.system, answer?.charges);
}

function ask({ account }: Borrower, list: 'loans' | 'charges') {
  return { account, lists: new Set([list]) };
}

function told<T>(system: LibrarySystem, list: Outcome<T> | null | undefined): T {
  if (list === null || list === undefined) throw new Error(`${system} left out an answer`);
  if (isFailed(list)) throw list.error;
  return list.value;
}

/** @throws {HubError} One of the items could not be read, so that the list is not whole. */
export function assertWhole<T>(items: Items<T>): readonly T[] {
  return items.map((item) => {
    if (isFailed(item)) throw item.error;
    return item.value;
  });
}
