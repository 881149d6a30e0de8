import type { Logger } from 'pino';
import type {
  PlainListController,
  ReaderBroker,
  ReaderCaller,
  ReaderReport,
} from '../../../connectors/readers/port.ts';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import type { Reader } from '../../../domain/reader-list/reader.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Pauses } from '../../next-try.ts';
import type { Lists } from '../lists-port.ts';
import type { ReaderStanding } from '../registry/reader-registry.ts';
import type { Group } from './acknowledgements.ts';
import { createBrokerAttempt } from './broker-attempt.ts';
import { createPlainAttempt, type PlainCards } from './plain-attempt.ts';
import { createPushAttempt } from './push-attempt.ts';
import { isRefusing, type ReaderHealth } from './reader-health.ts';
import { isMendable } from './judge-answer.ts';
import { noteHeld, noteReport, openLedger, type ReaderLedger } from './reader-ledger.ts';
import { createReaderLine, type Attempt, type ReaderLine } from './reader-line.ts';
import type { WholeListPlaces } from './whole-list-places.ts';

/** A reader in service: what is known of it, and the way to it. */
export type Member = AsyncDisposable & {
  readonly ledger: ReaderLedger;
  readonly group: Group;
  /** Null for a reader that comes by itself. */
  readonly line: ReaderLine | null;
  /** It has told what it has, by itself or by the broker. */
  hear(report: ReaderReport): void;
  /** It has told what it has, without its time. */
  noteHeld(held: ReaderReport['held']): void;
};

/** The ways to readers. Null where the hub has none: readers of that way are then never reached. */
export type Ways = {
  readonly caller: ReaderCaller;
  readonly broker: ReaderBroker | null;
  readonly controller: PlainListController | null;
  readonly plainCards: PlainCards;
};

export type MemberOptions = {
  readonly lists: Pick<Lists, 'overtake'>;
  readonly ways: Ways;
  readonly places: WholeListPlaces;
  readonly health: ReaderHealth;
  readonly pauses: Pauses;
  readonly lagMs: number;
  readonly answerMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
};

/** @param known What was known of it before a restart. */
export function createMember(
  reader: Reader,
  group: Group,
  known: ReaderStanding | undefined,
  options: MemberOptions,
): Member {
  const { clock, lists } = options;
  const ledger = openLedger(reader, known);
  group.classes.move(ledger, null);
  group.isChanged = true;
  const follow = (before: string): void => {
    if (before === ledger.key) return;
    group.classes.move(ledger, before);
    group.isChanged = true;
  };
  const note = (report: ReaderReport): void => {
    const before = ledger.key;
    noteReport(ledger, report, clock.now());
    follow(before);
    if (report.refusal === 'rollback') void lists.overtake(group.id, report.held);
  };
  const noteOnlyHeld = (held: ReaderReport['held']): void => {
    const before = ledger.key;
    noteHeld(ledger, held, clock.now());
    follow(before);
  };
  const attempt = attemptOf({ ledger, group, note, noteHeld: noteOnlyHeld, options });
  const line = attempt && lineOf(ledger, attempt, options);
  return {
    ledger,
    group,
    line,
    hear(report) {
      const isAnswer = ledger.heard.size > 0;
      const before = ledger.key;
      note(report);
      // One that comes by itself is judged by what it says when it has not moved.
      const isStuck = line === null && ledger.key === before && isMendable(report);
      ledger.needsWhole ||= isStuck || report.refusal === 'wrongDigest';
      // One that refuses and tells the same again goes on waiting out its pause.
      if (isAnswer || (ledger.key === before && isRefusing(ledger))) line?.kick();
      else line?.wake();
    },
    noteHeld: noteOnlyHeld,
    async [Symbol.asyncDispose]() {
      group.classes.leave(ledger);
      group.isChanged = true;
      await line?.[Symbol.asyncDispose]();
    },
  };
}

function lineOf(
  ledger: ReaderLedger,
  attempt: Attempt,
  { health, pauses, random }: MemberOptions,
): ReaderLine {
  return createReaderLine({
    attempt,
    onGood: () => health.good(ledger),
    onFailure: (error) => health.failed(ledger, error),
    pauses,
    random,
  });
}

type Parts = Pick<Member, 'ledger' | 'group' | 'noteHeld'> & {
  readonly note: (report: ReaderReport) => void;
  readonly options: MemberOptions;
};

function attemptOf({ ledger, group, note, noteHeld: noteHeads, options }: Parts): Attempt | null {
  const { reader } = ledger;
  const { ways, places } = options;
  const { feed } = group;
  switch (reader.way.kind) {
    case 'push':
      return createPushAttempt({ ledger, feed, caller: ways.caller, places, note });
    case 'mqtt':
      if (ways.broker === null) return noWay('no broker is configured');
      return createBrokerAttempt({ ...options, ledger, feed, broker: ways.broker });
    case 'uhppote': {
      if (ways.controller === null) return noWay('no door controllers are configured');
      const { controller, plainCards } = ways;
      const { log } = options;
      return createPlainAttempt({ ledger, feed, controller, plainCards, log, noteHeads });
    }
    case 'poll':
    default:
      return null;
  }
}

function noWay(reason: string): Attempt {
  return () => Promise.reject(new UpstreamUnavailableError('reader', reason));
}
