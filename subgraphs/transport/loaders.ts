import DataLoader from 'dataloader';
import type {
  MovementAsk,
  MovementPage,
  TransportCard,
  TransportPort,
} from '../../connectors/transport/port.ts';
import { HubError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { isFailed } from '../../domain/outcome.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import { inTime } from '../../platform/subgraph/in-time.ts';

/** The port's limit of one `fetchCards`. */
const MAX_CARDS = 100;

/** As many as the back office is asked at once unless settings say otherwise; more would only wait. */
const PAGES_AT_ONCE = 8;

export type Loaders = {
  /** All cards of a request in one call of the port, each account once. */
  readonly cardByAccount: DataLoader<LinkedAccount, TransportCard>;
  /** Each page of an account's movements once, a few at once. */
  readonly movementsByAsk: DataLoader<MovementAsk, MovementPage, string>;
};

/** For one request: what they hold is for this viewer only. @param signal The request's deadline. */
export function createLoaders(transport: TransportPort, signal: AbortSignal): Loaders {
  return {
    cardByAccount: new DataLoader<LinkedAccount, TransportCard>(
      async (accounts) => {
        const outcomes = await fetchCards(transport, accounts, signal);
        return outcomes.map((outcome) => (isFailed(outcome) ? outcome.error : outcome.value));
      },
      { maxBatchSize: MAX_CARDS },
    ),
    movementsByAsk: new DataLoader<MovementAsk, MovementPage, string>(
      (asks) => mapBounded(asks, PAGES_AT_ONCE, (ask) => fetchMovements(transport, ask, signal)),
      { cacheKeyFn: ({ account, from, until, page }) => `${account} ${from} ${until} ${page}` },
    ),
  };
}

/** Keeps the deadline whatever the client does; nothing is sent after it. */
function fetchCards(
  transport: TransportPort,
  accounts: readonly LinkedAccount[],
  signal: AbortSignal,
) {
  const late = () => accounts.map(() => ({ error: tooLate() }));
  if (signal.aborted) return late();
  return inTime(transport.fetchCards(accounts, { signal }), signal, late);
}

async function fetchMovements(
  transport: TransportPort,
  ask: MovementAsk,
  signal: AbortSignal,
): Promise<MovementPage | HubError> {
  if (signal.aborted) return tooLate();
  try {
    return await inTime<MovementPage | HubError>(
      transport.fetchMovements(ask, { signal }),
      signal,
      tooLate,
    );
  } catch (error) {
    // One account's failure leaves the others of the same tick alone.
    if (error instanceof HubError) return error;
    throw error;
  }
}

function tooLate(): UpstreamUnavailableError {
  return new UpstreamUnavailableError('transport', 'no answer before the deadline');
}
