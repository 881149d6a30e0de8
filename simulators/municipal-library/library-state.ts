import type { City } from '../city/city.ts';
import type { Journal } from '../journal.ts';
import { createBorrower, type Borrower, type LoanRecord } from './borrower.ts';
import { findTitleOnShelf } from './shelves.ts';
import { daysAfter, type LibraryTime } from './time.ts';

/** Something that changed what the library knows; kept in the journal. */
export type Effect =
  | {
      readonly kind: 'renewal';
      readonly account: string;
      readonly barcode: string;
      readonly dueOn: string;
    }
  | {
      readonly kind: 'checkout';
      readonly account: string;
      readonly barcode: string;
      readonly dueOn: string;
    }
  | { readonly kind: 'checkin'; readonly account: string; readonly barcode: string }
  | {
      readonly kind: 'payment';
      readonly account: string;
      readonly amountCents: number;
      /** What the money goes to; null: the oldest charges first. */
      readonly feeId: string | null;
      readonly receipt: string;
    };

export type ItemRecord = {
  readonly title: string;
  readonly loan: LoanRecord | null;
  /** Null where nobody has it reserved. */
  readonly isHoldReady: boolean | null;
};

/** The library's own data: the city, and what happened since. Amounts in cents, days `YYYY-MM-DD`. */
export type LibraryState = {
  findBorrower(account: string): Borrower | null;
  findItem(barcode: string): ItemRecord | null;
  /** Each returns null, or false, when the library refuses. */
  renew(account: string, barcode: string): LoanRecord | null;
  checkOut(account: string, barcode: string): LoanRecord | null;
  checkIn(barcode: string): boolean;
  pay(payment: Omit<Extract<Effect, { kind: 'payment' }>, 'kind'>): boolean;
};

const LOAN_DAYS = 21;
const MOST_RENEWALS = 3;

export function createLibraryState(
  city: City,
  journal: Journal<Effect>,
  time: LibraryTime,
): LibraryState {
  const stock = createStock(city);
  for (const effect of journal.entries) apply(stock, effect);

  function record(effect: Effect): void {
    journal.append(effect);
    apply(stock, effect);
  }

  return {
    findBorrower: (account) => stock.borrowers.get(account) ?? null,
    findItem: (barcode) => findItem(stock, barcode),
    renew(account, barcode) {
      const borrower = stock.borrowers.get(account);
      const loan = borrower?.loans.get(barcode);
      const isTooOften = (loan?.renewals ?? 0) >= MOST_RENEWALS;
      if (!loan?.mayRenew || borrower?.isBlocked !== false || isTooOften) return null;
      record({ kind: 'renewal', account, barcode, dueOn: daysAfter(time.today(), LOAN_DAYS) });
      return loan;
    },
    checkOut(account, barcode) {
      const borrower = stock.borrowers.get(account);
      const isFree = titleOf(stock, barcode) !== null && !stock.holders.has(barcode);
      const isReserved = borrower?.holds.get(barcode)?.isReady === true;
      if (borrower?.isBlocked !== false || (!isFree && !isReserved)) return null;
      record({ kind: 'checkout', account, barcode, dueOn: daysAfter(time.today(), LOAN_DAYS) });
      return borrower.loans.get(barcode) ?? null;
    },
    checkIn(barcode) {
      const account = stock.holders.get(barcode);
      if (account === undefined || !stock.borrowers.get(account)?.loans.has(barcode)) return false;
      record({ kind: 'checkin', account, barcode });
      return true;
    },
    pay(payment) {
      const borrower = stock.borrowers.get(payment.account);
      if (borrower === undefined || !isPayable(borrower, payment)) return false;
      record({ kind: 'payment', ...payment });
      return true;
    },
  };
}

type Stock = {
  readonly borrowers: ReadonlyMap<string, Borrower>;
  /** Account that has or has reserved an item, by barcode. */
  readonly holders: Map<string, string>;
  /** By barcode, but for what stands on the shelf. */
  readonly titles: ReadonlyMap<string, string>;
};

function createStock({ cardholders, options }: City): Stock {
  const borrowers = new Map<string, Borrower>();
  const holders = new Map<string, string>();
  const titles = new Map<string, string>();
  for (const holder of cardholders) {
    if (holder.municipalLibrary === null) continue;
    const borrower = createBorrower(holder, holder.municipalLibrary, options.madeOn);
    borrowers.set(borrower.account, borrower);
    for (const { barcode, title } of [...borrower.loans.values(), ...borrower.holds.values()]) {
      holders.set(barcode, borrower.account);
      titles.set(barcode, title);
    }
  }
  return { borrowers, holders, titles };
}

function titleOf({ titles }: Stock, barcode: string): string | null {
  return titles.get(barcode) ?? findTitleOnShelf(barcode);
}

function findItem(stock: Stock, barcode: string): ItemRecord | null {
  const title = titleOf(stock, barcode);
  if (title === null) return null;
  const holder = stock.borrowers.get(stock.holders.get(barcode) ?? '');
  return {
    title,
    loan: holder?.loans.get(barcode) ?? null,
    isHoldReady: holder?.holds.get(barcode)?.isReady ?? null,
  };
}

/** Koha takes more than is owed as well, and the same receipt twice: a credit to it. */
function isPayable(
  { charges }: Borrower,
  { amountCents, feeId }: { readonly amountCents: number; readonly feeId: string | null },
): boolean {
  return amountCents > 0 && (feeId === null || charges.some(({ id }) => id === feeId));
}

/** Plays an effect that was found allowed when it happened. */
function apply(stock: Stock, effect: Effect): void {
  const { borrowers, holders } = stock;
  const borrower = borrowers.get(effect.account);
  // A city made smaller than the one that wrote the journal.
  if (borrower === undefined) return;
  if (effect.kind === 'payment') {
    settle(borrower, effect);
    return;
  }
  const { barcode } = effect;
  if (effect.kind === 'checkin') {
    borrower.loans.delete(barcode);
    holders.delete(barcode);
    return;
  }
  const loan = borrower.loans.get(barcode);
  if (effect.kind === 'renewal' && loan !== undefined) {
    loan.dueOn = effect.dueOn;
    loan.renewals += 1;
  }
  if (effect.kind === 'checkout') {
    borrower.holds.delete(barcode);
    borrower.loans.set(barcode, {
      barcode,
      title: titleOf(stock, barcode) ?? '',
      mayRenew: true,
      dueOn: effect.dueOn,
      renewals: 0,
    });
    holders.set(barcode, effect.account);
  }
}

function settle(
  { charges }: Borrower,
  { amountCents, feeId }: { readonly amountCents: number; readonly feeId: string | null },
): void {
  let restCents = amountCents;
  for (const charge of charges) {
    if (feeId !== null && charge.id !== feeId) continue;
    const paidCents = Math.min(restCents, charge.outstandingCents);
    charge.outstandingCents -= paidCents;
    restCents -= paidCents;
  }
}
