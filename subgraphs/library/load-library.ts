import type { Charge, Hold, Loan } from '../../connectors/library/port.ts';
import {
  LIBRARY_SYSTEMS,
  type LibraryAccount,
  type LibrarySystem,
} from '../../domain/library-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { parseLinkedAccounts, type LibraryCard } from './card-ref.ts';
import type { Context } from './context.ts';
import { sourceOf, worse, type Known, type SourceRow } from '../../platform/subgraph/source.ts';
import { mayBorrow } from './may-borrow.ts';
import { mergeLists, type Sourced } from './merged-list.ts';
import { askSystem, lastKnownEntries, withLastKnown, type SystemAnswer } from './system-answer.ts';
import type { WantedParts } from './wanted-lists.ts';

export type LoanRow = Sourced<Loan>;
export type HoldRow = Sourced<Hold>;
export type ChargeRow = Sourced<Charge>;

/** As the schema's `Library`, every part of it from one load; what was not wanted is empty. */
export type LibraryRow = {
  readonly mayBorrow: Outcome<boolean>;
  readonly loans: readonly Outcome<LoanRow>[];
  readonly holds: readonly Outcome<HoldRow>[];
  readonly charges: readonly Outcome<ChargeRow>[];
  /** Null when the query selects nothing that has a source. */
  readonly source: SourceRow<LibrarySystem> | null;
  readonly sources: readonly SourceRow<LibrarySystem>[];
};

/**
 * Asks the linked systems for the wanted parts, fills failures with what they said last, and
 * remembers what they say now. Values are remembered and recalled for a usable card only.
 *
 * @returns Null when no account is linked.
 */
export async function loadLibrary(
  card: LibraryCard,
  wanted: WantedParts,
  { loaders, lastKnown, clock }: Context,
): Promise<LibraryRow | null> {
  const linked = linkedAccounts(card);
  if (linked.length === 0) return null;
  const live = await Promise.all(
    linked.map((link) => askSystem(link, wanted, loaders.answersByPart[link.system])),
  );
  if (!card.isUsable) return toRow(card, live, wanted, clock.now());
  await loaders.quiet();
  lastKnown.remember(live.flatMap((answer) => lastKnownEntries(answer, card)));
  const answers = await Promise.all(
    live.map((answer) => withLastKnown(answer, card, wanted, loaders.lastKnownByPart)),
  );
  return toRow(card, answers, wanted, clock.now());
}

type Link = { readonly system: LibrarySystem; readonly account: LibraryAccount };

function linkedAccounts(card: LibraryCard): readonly Link[] {
  const accounts = parseLinkedAccounts(card);
  return LIBRARY_SYSTEMS.flatMap((system) => {
    const account = accounts[system];
    return account === null ? [] : [{ system, account }];
  });
}

function toRow(
  card: LibraryCard,
  answers: readonly SystemAnswer[],
  wanted: WantedParts,
  now: Date,
): LibraryRow {
  const linkedSources = answers.flatMap((answer) => {
    const used = [...wanted].flatMap((part) => answer[part] ?? []);
    return used.length === 0 ? [] : [sourceOf(answer.system, used)];
  });
  return {
    mayBorrow: mayBorrow(
      card.isUsable,
      answers.flatMap((answer) => answer.mayBorrow ?? []),
    ),
    loans: mergeLists(listParts(answers, (answer) => answer.loans)),
    holds: mergeLists(listParts(answers, (answer) => answer.holds)),
    charges: mergeLists(listParts(answers, (answer) => answer.charges)),
    // A system that is not linked is never worse than one that is.
    source: linkedSources.length === 0 ? null : linkedSources.reduce(worse),
    sources: LIBRARY_SYSTEMS.map(
      (system) =>
        linkedSources.find((source) => source.system === system) ?? {
          system,
          asOf: now.toISOString(),
          freshness: 'LIVE',
        },
    ),
  };
}

function listParts<T>(
  answers: readonly SystemAnswer[],
  listOf: (answer: SystemAnswer) => Known<readonly Outcome<T>[]> | null,
) {
  return answers.flatMap((answer) => {
    const list = listOf(answer);
    return list === null ? [] : [{ system: answer.system, list }];
  });
}
