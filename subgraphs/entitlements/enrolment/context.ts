import type { ServiceCatalogue } from '../../../domain/tariff/service.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Once } from '../../../platform/stores/idempotency.ts';
import type { CardOf } from '../card-ref.ts';
import type { ChangeHolder } from '../change-holder.ts';
import type { Rulebooks } from '../rulebooks/rulebooks.ts';
import type { CreditBook } from '../credits/credit-book.ts';
import type { QuoteLimits } from '../quote-limits.ts';
import type { CardRightStore } from '../store.ts';
import type { EnrolmentStores } from './course-store.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/** What courses and enrolments need. */
export type EnrolmentDeps = {
  readonly enrolmentStores: EnrolmentStores;
  readonly oneAtATime: OneAtATime;
  readonly changeHolder: ChangeHolder;
  /** Whose card it is. */
  readonly store: { readonly rights: Pick<CardRightStore, 'find'> };
  readonly rulebooks: Pick<Rulebooks, 'published'>;
  readonly catalogue: ServiceCatalogue;
  readonly cardOf: CardOf;
  readonly once: Once;
  /** Enrolling tells a price: it is counted as a question for one. */
  readonly quoteLimits: Pick<QuoteLimits, 'take'>;
  readonly creditBook: Pick<CreditBook, 'enter' | 'giveBack'>;
  readonly clock: Clock;
  /** The city's, an IANA name. */
  readonly zone: string;
  /** Names courses and enrolments: lower-case letters, digits and hyphens. */
  readonly newId: () => string;
};

export type EnrolmentContext = EnrolmentDeps & { readonly viewer: Viewer };
