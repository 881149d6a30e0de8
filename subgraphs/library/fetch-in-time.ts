import type { AccountAnswer, AccountAsk, LibraryPort } from '../../connectors/library/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';

/** `fetchAccounts` that keeps the deadline, whatever the client does; nothing is sent after it. */
export async function fetchInTime(
  port: LibraryPort,
  asks: readonly AccountAsk[],
  signal: AbortSignal,
): Promise<readonly AccountAnswer[]> {
  const late = () => asks.map((ask) => lateAnswer(port, ask));
  return signal.aborted ? late() : inTime(port.fetchAccounts(asks, { signal }), signal, late);
}

function lateAnswer({ system }: LibraryPort, { account, lists }: AccountAsk): AccountAnswer {
  const late = { error: new UpstreamUnavailableError(system, 'no answer before the deadline') };
  return {
    account,
    mayBorrow: late,
    loans: lists.has('loans') ? late : null,
    holds: lists.has('holds') ? late : null,
    charges: lists.has('charges') ? late : null,
  };
}
