import type { Charge, Hold, Loan } from '../../connectors/library/port.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import type { LibraryAccount, LibrarySystem } from '../../domain/library-account.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import type { LastKnownKey, LastKnownValue } from '../../platform/stores/last-known.ts';
import type { LibraryCard } from './card-ref.ts';
import type { Known } from '../../platform/subgraph/source.ts';
import type { AccountLoader, LastKnownLoader, TimedAnswer } from './loaders.ts';
import {
  fromRemembered,
  lastKnownKey,
  toRemember,
  type Items,
  type PartValues,
} from './remembered.ts';
import type { Part, WantedParts } from './wanted-lists.ts';

/** What is known of one borrower in one system; null for a part that was not asked for. */
export type SystemAnswer = {
  readonly system: LibrarySystem;
  /** Comes with any ask, wanted or not. */
  readonly mayBorrow: Known<boolean> | null;
  readonly loans: Known<Items<Loan>> | null;
  readonly holds: Known<Items<Hold>> | null;
  readonly charges: Known<Items<Charge>> | null;
};

/** The system's word on each wanted part, or the error that stands in its place. */
export async function askSystem(
  { system, account }: { readonly system: LibrarySystem; readonly account: LibraryAccount },
  wanted: WantedParts,
  loader: AccountLoader,
): Promise<SystemAnswer> {
  const ask = (part: Part) => (wanted.has(part) ? loader.load({ account, part }) : null);
  const [plain, loans, holds, charges] = await Promise.all([
    wanted.size === 0 ? null : loader.load({ account, part: 'mayBorrow' }),
    ask('loans'),
    ask('holds'),
    ask('charges'),
  ]);
  return {
    system,
    mayBorrow: plain && toKnown(system, plain, plain.answer.mayBorrow),
    loans: loans && toKnown(system, loans, loans.answer.loans),
    holds: holds && toKnown(system, holds, holds.answer.holds),
    charges: charges && toKnown(system, charges, charges.answer.charges),
  };
}

/** The same answer with the last known value, where there is one, for each wanted part that failed. */
export async function withLastKnown(
  answer: SystemAnswer,
  card: LibraryCard,
  wanted: WantedParts,
  loader: LastKnownLoader,
): Promise<SystemAnswer> {
  async function recall<P extends Part>(part: P, known: Known<PartValues[P]> | null) {
    if (known === null || known.freshness !== null || !wanted.has(part)) return known;
    const remembered = await loader.load(lastKnownKey(card, answer.system, part));
    return fromRemembered(part, remembered) ?? known;
  }
  const [mayBorrow, loans, holds, charges] = await Promise.all([
    recall('mayBorrow', answer.mayBorrow),
    recall('loans', answer.loans),
    recall('holds', answer.holds),
    recall('charges', answer.charges),
  ]);
  return { system: answer.system, mayBorrow, loans, holds, charges };
}

/** What of this answer the hub shall know when the system is silent. */
export function lastKnownEntries(
  answer: SystemAnswer,
  card: LibraryCard,
): readonly (LastKnownKey & LastKnownValue)[] {
  function entry<P extends Part>(part: P, known: Known<PartValues[P]> | null) {
    const value = known && toRemember(part, known);
    return value === null ? [] : [{ ...lastKnownKey(card, answer.system, part), ...value }];
  }
  return [
    ...entry('mayBorrow', answer.mayBorrow),
    ...entry('loans', answer.loans),
    ...entry('holds', answer.holds),
    ...entry('charges', answer.charges),
  ];
}

function toKnown<T>(
  system: LibrarySystem,
  { asOf }: TimedAnswer,
  outcome: Outcome<T> | null,
): Known<T> {
  if (outcome === null) {
    const error = new UpstreamMalformedError(system, 'a list that was asked for is missing');
    return { freshness: null, error };
  }
  if (isFailed(outcome)) return { freshness: null, error: outcome.error };
  return { freshness: 'LIVE', asOf, value: outcome.value };
}
