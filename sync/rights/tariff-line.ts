import type { Connection } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { startErrandLine, type ErrandLineOptions } from '../errand-line.ts';
import { createTransportTariff, type TransportTariffDeps } from '../workers/transport-tariff.ts';
import { BUS } from './bus-fares.ts';
import { startFollowingRightChanges } from './follow-right-changes.ts';
import {
  createWriteTariffErrands,
  TRANSPORT_TARIFF,
  type TransportAccounts,
  type WriteTariffErrands,
} from './tariff-errands.ts';

/** Pause between two looks at the changes of rights. */
const FOLLOW_INTERVAL_MS = 1_000;

export type TariffLineOptions = Omit<ErrandLineOptions, 'consumer' | 'tell'> &
  Omit<TransportTariffDeps, 'accountOf'> & {
    readonly connection: Connection;
    readonly accounts: TransportAccounts;
  };

/** Follows the changes of rights that concern the bus, and tells public transport of its tariff codes. */
export function startTariffLine(
  options: TariffLineOptions,
): AsyncDisposable & { readonly write: WriteTariffErrands } {
  const { connection, accounts, errands, clock, log } = options;
  const stack = new AsyncDisposableStack();
  const accountOf = async (cardId: CardId): Promise<LinkedAccount | null> =>
    (await accounts([cardId])).get(cardId) ?? null;
  const tell = createTransportTariff({ ...options, accountOf });
  stack.use(startErrandLine({ ...options, consumer: TRANSPORT_TARIFF, tell }));
  const write = createWriteTariffErrands({
    errands,
    accounts,
    transact: (work) => runInTransaction(connection, work),
  });
  const followed = { name: TRANSPORT_TARIFF, service: BUS, intervalMs: FOLLOW_INTERVAL_MS };
  stack.use(startFollowingRightChanges({ ...followed, connection, write, clock, log }));
  return { write, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
