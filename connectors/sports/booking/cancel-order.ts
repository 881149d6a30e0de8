import type { SportsApi } from '../api.ts';
import type { CancelOutcome } from '../port.ts';
import { fetchOrder, orderUrl } from './orders.ts';
import { errorNameOf, isRefusal, verdictOf } from './refusal.ts';
import { toCancellationRequest } from './requests.ts';

export type CancelDeps = { readonly api: SportsApi; readonly baseUrl: string };

/**
 * The places of an order are cancelled by names that only the order itself tells, so it is read first.
 * An order that nobody knows cannot be cancelled; one that is cancelled already is.
 */
export async function cancelOrder(
  deps: CancelDeps,
  orderId: string,
  signal: AbortSignal,
): Promise<CancelOutcome> {
  const { status, itemIds } = await fetchOrder(deps, orderId, signal);
  if (status === 'absent') return { kind: 'refused' };
  if (status !== 'confirmed') return { kind: 'cancelled' };
  const sent = await deps.api.write(
    {
      operation: 'cancellation',
      method: 'PATCH',
      url: orderUrl(deps.baseUrl, orderId),
      json: toCancellationRequest(itemIds),
      isRefusal,
    },
    signal,
  );
  if (sent.kind === 'unknown') return sent;
  const { status: httpStatus, body } = sent.answer;
  const isDone = httpStatus < 300 && errorNameOf(body) === null;
  return { kind: isDone ? 'cancelled' : verdictOf(sent.answer) };
}
