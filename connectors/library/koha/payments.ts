import type { LibraryAccount } from '../../../domain/library-account.ts';
import type { PaymentOutcome, PaymentToRecord } from '../port.ts';
import { lacksPermission, toError, type KohaApi } from './api.ts';
import { toCents, toEuros } from './convert.ts';
import type { KohaReads } from './reads.ts';
import { wireCredit } from './wire.ts';

export type PaymentDeps = {
  readonly api: KohaApi;
  readonly reads: KohaReads;
  /** Koha's code of the library under which payments are recorded; null leaves it empty. */
  readonly libraryId: string | null;
};

/**
 * Koha pays any line whose number it is given, whoever owes it, and lays what is too much on other
 * lines: so the charge is looked up first, and one that is not this borrower's, or less than the
 * payment, is refused.
 */
export async function postPayment(
  { api, reads, libraryId }: PaymentDeps,
  account: LibraryAccount,
  { chargeId, amountCents, receipt }: PaymentToRecord,
  signal: AbortSignal,
): Promise<PaymentOutcome> {
  if (!Number.isSafeInteger(amountCents) || amountCents <= 0) return { kind: 'refused' };
  const { patron_id: patronId } = await reads.patron(account, signal);
  const debits = await reads.debits(patronId, signal);
  const charge = debits.find(({ account_line_id: id }) => String(id) === chargeId);
  if (charge === undefined || toCents(charge.amount_outstanding) < amountCents) {
    return { kind: 'refused' };
  }
  const call = {
    operation: 'credit',
    method: 'POST',
    path: `/patrons/${patronId}/account/credits`,
    body: {
      json: {
        amount: toEuros(amountCents),
        account_lines_ids: [charge.account_line_id],
        note: receipt,
        ...(libraryId === null ? {} : { library_id: libraryId }),
      },
    },
    shape: wireCredit,
  } as const;
  const reply = await api.write(call, signal);
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'ok') return { kind: 'recorded' };
  if (lacksPermission(reply) || reply.status === 401) throw toError(reply);
  return { kind: 'refused' };
}
