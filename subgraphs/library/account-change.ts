import type { Charge, LibraryPort, Loan } from '../../connectors/library/port.ts';
import { parseCardNumber } from '../../domain/card-number.ts';
import { UpstreamRejectedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LibraryAccount, LibrarySystem } from '../../domain/library-account.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import { parseLinkedAccounts, type CardRef } from './card-ref.ts';
import type { Context } from './context.ts';
import { fetchInTime, inTime } from './in-time.ts';
import { assertMayChange, assertMayTry, type LibraryMutation } from './policy.ts';
import type { Items } from './remembered.ts';

/**
 * How long a request whose answer was lost may still be under way inside a library; before that an
 * unchanged account proves nothing. SIP2 servers have been seen to answer after 24 seconds (New York
 * Public Library, circulation client); half a minute is beyond that.
 */
export const MAY_BE_UNDER_WAY_MS = 30_000;

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

type Uncertain = { readonly kind: 'refused' } | { readonly kind: 'unknown' };

/**
 * Sends one write. What may have had its effect is `unknown`, whatever went wrong with it.
 *
 * @param call Starts the write, with `context.deadline` as its signal.
 * @throws {UpstreamUnavailableError} Nothing was sent, as the port says by throwing it.
 */
export async function send<T>(
  operation: LibraryMutation,
  call: () => Promise<T>,
  { deadline, log }: Context,
): Promise<T | Uncertain> {
  try {
    return await inTime<T | Uncertain>(call(), deadline, () => ({ kind: 'unknown' }));
  } catch (error) {
    if (error instanceof UpstreamRejectedError) return { kind: 'refused' };
    if (error instanceof UpstreamUnavailableError) throw error;
    log.warn({ err: error, operation }, 'the outcome of a write is not known');
    return { kind: 'unknown' };
  }
}

/** Looking an outcome up never throws: the key would be free again and the change sent twice. */
export async function orNull<T>(reading: Promise<T>, { log }: Context): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    log.warn({ err: error }, 'the outcome of a write could not be looked up');
    return null;
  }
}

/** @throws {UpstreamUnavailableError} The deadline is over or the client has gone: nothing is begun any more. */
export function assertTimeLeft(system: LibrarySystem, signal: AbortSignal): void {
  if (signal.aborted) throw new UpstreamUnavailableError(system, 'no time left before sending');
}

/** What was remembered of the card is not true any more; the next read brings what is. */
export async function forgetLastKnown(card: CardRef, { lastKnown, log }: Context): Promise<void> {
  try {
    await lastKnown.forget(card.id, card.version);
  } catch (error) {
    // The values left say as of when they were true; a change in the library does not wait for Redis.
    log.warn({ err: error }, 'last known values were not forgotten');
  }
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
