import type { Logger } from 'pino';
import type { Clock } from '../../../platform/clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import { failureCode } from './judge-answer.ts';
import type { ReaderLedger } from './reader-ledger.ts';

export type DeathRule = {
  /** Tries in a row that fail before a reader counts as dead … */
  readonly failures: number;
  /** … if they lasted at least this long, in milliseconds. */
  readonly afterMs: number;
};

/** Whether it failed by refusing what it was given, and not by being away: that it is there changes nothing then. */
export function isRefusing({ failures, code }: ReaderLedger): boolean {
  return failures > 0 && code !== 'UPSTREAM_UNAVAILABLE' && code !== 'silent';
}

/** Counts failures and says who is dead. A dead reader is tried on, at the longest pause. */
export type ReaderHealth = {
  good(ledger: ReaderLedger): void;
  /** @returns Failures in a row by now. */
  failed(ledger: ReaderLedger, error: unknown): number;
  /** For readers that come by themselves: dead once they were silent for too long. */
  checkSilence(ledger: ReaderLedger, startedAt: Date): void;
};

export type ReaderHealthOptions = {
  readonly rule: DeathRule;
  readonly deadLetters: Pick<DeadLetters, 'add' | 'remove'>;
  readonly clock: Clock;
  readonly log: Logger;
};

export function createReaderHealth(options: ReaderHealthOptions): ReaderHealth {
  const { rule, deadLetters, clock, log } = options;
  const fail = (ledger: ReaderLedger, code: string, since: Date): void => {
    ledger.failures += 1;
    ledger.failingSince ??= since;
    ledger.code = code;
    ledger.isDirty = true;
  };
  const bury = (ledger: ReaderLedger, code: string): void => {
    const { reader, failingSince } = ledger;
    const now = clock.now();
    if (ledger.deadSince === null) log.warn({ reader: reader.id, code }, 'a reader is dead');
    ledger.deadSince ??= now;
    deadLetters.add({ readerId: reader.id, since: (failingSince ?? now).toISOString(), code });
  };
  return {
    good(ledger) {
      if (ledger.failures === 0) return;
      if (ledger.deadSince !== null) {
        log.info({ reader: ledger.reader.id }, 'a reader is back');
        deadLetters.remove(ledger.reader.id);
      }
      ledger.failures = 0;
      ledger.failingSince = null;
      ledger.deadSince = null;
      ledger.code = null;
      ledger.isDirty = true;
    },
    failed(ledger, error) {
      const code = failureCode(error);
      if (code === 'INTERNAL') log.error({ err: error, reader: ledger.reader.id }, 'bug');
      const now = clock.now();
      fail(ledger, code, now);
      const lastedMs = now.getTime() - (ledger.failingSince ?? now).getTime();
      if (ledger.failures >= rule.failures && lastedMs >= rule.afterMs) bury(ledger, code);
      return ledger.failures;
    },
    checkSilence(ledger, startedAt) {
      // After a restart a reader has the whole time again: it may have found nobody to talk to.
      const heardAt = Math.max((ledger.contactAt ?? startedAt).getTime(), startedAt.getTime());
      if (ledger.deadSince !== null || clock.now().getTime() - heardAt < rule.afterMs) return;
      fail(ledger, 'silent', new Date(heardAt));
      bury(ledger, 'silent');
    },
  };
}
