import type { Logger } from 'pino';
import type { RandomBytes } from '../../domain/card/random-bytes.ts';
import type { LinkedSystem } from '../../domain/linked-account.ts';
import type { OwnerPort } from '../../domain/owner-proof.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { Errands } from '../../platform/stores/errands.ts';
import type { Outbox } from '../../platform/stores/outbox.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { createLiveView, type LiveView } from './live-view.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { CardsStore } from './store.ts';

/** What the subgraph works with, the same for all requests. */
export type Services = {
  readonly store: CardsStore;
  readonly once: Once;
  readonly outbox: Outbox;
  /** What transport and parking have to be told. */
  readonly errands: Errands;
  /** Who tells whether an account is its holder's, for each system that has accounts. */
  readonly owners: Readonly<Record<LinkedSystem, OwnerPort>>;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** IANA name of the city's time zone. */
  readonly cityZone: string;
  /** Five digits of the INE code, part of every card number. */
  readonly municipality: string;
  readonly log: Logger;
};

/** What every resolver of this subgraph receives. One per request. */
export type Context = Services & {
  readonly viewer: Viewer;
  /** The instant at which this request sees the world. */
  readonly now: Date;
  readonly loaders: Loaders;
  readonly live: LiveView;
  readonly signal: AbortSignal | undefined;
};

export function createContext(
  services: Services,
  { viewer, signal }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  const loaders = createLoaders(services);
  const now = services.clock.now();
  return {
    ...services,
    viewer,
    now,
    loaders,
    live: createLiveView(loaders, now),
    signal,
  };
}
