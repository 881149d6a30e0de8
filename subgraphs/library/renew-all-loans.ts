import type { RenewAllOutcome } from '../../connectors/library/port.ts';
import { LIBRARY_SYSTEMS, type LibrarySystem } from '../../domain/library-account.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import {
  MAY_BE_UNDER_WAY_MS,
  forgetLastKnown,
  orNull,
  sendWrite,
} from '../../platform/subgraph/legacy-write.ts';
import {
  assertWhole,
  borrowerOf,
  cardToChange,
  readLoans,
  stillOf,
  type Borrower,
} from './account-change.ts';
import type { CardRef } from './card-ref.ts';
import { renewalRefused, type RenewalRefusal } from './change-results.ts';
import type { Context } from './context.ts';
import { encodeItemId } from './item-id.ts';
import type { RenewAllLoansInput, RenewalsStatus } from './schema.generated.ts';

export type SystemRenewals = {
  readonly system: LibrarySystem;
  readonly status: RenewalsStatus;
  readonly renewedLoanIds: readonly string[] | null;
  readonly refusedLoanIds: readonly string[] | null;
};
export type RenewalsBySystem = {
  readonly __typename: 'RenewalsBySystem';
  readonly systems: readonly SystemRenewals[];
};
export type RenewAllLoansAnswer = RenewalsBySystem | RenewalRefusal;

/** The due day of each loan by its id in the library, just before the renewal was sent. */
type DueDays = Readonly<Record<string, string>>;

/** How far one system had come: a later due day proves that a loan was renewed. */
type Progress =
  | { readonly kind: 'settled'; readonly renewals: SystemRenewals }
  | { readonly kind: 'sent'; readonly account: string; readonly dueDays: DueDays };

type Notes = {
  readonly sentAtMs: number;
  readonly systems: Readonly<Record<LibrarySystem, Progress>>;
};

const OPERATION = 'Mutation.renewAllLoans';

/**
 * Renews what can be renewed in both systems, at most once for a key. Each system's loans are read
 * before anything is sent to it; one that does not answer is not reached, and the other goes on.
 * Where an answer is lost, the same key reads the loans again instead of renewing.
 */
export async function renewAllLoans(
  input: RenewAllLoansInput,
  context: Context,
): Promise<RenewAllLoansAnswer> {
  const card = await cardToChange(OPERATION, input.card, context);
  const { libraries, once } = context;
  const borrowers = {
    library: borrowerOf(card, libraries.library),
    regionalLibrary: borrowerOf(card, libraries.regionalLibrary),
  };
  return once.aroundCall<RenewAllLoansAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) => {
      if (card === null) return final(renewalRefused('CARD_UNKNOWN'));
      // Without notes nothing was sent: they are kept before.
      return attempt.notes === null
        ? renewNow({ card, borrowers }, attempt, context)
        : findOut({ card, borrowers, notes: attempt.notes }, attempt, context);
    },
  );
}

type Task = {
  readonly card: CardRef;
  readonly borrowers: Readonly<Record<LibrarySystem, Borrower | null>>;
};

