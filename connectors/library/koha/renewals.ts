import { HubError, UpstreamMalformedError } from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import { mapBounded } from '../../../platform/map-bounded.ts';
import type { RenewAllOutcome, RenewOutcome } from '../port.ts';
import { lacksPermission, toError, type KohaApi } from './api.ts';
import { SYSTEM } from './guard.ts';
import type { KohaReads } from './reads.ts';
import { toTitles } from './titles.ts';
import { wireCheckout, type WireCheckout } from './wire.ts';

export type RenewalDeps = {
  readonly api: KohaApi;
  readonly reads: KohaReads;
  readonly toLocalDay: (instant: Date) => string;
};

/** Renewals of one borrower sent at once: a desk sends one. */
const RENEWALS_AT_ONCE = 4;

/** What is not this borrower's own open checkout is refused, in the same words as what may not be renewed. */
export async function postRenewal(
  { api, reads, toLocalDay }: RenewalDeps,
  account: LibraryAccount,
  loanId: string,
  signal: AbortSignal,
): Promise<RenewOutcome> {
  if (!/^[1-9]\d{0,14}$/.test(loanId)) return { kind: 'refused' };
  const [patron, checkout] = await Promise.all([
    reads.patron(account, signal),
    reads.checkout(Number(loanId), signal),
  ]);
  if (checkout === null || !isOpenLoanOf(patron.patron_id, checkout)) return { kind: 'refused' };
  // Read before the write: after it, a missing title would hide that the loan is renewed.
  const title = await fetchTitle(reads, checkout, signal);
  const sent = await sendRenewal(api, checkout.checkout_id, signal);
  if (sent.kind !== 'renewed') return sent;
  return {
    kind: 'renewed',
    loan: { id: loanId, title, dueOn: toLocalDay(new Date(sent.checkout.due_date)) },
  };
}

/** One unknown makes the whole unknown; nothing sent at all is the error that stopped it. */
export async function postRenewals(
  { api, reads }: RenewalDeps,
  account: LibraryAccount,
  signal: AbortSignal,
): Promise<RenewAllOutcome> {
  const patron = await reads.patron(account, signal);
  const checkouts = await reads.checkouts([patron.patron_id], signal);
  const ids = checkouts.map(({ checkout_id: id }) => id);
  const sent = await mapBounded(ids, RENEWALS_AT_ONCE, async (id) => {
    return { id: String(id), ...(await settleRenewal(api, id, signal)) };
  });
  const idsOf = (kind: string): readonly string[] =>
    sent.filter((one) => one.kind === kind).map(({ id }) => id);
  const unsent = sent.find((one) => one.kind === 'unsent');
  if (unsent !== undefined && sent.every(({ kind }) => kind === 'unsent')) throw unsent.error;
  if (unsent !== undefined || sent.some(({ kind }) => kind === 'unknown')) {
    return { kind: 'unknown' };
  }
  return { kind: 'done', renewedIds: idsOf('renewed'), refusedIds: idsOf('refused') };
}

type Sent =
  | { readonly kind: 'renewed'; readonly checkout: WireCheckout }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

type Unsent = { readonly kind: 'unsent'; readonly error: HubError };

async function settleRenewal(
  api: KohaApi,
  checkoutId: number,
  signal: AbortSignal,
): Promise<Sent | Unsent> {
  try {
    return await sendRenewal(api, checkoutId, signal);
  } catch (error) {
    if (error instanceof HubError) return { kind: 'unsent', error };
    throw error;
  }
}

async function sendRenewal(api: KohaApi, checkoutId: number, signal: AbortSignal): Promise<Sent> {
  const path = `/checkouts/${checkoutId}/renewal`;
  const call = { operation: 'renewal', method: 'POST', path, shape: wireCheckout } as const;
  const reply = await api.write(call, signal);
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'ok') return { kind: 'renewed', checkout: reply.value };
  // 404: brought back a moment ago.
  const isRefusal = reply.status === 403 || reply.status === 404;
  if (isRefusal && !lacksPermission(reply)) return { kind: 'refused' };
  throw toError(reply);
}

function isOpenLoanOf(patronId: number, checkout: WireCheckout): boolean {
  return checkout.patron_id === patronId && (checkout.checkin_date ?? null) === null;
}

async function fetchTitle(reads: KohaReads, checkout: WireCheckout, signal: AbortSignal) {
  const itemIds = checkout.item_id === null ? [] : [checkout.item_id];
  const titles = toTitles(await reads.items({ itemIds, biblioIds: [] }, signal));
  const title = checkout.item_id === null ? undefined : titles.byItem.get(checkout.item_id);
  if (title !== undefined) return title;
  throw new UpstreamMalformedError(SYSTEM, `no title for checkout ${checkout.checkout_id}`);
}
