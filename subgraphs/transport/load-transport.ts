import type { Purse, TransportCard } from '../../connectors/transport/port.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Known } from '../../platform/subgraph/source.ts';
import { linkedAccountOf, type TransportCardHolder } from './card-ref.ts';
import type { Context } from './context.ts';
import { keptCard } from './kept-card.ts';

/** As the port gives it; resolvers spell it for the schema. */
export type PurseRow = Purse;

/** As the schema's `Transport`; the back office is asked when a field needs it, and once. */
export type TransportRow = {
  readonly account: LinkedAccount;
  readonly card: () => Promise<Known<TransportCard>>;
};

/** @returns Null when no transport card is linked. */
export function loadTransport(
  holder: TransportCardHolder,
  { loaders, knownParts }: Context,
): TransportRow | null {
  const account = linkedAccountOf(holder);
  if (account === null) return null;
  let known: Promise<Known<TransportCard>> | null = null;
  return {
    account,
    card() {
      known ??= knownParts.know(holder, 'transport:card', {
        live: loaders.cardByAccount.load(account),
        form: keptCard(account),
      });
      return known;
    },
  };
}
