import type { ServiceCatalogue } from '../../../domain/tariff/service.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Once } from '../../../platform/stores/idempotency.ts';
import type { Previews } from './previews.ts';
import type { RulebookProgress } from './rulebook-progress.ts';
import type { RulebookStore } from './rulebook-store.ts';
import type { Rulebooks } from './rulebooks.ts';

/** What the operations on rulebooks need. */
export type RulebookDeps = {
  readonly rulebookStore: RulebookStore;
  readonly rulebooks: Rulebooks;
  readonly rulebookProgress: RulebookProgress;
  readonly previews: Previews;
  readonly catalogue: ServiceCatalogue;
  readonly once: Once;
  readonly clock: Clock;
  /** The city's, an IANA name. */
  readonly zone: string;
};

export type RulebookContext = RulebookDeps & { readonly viewer: Viewer };