async function renewNow(
  { card, borrowers }: Task,
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<RenewAllLoansAnswer>> {
  if (!card.isUsable) return final(renewalRefused('CARD_NOT_USABLE'));
  if (LIBRARY_SYSTEMS.every((system) => borrowers[system] === null)) {
    return final(renewalRefused('NOT_LINKED'));
  }
  const sentAtMs = context.clock.now().getTime();
  const prepared = await forEachSystem((system) => prepare(system, borrowers[system], context));
  await attempt.note({ sentAtMs, systems: prepared });
  const done = await forEachSystem(async (system): Promise<Progress> => {
    const [progress, borrower] = [prepared[system], borrowers[system]];
    if (progress.kind === 'settled' || borrower === null) return progress;
    return sendTo(borrower, progress, context);
  });
  await forgetLastKnown(card, context);
  return toAttempted({ sentAtMs, systems: done }, attempt, context);
}

/** What one system has on loan, or that there is nothing to send to it. */
async function prepare(
  system: LibrarySystem,
  borrower: Borrower | null,
  context: Context,
): Promise<Progress> {
  if (borrower === null) return settled(system, 'NOT_LINKED');
  const loans = await orNull(readLoans(borrower, context.signal).then(assertWhole), context);
  if (loans === null || context.signal.aborted) return settled(system, 'NOT_REACHED');
  const dueDays = Object.fromEntries(loans.map(({ id, dueOn }) => [id, dueOn]));
  return { kind: 'sent', account: borrower.account, dueDays };
}

/** Never throws: the key would be free again, and what the other system has renewed renewed twice. */
async function sendTo(
  { port, account }: Borrower,
  sent: Progress & { readonly kind: 'sent' },
  context: Context,
): Promise<Progress> {
  const call = () => port.postRenewals(account, { signal: context.deadline });
  try {
    return toProgress(port.system, sent, await sendWrite(OPERATION, call, context));
  } catch (error) {
    context.log.debug({ err: error }, 'renewals were not sent');
    return settled(port.system, 'NOT_REACHED');
  }
}

function toProgress(
  system: LibrarySystem,
  sent: Progress & { readonly kind: 'sent' },
  outcome: RenewAllOutcome | { readonly kind: 'refused' },
): Progress {
  if (outcome.kind === 'unknown') return sent;
  if (outcome.kind === 'refused') return renewed(system, [], Object.keys(sent.dueDays));
  return renewed(system, outcome.renewedIds, outcome.refusedIds);
}

async function findOut(
  { card, borrowers, notes }: Task & { readonly notes: Notes },
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<RenewAllLoansAnswer>> {
  const mayStillCome = context.clock.now().getTime() - notes.sentAtMs < MAY_BE_UNDER_WAY_MS;
  const found = await forEachSystem(async (system): Promise<Progress> => {
    const progress = notes.systems[system];
    if (progress.kind === 'settled') return progress;
    const borrower = stillOf(borrowers[system], progress.account);
    if (borrower === null) return progress;
    const loans = await orNull(readLoans(borrower, context.signal).then(assertWhole), context);
    if (loans === null) return progress;
    const isRenewed = ({ id, dueOn }: { readonly id: string; readonly dueOn: string }) =>
      dueOn > (progress.dueDays[id] ?? dueOn);
    // Some libraries renew one loan after the other: what is left may still be under way.
    if (mayStillCome && !loans.every(isRenewed)) return progress;
    const kept = loans.filter(({ id }) => id in progress.dueDays);
    const [yes, no] = [kept.filter(isRenewed), kept.filter((loan) => !isRenewed(loan))];
    return renewed(
      system,
      yes.map(({ id }) => id),
      no.map(({ id }) => id),
    );
  });
  await forgetLastKnown(card, context);
  return toAttempted({ ...notes, systems: found }, attempt, context);
}

/** Final when every system has told; else the next attempt knows which ones are left to ask. */
async function toAttempted(
  notes: Notes,
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<RenewAllLoansAnswer>> {
  const systems = LIBRARY_SYSTEMS.map((system) => {
    const progress = notes.systems[system];
    return progress.kind === 'settled' ? progress.renewals : renewalsWithout(system, 'UNKNOWN');
  });
  const isFinal = systems.every(({ status }) => status !== 'UNKNOWN');
  if (!isFinal) await orNull(attempt.note(notes), context);
  return { result: { __typename: 'RenewalsBySystem', systems }, isFinal };
}

async function forEachSystem<T>(
  work: (system: LibrarySystem) => Promise<T>,
): Promise<Readonly<Record<LibrarySystem, T>>> {
  const [library, regionalLibrary] = await Promise.all([work('library'), work('regionalLibrary')]);
  return { library, regionalLibrary };
}

function settled(system: LibrarySystem, status: Exclude<RenewalsStatus, 'DONE'>): Progress {
  return { kind: 'settled', renewals: renewalsWithout(system, status) };
}

function renewed(
  system: LibrarySystem,
  renewedIds: readonly string[],
  refusedIds: readonly string[],
): Progress {
  const encode = (id: string): string => encodeItemId({ system, id });
  const renewals = {
    system,
    status: 'DONE',
    renewedLoanIds: renewedIds.map(encode),
    refusedLoanIds: refusedIds.map(encode),
  } as const;
  return { kind: 'settled', renewals };
}

function renewalsWithout(
  system: LibrarySystem,
  status: Exclude<RenewalsStatus, 'DONE'>,
): SystemRenewals {
  return { system, status, renewedLoanIds: null, refusedLoanIds: null };
}
