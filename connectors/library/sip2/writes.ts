import { UpstreamMalformedError, UpstreamRejectedError } from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import { isFailed, settle } from '../../../domain/outcome.ts';
import type {
  Loan,
  PaymentOutcome,
  PaymentToRecord,
  RenewAllOutcome,
  RenewOutcome,
} from '../port.ts';
import type { Calls } from './calls.ts';
import type { LibraryDates } from './dates.ts';
import { SYSTEM } from './guard.ts';
import { toLoan } from './items.ts';
import { parseLent, parsePaymentReply, parseRenewals, type WireLent } from './wire.ts';

export type WriteDeps = { readonly calls: Calls; readonly dates: LibraryDates };

export type LendOutcome =
  | { readonly kind: 'lent'; readonly loan: Loan }
  | { readonly kind: 'refused' }
  /** As `RenewOutcome`. */
  | { readonly kind: 'unknown' };

export async function postRenewal(
  { calls, dates }: WriteDeps,
  account: LibraryAccount,
  barcode: string,
  signal: AbortSignal,
): Promise<RenewOutcome> {
  const message = calls.requests.renewal(account, barcode);
  const lent = await calls.sendOnce(
    {
      operation: '29',
      account,
      message,
      parse: (reply) => assertItem(barcode, parseLent('30', reply)),
    },
    signal,
  );
  if (lent === null) return { kind: 'unknown' };
  if (!lent.isDone) return { kind: 'refused' };
  const loan = await completeLoan({ calls, dates }, barcode, lent, signal);
  return loan === null ? { kind: 'unknown' } : { kind: 'renewed', loan };
}

export async function postCheckout(
  { calls, dates }: WriteDeps,
  account: LibraryAccount,
  barcode: string,
  signal: AbortSignal,
): Promise<LendOutcome> {
  const message = calls.requests.checkout(account, barcode);
  const lent = await calls.sendOnce(
    {
      operation: '11',
      account,
      message,
      parse: (reply) => assertItem(barcode, parseLent('12', reply)),
    },
    signal,
  );
  if (lent === null) return { kind: 'unknown' };
  if (!lent.isDone) return { kind: 'refused' };
  const loan = await completeLoan({ calls, dates }, barcode, lent, signal);
  return loan === null ? { kind: 'unknown' } : { kind: 'lent', loan };
}

export async function postRenewals(
  { calls }: WriteDeps,
  account: LibraryAccount,
  signal: AbortSignal,
): Promise<RenewAllOutcome> {
  const message = calls.requests.renewals(account);
  const renewals = await calls.sendOnce(
    { operation: '65', account, message, parse: parseRenewals },
    signal,
  );
  if (renewals === null) return { kind: 'unknown' };
  const { isDone, renewed, unrenewed } = renewals;
  if (!isDone && renewed.length + unrenewed.length === 0) {
    throw new UpstreamRejectedError(SYSTEM, 'refused to renew anything');
  }
  // Some servers count and do not name: which loans were renewed is then for the loans to tell.
  const isNamed =
    renewed.length >= (renewals.renewedCount ?? 0) &&
    unrenewed.length >= (renewals.unrenewedCount ?? 0);
  return isNamed
    ? { kind: 'done', renewedIds: renewed, refusedIds: unrenewed }
    : { kind: 'unknown' };
}

export async function postPayment(
  { calls }: WriteDeps,
  account: LibraryAccount,
  payment: PaymentToRecord,
  { signal, namesCharges }: { readonly signal: AbortSignal; readonly namesCharges: boolean },
): Promise<PaymentOutcome> {
  const { amountCents, receipt, chargeId } = payment;
  // A place in a list sent as a charge's number would pay the charge of somebody else.
  const feeId = namesCharges ? chargeId : null;
  const message = calls.requests.payment(account, { amountCents, receipt, feeId });
  const isAccepted = await calls.sendOnce(
    { operation: '37', account, message, parse: parsePaymentReply },
    signal,
  );
  if (isAccepted === null) return { kind: 'unknown' };
  return { kind: isAccepted ? 'recorded' : 'refused' };
}

function assertItem(barcode: string, lent: WireLent): WireLent {
  if (lent.barcode === null || lent.barcode === barcode) return lent;
  throw new UpstreamMalformedError(SYSTEM, 'answered for another item');
}

/** Title and due date from the reply, or from the item itself; null when neither tells. */
async function completeLoan(
  { calls, dates }: WriteDeps,
  barcode: string,
  { title, due }: WireLent,
  signal: AbortSignal,
): Promise<Loan | null> {
  const toOwn = async (): Promise<Loan> => toLoan({ barcode, title: title ?? '', due }, dates);
  const own = await settle(toOwn());
  if (!isFailed(own)) return own.value;
  const item = await settle(calls.readItem(barcode, signal).then((wire) => toLoan(wire, dates)));
  return isFailed(item) ? null : item.value;
}
