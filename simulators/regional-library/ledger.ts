import { systemClock, type Clock } from '../../platform/clock.ts';
import type { City } from '../city/city.ts';
import type { Cardholder, LibraryRecord } from '../city/model.ts';
import { openJournal } from '../journal.ts';
import { addDays, localDay } from './calendar.ts';
import { openMoney, type Credit, type CreditToAdd, type Debit } from './money.ts';
import { indexOfPatron, patronIdOf, placeOf } from './numbering.ts';

/** A borrower of the regional library. */
export type Borrower = { readonly holder: Cardholder; readonly record: LibraryRecord };

/** What has happened since the city was made. */
type Entry =
  | { readonly kind: 'renewal'; readonly checkoutId: number; readonly dueOn: string }
  | ({ readonly kind: 'credit' } & CreditToAdd);

/** The library's books: the city's records and what has been done since. */
export type Ledger = {
  borrower(patronId: number): Borrower | null;
  borrowers(): Iterable<Borrower>;
  renewalsOf(checkoutId: number): { readonly count: number; readonly dueOn: string };
  /** Koha's word for why not, or null when it is renewed. The checkout must exist. */
  renew(checkoutId: number): 'too_many' | 'on_reserve' | null;
  debitsOf(patronId: number): readonly Debit[];
  creditsOf(patronId: number): readonly Credit[];
  addCredit(credit: CreditToAdd): number;
};

export type LedgerOptions = {
  readonly city: City;
  /** Null keeps nothing. */
  readonly journalPath: string | null;
  readonly clock?: Clock;
};

const RENEWAL_DAYS = 21;
const MAX_RENEWALS = 3;

export function openLedger({ city, journalPath, clock = systemClock }: LedgerOptions): Ledger {
  const journal = openJournal<Entry>(journalPath);
  const renewals = new Map<number, { readonly count: number; readonly dueOn: string }>();
  const money = openMoney((patronId) => borrowerOf(city, patronId)?.record.charges ?? []);
  for (const entry of journal.entries) apply(entry);

  function renewalsOf(checkoutId: number) {
    const { dueInDays } = loanOf(city, checkoutId);
    const first = { count: 0, dueOn: addDays(city.options.madeOn, dueInDays) };
    return renewals.get(checkoutId) ?? first;
  }

  function apply(entry: Entry): void {
    if (entry.kind === 'credit') return money.add(entry);
    const count = renewalsOf(entry.checkoutId).count + 1;
    renewals.set(entry.checkoutId, { count, dueOn: entry.dueOn });
  }

  function keep(entry: Entry): void {
    journal.append(entry);
    apply(entry);
  }

  return {
    borrower: (patronId) => borrowerOf(city, patronId),
    *borrowers() {
      for (const { index } of city.cardholders) {
        const found = borrowerOf(city, patronIdOf(index));
        if (found !== null) yield found;
      }
    },
    renewalsOf,
    renew(checkoutId) {
      if (!loanOf(city, checkoutId).mayRenew) return 'on_reserve';
      if (renewalsOf(checkoutId).count >= MAX_RENEWALS) return 'too_many';
      const dueOn = addDays(localDay(clock.now()), RENEWAL_DAYS);
      keep({ kind: 'renewal', checkoutId, dueOn });
      return null;
    },
    debitsOf: (patronId) => money.debitsOf(patronId),
    creditsOf: (patronId) => money.creditsOf(patronId),
    addCredit(credit) {
      keep({ kind: 'credit', ...credit });
      return money.creditsOf(credit.patronId).at(-1)?.lineId ?? 0;
    },
  };
}

function borrowerOf(city: City, patronId: number): Borrower | null {
  const holder = city.cardholders[indexOfPatron(patronId)];
  const record = holder?.regionalLibrary ?? null;
  return holder === undefined || record === null ? null : { holder, record };
}

function loanOf(city: City, checkoutId: number) {
  const { index, place } = placeOf(checkoutId);
  const loan = city.cardholders[index]?.regionalLibrary?.loans[place];
  if (loan === undefined) throw new RangeError(`no checkout ${checkoutId}`);
  return loan;
}
