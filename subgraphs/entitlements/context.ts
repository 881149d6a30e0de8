import type { Logger } from 'pino';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import type { ServiceCatalogue } from '../../domain/tariff/service.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Audit } from '../../platform/stores/audit.ts';
import type { Once } from '../../platform/stores/idempotency.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import type { CardOf } from './card-ref.ts';
import type { ChangeHolder } from './change-holder.ts';
import type { EnrolmentDeps } from './enrolment/context.ts';
import type { QuoteLimits } from './quote-limits.ts';
import type { RulebookDeps } from './rulebooks/context.ts';
import type { Rulebooks } from './rulebooks/rulebooks.ts';
import type { EntitlementsStore } from './store.ts';

/** What prices, facts and passes need. */
type TariffDeps = {
  readonly store: EntitlementsStore;
  readonly changeHolder: ChangeHolder;
  readonly rulebooks: Rulebooks;
  readonly catalogue: ServiceCatalogue;
  readonly groups: readonly ReaderGroup[];
  readonly cardOf: CardOf;
  readonly quoteLimits: QuoteLimits;
  readonly audit: Audit;
  readonly once: Once;
  /** Draws the opaque codes of quotes, and hides card numbers in counters. */
  readonly hash: KeyedHash;
  readonly clock: Clock;
  /** The city's time zone: its days decide. */
  readonly zone: string;
  /** Names facts, passes, quotes and requests: lower-case letters, digits and hyphens. */
  readonly newId: () => string;
  readonly log: Logger;
};

export type EntitlementsDeps = TariffDeps & RulebookDeps & EnrolmentDeps;

/** What every resolver of this subgraph receives. One per client request. */
export type Context = EntitlementsDeps & {
  readonly viewer: Viewer;
  /** Names the request in the audit. */
  readonly requestId: string;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal | undefined;
};

export function createContext(
  deps: EntitlementsDeps,
  { viewer, signal }: Pick<SubgraphRequest, 'viewer' | 'signal'>,
): Context {
  return { ...deps, viewer, signal, requestId: deps.newId() };
}
