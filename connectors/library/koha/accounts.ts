import { HubError, UpstreamMalformedError } from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import { isFailed, settle, type Outcome } from '../../../domain/outcome.ts';
import { mapBounded } from '../../../platform/map-bounded.ts';
import type { AccountAnswer, AccountAsk, Charge, Hold, LibraryList, Loan } from '../port.ts';
import { mayBorrow, toCents } from './convert.ts';
import { SYSTEM } from './guard.ts';
import { unknownBorrower, type KohaReads } from './reads.ts';
import { toTitles, type Titles } from './titles.ts';
import type { WireCheckout, WireDebit, WireHold, WirePatron } from './wire.ts';

export type FetchAccountsDeps = {
  readonly reads: KohaReads;
  /** Accounts whose charges are read at once by one call. */
  readonly chargesAtOnce: number;
  /** `YYYY-MM-DD` in the library's time zone. */
  readonly today: () => string;
  readonly toLocalDay: (instant: Date) => string;
};

export type FetchAccountsSignals = {
  readonly whole: AbortSignal;
  /** Fires earlier, so that one hanging list leaves time for the titles of the other. */
  readonly lists: AbortSignal;
};

/** What Koha said to one `fetchAccounts`; each part may have failed on its own. */
type Gathered = {
  readonly patrons: ReadonlyMap<LibraryAccount, WirePatron>;
  readonly checkouts: Outcome<readonly WireCheckout[]>;
  readonly holds: Outcome<readonly WireHold[]>;
  readonly titles: Outcome<Titles>;
  readonly debits: ReadonlyMap<number, Outcome<readonly WireDebit[]>>;
};

export async function fetchAccounts(
  deps: FetchAccountsDeps,
  asks: readonly AccountAsk[],
  signals: FetchAccountsSignals,
): Promise<readonly AccountAnswer[]> {
  const { reads } = deps;
  const accounts = asks.map(({ account }) => account);
  const patrons = await settle(reads.patrons(accounts, signals.whole));
  if (isFailed(patrons)) return asks.map((ask) => toFailed(ask, patrons.error));

  const idsWith = (list: LibraryList): readonly number[] =>
    asks
      .filter(({ lists }) => lists.has(list))
      .flatMap(({ account }) => patrons.value.get(account)?.patron_id ?? []);
  const [checkouts, holds, debits] = await Promise.all([
    settle(reads.checkouts(idsWith('loans'), signals.lists)),
    settle(reads.holds(idsWith('holds'), signals.lists)),
    mapBounded(idsWith('charges'), deps.chargesAtOnce, async (id) => {
      return [id, await settle(reads.debits(id, signals.whole))] as const;
    }),
  ]);
  const titles = await settle(
    reads.items(itemsOf(orNone(checkouts), orNone(holds)), signals.whole).then(toTitles),
  );
  const gathered = { patrons: patrons.value, checkouts, holds, titles, debits: new Map(debits) };
  return asks.map((ask) => toAnswer(deps, ask, gathered));
}

function toAnswer(deps: FetchAccountsDeps, ask: AccountAsk, gathered: Gathered): AccountAnswer {
  const { account, lists } = ask;
  const patron = gathered.patrons.get(account);
  if (patron === undefined) return toFailed(ask, unknownBorrower());
  const mine = { gathered, patronId: patron.patron_id };
  return {
    account,
    mayBorrow: { value: mayBorrow(patron, deps.today()) },
    loans: lists.has('loans') ? loansOf(mine, deps.toLocalDay) : null,
    holds: lists.has('holds') ? holdsOf(mine) : null,
    charges: lists.has('charges') ? chargesOf(mine) : null,
  };
}

type Mine = { readonly gathered: Gathered; readonly patronId: number };

function loansOf(
  { gathered: { checkouts, titles }, patronId }: Mine,
  toLocalDay: (instant: Date) => string,
): Outcome<readonly Outcome<Loan>[]> {
  return titled(checkouts, titles, patronId, (checkout, known) => {
    const { checkout_id: id, due_date: due, item_id: itemId } = checkout;
    const title = itemId === null ? undefined : known.byItem.get(itemId);
    if (title === undefined) return { error: untitled(`checkout ${id}`) };
    return { value: { id: String(id), title, dueOn: toLocalDay(new Date(due)) } };
  });
}

function holdsOf({
  gathered: { holds, titles },
  patronId,
}: Mine): Outcome<readonly Outcome<Hold>[]> {
  return titled(holds, titles, patronId, (hold, known) => {
    const title = known.byBiblio.get(hold.biblio_id);
    if (title === undefined) return { error: untitled(`hold ${hold.hold_id}`) };
    return { value: { id: String(hold.hold_id), title, isReady: hold.status === 'W' } };
  });
}

function chargesOf({ gathered: { debits }, patronId }: Mine): Outcome<readonly Outcome<Charge>[]> {
  const mine = debits.get(patronId);
  if (mine === undefined) return { error: untitled(`account of ${patronId}`) };
  return isFailed(mine) ? mine : { value: mine.value.flatMap(toCharge) };
}

/** Koha keeps paid lines until night; they owe nothing. */
function toCharge(debit: WireDebit): readonly Outcome<Charge>[] {
  const concept = debit.description ?? debit.debit_type ?? '';
  try {
    const amountCents = toCents(debit.amount_outstanding);
    if (amountCents <= 0) return [];
    return [{ value: { id: String(debit.account_line_id), concept, amountCents } }];
  } catch (error) {
    return [toFailure(error)];
  }
}

/** A whole list fails with its titles, so that its last known value can stand in; one untitled row fails alone. */
function titled<Row extends { readonly patron_id: number }, Item>(
  rows: Outcome<readonly Row[]>,
  titles: Outcome<Titles>,
  patronId: number,
  toItem: (row: Row, titles: Titles) => Outcome<Item>,
): Outcome<readonly Outcome<Item>[]> {
  if (isFailed(rows)) return rows;
  const mine = rows.value.filter((row) => row.patron_id === patronId);
  if (mine.length === 0) return { value: [] };
  return isFailed(titles) ? titles : { value: mine.map((row) => toItem(row, titles.value)) };
}

function itemsOf(checkouts: readonly WireCheckout[], holds: readonly WireHold[]) {
  return {
    itemIds: [...checkouts, ...holds].flatMap(({ item_id: id }) => id ?? []),
    biblioIds: holds.flatMap((hold) => (hold.item_id === null ? hold.biblio_id : [])),
  };
}

function toFailed({ account, lists }: AccountAsk, error: HubError): AccountAnswer {
  const failed = (list: LibraryList) => (lists.has(list) ? { error } : null);
  return {
    account,
    mayBorrow: { error },
    loans: failed('loans'),
    holds: failed('holds'),
    charges: failed('charges'),
  };
}

function orNone<Row>(rows: Outcome<readonly Row[]>): readonly Row[] {
  return isFailed(rows) ? [] : rows.value;
}

function untitled(what: string): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, `no title for ${what}`);
}

function toFailure(error: unknown): { readonly error: HubError } {
  if (error instanceof HubError) return { error };
  throw error;
}
