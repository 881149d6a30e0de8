import { addDays, endOfDay } from './calendar.ts';
import type { Borrower, Ledger } from './ledger.ts';
import type { Credit, Debit } from './money.ts';
import { biblioIdOf, holdItemIdOf, itemPlaceOf, patronIdOf, rowIdOf } from './numbering.ts';

/** A row as Koha's REST API spells it. */
export type Row = Readonly<Record<string, unknown>>;

const LIBRARY = 'GIJ';

/** How a blocked borrower is blocked: a restriction, a lost card or an expired one. */
const BLOCKS = ['restricted', 'lost', 'expired'] as const;

/** Names, birth and address are in it, as in Koha, whether or not anybody wants them. */
export function patronRow({ holder, record }: Borrower, madeOn: string): Row {
  const block = record.isBlocked ? BLOCKS[holder.index % BLOCKS.length] : null;
  return {
    patron_id: patronIdOf(holder.index),
    cardnumber: record.account,
    userid: holder.civilId,
    surname: holder.familyName,
    firstname: holder.givenName,
    date_of_birth: holder.birthDate,
    address: `Calle Inventada, ${1 + (holder.index % 200)}`,
    address2: null,
    city: 'Gijón',
    postal_code: '33200',
    country: 'ES',
    email: `p${holder.index}@example.invalid`,
    phone: null,
    mobile: null,
    library_id: LIBRARY,
    category_id: 'ADU',
    date_enrolled: addDays(madeOn, -400),
    expiry_date: addDays(madeOn, block === 'expired' ? -30 : 700),
    patron_card_lost: block === 'lost',
    restricted: block === 'restricted',
    incorrect_address: false,
    anonymized: false,
    statistics_1: null,
    statistics_2: null,
    login_attempts: 0,
    updated_on: `${addDays(madeOn, -1)}T08:00:00+00:00`,
    last_seen: null,
    lang: 'es-ES',
  };
}

export function checkoutRows({ holder, record }: Borrower, ledger: Ledger): readonly Row[] {
  return record.loans.map(({ barcode }, place) => {
    const checkoutId = rowIdOf({ index: holder.index, place });
    const { count, dueOn } = ledger.renewalsOf(checkoutId);
    return {
      checkout_id: checkoutId,
      patron_id: patronIdOf(holder.index),
      item_id: checkoutId,
      external_id: barcode,
      due_date: endOfDay(dueOn),
      library_id: LIBRARY,
      issuer_id: null,
      checkin_date: null,
      last_renewed_date: null,
      renewals_count: count,
      unseen_renewals: 0,
      auto_renew: false,
      auto_renew_error: null,
      checkout_date: endOfDay(addDays(dueOn, -21)),
      onsite_checkout: false,
      note: null,
      note_date: null,
      note_seen: null,
    };
  });
}

/** Every second hold is on any copy: it names the record and no item. */
export function holdRows({ holder, record }: Borrower, madeOn: string): readonly Row[] {
  return record.holds.map(({ isReady }, place) => {
    const itemId = holdItemIdOf({ index: holder.index, place });
    return {
      hold_id: rowIdOf({ index: holder.index, place }),
      patron_id: patronIdOf(holder.index),
      biblio_id: biblioIdOf(itemId),
      item_id: place % 2 === 0 ? itemId : null,
      item_level: place % 2 === 0,
      hold_date: addDays(madeOn, -10),
      pickup_library_id: LIBRARY,
      priority: isReady ? 0 : 1 + place,
      status: isReady ? 'W' : null,
      waiting_date: isReady ? addDays(madeOn, -1) : null,
      expiration_date: null,
      cancellation_date: null,
      notes: null,
      suspended: false,
      lowest_priority: false,
      timestamp: `${addDays(madeOn, -1)}T08:00:00+00:00`,
    };
  });
}

/** @param embeds The record is in the row only when `biblio` is among them. */
export function itemRow(itemId: number, ledger: Ledger, embeds: ReadonlySet<string>): Row | null {
  const { index, place, shelf } = itemPlaceOf(itemId);
  const thing = ledger.borrower(patronIdOf(index))?.record[shelf][place];
  if (thing === undefined) return null;
  const biblio = {
    biblio_id: biblioIdOf(itemId),
    title: thing.title,
    author: 'author' in thing ? thing.author : null,
    framework_id: '',
  };
  return {
    item_id: itemId,
    biblio_id: biblioIdOf(itemId),
    external_id: thing.barcode,
    home_library_id: LIBRARY,
    holding_library_id: LIBRARY,
    not_for_loan_status: 0,
    lost_status: 0,
    withdrawn: 0,
    callnumber: null,
    item_type_id: 'LIB',
    ...(embeds.has('biblio') ? { biblio } : {}),
  };
}

export function accountRow(debits: readonly Debit[], credits: readonly Credit[]): Row {
  const owed = debits.filter(({ outstandingCents }) => outstandingCents > 0);
  const spare = credits.filter(({ outstandingCents }) => outstandingCents > 0);
  const owedCents = sum(owed);
  const spareCents = sum(spare);
  return {
    balance: (owedCents - spareCents) / 100,
    outstanding_debits: { total: owedCents / 100, lines: owed.map(debitRow) },
    outstanding_credits: { total: -spareCents / 100, lines: spare.map(creditRow) },
  };
}

function debitRow(debit: Debit): Row {
  return {
    account_line_id: debit.lineId,
    description: debit.concept,
    debit_type: 'OVERDUE',
    credit_type: null,
    amount: debit.amountCents / 100,
    amount_outstanding: debit.outstandingCents / 100,
  };
}

/** Koha keeps credits as negative amounts. */
export function creditRow(credit: Credit): Row {
  return {
    account_line_id: credit.lineId,
    description: null,
    debit_type: null,
    credit_type: 'PAYMENT',
    internal_note: credit.note,
    amount: -credit.amountCents / 100,
    amount_outstanding: -credit.outstandingCents / 100,
  };
}

function sum(lines: readonly { readonly outstandingCents: number }[]): number {
  return lines.reduce((total, { outstandingCents }) => total + outstandingCents, 0);
}
