import { UpstreamMalformedError, UpstreamRejectedError } from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import { valueOf, type KohaApi } from './api.ts';
import { SYSTEM } from './guard.ts';
import { fetchList, type ListAsk } from './lists.ts';
import {
  wireAccount,
  wireCheckout,
  wireHold,
  wireItem,
  wirePatron,
  type WireCheckout,
  type WireDebit,
  type WireHold,
  type WireItem,
  type WirePatron,
} from './wire.ts';

/** What the connector reads from Koha: each list in one request for all keys of a call. */
export type KohaReads = {
  /** By account; one that Koha does not know is absent. */
  patrons(
    accounts: readonly LibraryAccount[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<LibraryAccount, WirePatron>>;
  /** @throws {UpstreamRejectedError} Koha does not know the account. */
  patron(account: LibraryAccount, signal: AbortSignal): Promise<WirePatron>;
  /** Open checkouts. */
  checkouts(patronIds: readonly number[], signal: AbortSignal): Promise<readonly WireCheckout[]>;
  /** Open or returned; null when there is none of this number. */
  checkout(checkoutId: number, signal: AbortSignal): Promise<WireCheckout | null>;
  holds(patronIds: readonly number[], signal: AbortSignal): Promise<readonly WireHold[]>;
  /** Items by number, and all items of the records named. */
  items(of: ItemsAsk, signal: AbortSignal): Promise<readonly WireItem[]>;
  debits(patronId: number, signal: AbortSignal): Promise<readonly WireDebit[]>;
};

export type ItemsAsk = {
  readonly itemIds: readonly number[];
  /** For holds on any copy. */
  readonly biblioIds: readonly number[];
};

export type KohaReadsOptions = {
  readonly api: KohaApi;
  /** Rows asked for at once. */
  readonly pageSize: number;
};

export function createKohaReads({ api, pageSize }: KohaReadsOptions): KohaReads {
  const list = <Row>(ask: ListAsk<Row>, signal: AbortSignal): Promise<readonly Row[]> =>
    fetchList(api, ask, { pageSize, signal });

  async function patrons(accounts: readonly LibraryAccount[], signal: AbortSignal) {
    const terms = [{ field: 'cardnumber', values: accounts }];
    return byAccount(accounts, await list({ ...PATRONS, terms }, signal));
  }

  return {
    patrons,
    async patron(account, signal) {
      const patron = (await patrons([account], signal)).get(account);
      if (patron === undefined) throw unknownBorrower();
      return patron;
    },
    async checkouts(patronIds, signal) {
      const terms = [{ field: 'patron_id', values: patronIds }];
      return onlyOf(patronIds, await list({ ...CHECKOUTS, terms }, signal));
    },
    async holds(patronIds, signal) {
      const terms = [{ field: 'patron_id', values: patronIds }];
      return onlyOf(patronIds, await list({ ...HOLDS, terms }, signal));
    },
    items({ itemIds, biblioIds }, signal) {
      // `me.` because the embedded record has columns of the same names.
      const terms = [
        { field: 'me.item_id', values: itemIds },
        { field: 'me.biblio_id', values: biblioIds },
      ];
      return list({ ...ITEMS, terms }, signal);
    },
    checkout: (checkoutId, signal) => fetchCheckout(api, checkoutId, signal),
    debits: (patronId, signal) => fetchDebits(api, patronId, signal),
  };
}

/** Nobody has this account: the same for a mistyped number and for a borrower who left. */
export function unknownBorrower(): UpstreamRejectedError {
  return new UpstreamRejectedError(SYSTEM, 'no borrower has this account');
}

const PATRONS = {
  operation: 'patrons',
  path: '/patrons',
  row: wirePatron,
  keyOf: (patron: WirePatron) => patron.patron_id,
  orderBy: 'patron_id',
} as const;

const CHECKOUTS = {
  operation: 'checkouts',
  path: '/checkouts',
  row: wireCheckout,
  keyOf: (checkout: WireCheckout) => checkout.checkout_id,
  orderBy: 'checkout_id',
} as const;

const HOLDS = {
  operation: 'holds',
  path: '/holds',
  row: wireHold,
  keyOf: (hold: WireHold) => hold.hold_id,
  orderBy: 'hold_id',
} as const;

const ITEMS = {
  operation: 'items',
  path: '/items',
  row: wireItem,
  keyOf: (item: WireItem) => item.item_id,
  orderBy: 'me.item_id',
  embed: 'biblio',
} as const;

async function fetchCheckout(api: KohaApi, checkoutId: number, signal: AbortSignal) {
  const path = `/checkouts/${checkoutId}`;
  const call = { operation: 'checkout', method: 'GET', path, shape: wireCheckout } as const;
  const reply = await api.send(call, signal);
  return reply.kind === 'refused' && reply.status === 404 ? null : valueOf(reply);
}

async function fetchDebits(api: KohaApi, patronId: number, signal: AbortSignal) {
  const path = `/patrons/${patronId}/account`;
  const call = { operation: 'account', method: 'GET', path, shape: wireAccount } as const;
  return valueOf(await api.send(call, signal)).outstanding_debits.lines;
}

/** Koha compares card numbers without regard to case. */
function byAccount(accounts: readonly LibraryAccount[], patrons: readonly WirePatron[]) {
  const asked = new Map(accounts.map((account) => [account.toUpperCase(), account]));
  return new Map(
    patrons.map((patron) => {
      const account = asked.get(patron.cardnumber?.toUpperCase() ?? '');
      if (account === undefined) throw unasked();
      return [account, patron] as const;
    }),
  );
}

/** Strangers' rows mean that the filter was lost on the way: nothing of such an answer is used. */
function onlyOf<Row extends { readonly patron_id: number }>(
  patronIds: readonly number[],
  rows: readonly Row[],
): readonly Row[] {
  const asked = new Set(patronIds);
  if (rows.every(({ patron_id: patronId }) => asked.has(patronId))) return rows;
  throw unasked();
}

function unasked(): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, 'rows of borrowers that were not asked for');
}
